"""Demo data: two estates with different fees, and people who work there."""
