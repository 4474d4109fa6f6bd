"""The JSON API and the pages of the back office."""
