"""The `linli` command."""
