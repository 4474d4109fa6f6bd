"""The methods of the Bot API that the server knows."""

from webchat.methods import callbacks, chats, editing, profile, sending, sending_media, updates
from webchat.methods.base import Call, Method, Raw

METHODS: dict[str, Method] = {
    name.lower(): method
    for part in (callbacks, chats, editing, profile, sending, sending_media, updates)
    for name, method in part.METHODS.items()
}

__all__ = ["METHODS", "Call", "Method", "Raw"]
