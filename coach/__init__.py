"""Transcript in, advice out: flags on a draft, suggested replies, and a brief."""
