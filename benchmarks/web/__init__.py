"""The page and the API over HTTP: how soon a person sees a result, and how many can ask at a time."""
