"""Weights and curves suggested from what became of accounts, beside the present ones."""
