"""How fast the whole path is, beside a bare aiogram echo bot on the same Bot API server: `make bench`."""
