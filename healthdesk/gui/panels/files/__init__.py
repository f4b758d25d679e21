"""The tab "Files and notes" of the Account page: what matters, internal notes, kept files."""
