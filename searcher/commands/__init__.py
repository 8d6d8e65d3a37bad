"""The commands, a module each, loaded by name when they are called."""
