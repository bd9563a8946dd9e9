"""Quality, measured on files of one JSON object a line."""
