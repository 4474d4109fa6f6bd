"""Who may do what where: scopes, tokens, repeated requests, the record of changes."""
