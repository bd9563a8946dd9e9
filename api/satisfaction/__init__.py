"""What residents thought of a service, asked each time a conversation closes."""
