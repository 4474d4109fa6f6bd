"""What requests and answers look like, as pydantic models."""
