"""Flags: what is wrong with a draft before it is sent."""
