"""What a handler does with a need: arrive, finish, hand over, give back, ask, wait."""
