"""Text: bytes → text, text → paragraphs, and the dates in it."""
