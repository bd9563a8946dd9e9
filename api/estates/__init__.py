"""Estates and their records."""
