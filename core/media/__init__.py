"""Photos, voices and documents that come in on one channel and go out on another."""
