"""Estimates the tone of a text offline, and says "unknown" where it cannot tell (model.py)."""
