"""Who, where, what, done, open: kept at every handoff and every close."""
