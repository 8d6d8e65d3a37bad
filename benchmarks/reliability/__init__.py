"""Reliability: what is tried against an index, its readers and its server, and what of it fails."""
