"""The tab Usage of the Account page."""
