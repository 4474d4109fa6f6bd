"""The domain of Liandong: needs, offers, people, points. Knows nothing of chat, HTTP or schedulers."""
