"""Directory: which index is current, who reads it and who writes it."""
