"""Pure rules: what a message is about, where it points, and who could help."""
