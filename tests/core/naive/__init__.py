"""The health model once more, one account and day at a time, in plain Python from its text."""
