"""The chat front end: turns updates into use cases, and rows of the outbox into messages."""
