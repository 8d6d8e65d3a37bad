"""From what a person typed to the nodes that an engine is asked."""
