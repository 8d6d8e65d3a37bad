"""Engines, one folder each, and what they share. Nothing outside this package knows which one it talks to."""
