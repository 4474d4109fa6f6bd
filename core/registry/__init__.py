"""Rosters: areas, buildings, categories, organisations, teams."""
