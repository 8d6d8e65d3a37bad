"""What a question becomes: parsing, search, marks, suggestions, settings and the command line."""
