"""A real cluster on this machine, and what is measured of it and done to it."""
