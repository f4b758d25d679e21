"""Turns foreign tables into exchange tables: what their columns mean, and how cells are spelled."""
