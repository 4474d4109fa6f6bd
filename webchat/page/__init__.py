"""The web page in the place of Telegram, and its HTTP API under `/chat/api/`."""
