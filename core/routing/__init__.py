"""Offering needs to those who can help, and what they answer."""
