"""What was promised to residents: who, what, until when, and whether it was kept."""
