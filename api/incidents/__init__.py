"""The same trouble of many residents: one incident, one work order, one notice."""
