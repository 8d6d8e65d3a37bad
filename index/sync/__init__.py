"""Sync: what changed in the folders, and how it gets into the index."""
