"""The log of what was said, and the status that follows from it."""
