"""The small classifier behind the flags where tone is felt."""
