"""What all work on needs shares: moves between states, numbers, deadlines, and who is told."""
