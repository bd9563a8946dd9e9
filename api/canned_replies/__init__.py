"""Replies kept for reuse: per estate or for all, with the blanks filled in."""
