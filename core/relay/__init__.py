"""Talking through the bot: resident and handler, neither seeing the other's account."""
