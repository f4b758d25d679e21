"""The tab People of the Account page: who is in touch, who was missed, what deserves care."""
