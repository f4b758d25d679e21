"""The catalogue of formats that a desk can write."""
