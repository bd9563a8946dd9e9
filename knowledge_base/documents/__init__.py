"""Files that people have, read into lines and tables: Word, PDF, web pages, sheets, text."""
