"""The catalogue of source formats that a desk can read."""
