"""What answers before a person does: safety check, bot, knowledge."""
