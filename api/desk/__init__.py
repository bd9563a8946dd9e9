"""Where staff work: queue, conversation, coach at their side."""
