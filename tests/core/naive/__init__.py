"""The health model once more, one account and one day at a time, in plain Python, written from its text alone."""
