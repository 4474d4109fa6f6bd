"""What people must not miss: messages and cards as rows, leased by whoever sends them."""
