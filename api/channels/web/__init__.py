"""The web channel: REST, socket and widget for residents."""
