"""The only place with HTTP, sockets and the database."""
