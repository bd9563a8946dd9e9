"""The coach, joined to conversations and offered to other desks."""
