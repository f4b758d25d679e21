"""The tab Health of the Account page: why the score is what it is, and why it moved."""
