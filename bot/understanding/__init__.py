"""Reading facts out of a message: where, which number, when, what. Knows nothing of Rasa."""
