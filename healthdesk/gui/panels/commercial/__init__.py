"""The tab Commercial of the Account page."""
