"""The page Today: what changed, what is due, what renews. Its parts are imported one a turn."""
