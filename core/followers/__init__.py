"""Neighbours who have the same need 同求."""
