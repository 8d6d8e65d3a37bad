"""What a person sees: the pages, the JSON API, and the command that serves them."""
