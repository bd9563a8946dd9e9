"""What residents are told in an emergency, as a trainer has worded it."""
