"""The advocate register of all accounts, and who may get a preview."""
