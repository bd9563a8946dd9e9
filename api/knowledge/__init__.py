"""Provisions and entries for readers and trainers."""
