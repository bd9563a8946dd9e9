"""Own parts of the Rasa pipeline."""
