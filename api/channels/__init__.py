"""Ways in: each channel turns what it hears into an InboundMessage."""
