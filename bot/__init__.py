"""The Rasa project: understands a message, keeps the dialogue, decides; never acts."""
