"""The resident's word: verdict, stars, a sentence; and what silence means."""
