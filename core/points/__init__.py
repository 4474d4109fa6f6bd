"""Points 积分: rules, postings and balances."""
