"""Photos, from residents and from agents: checked, made anew, kept under random names."""
