"""People: who they are, how they are reached, what they are in the middle of."""
