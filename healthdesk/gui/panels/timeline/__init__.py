"""The tab "Timeline" of the Account page: the story of an account, to read, search and write."""
