"""Repairs and complaints to be done by someone, with a due time."""
