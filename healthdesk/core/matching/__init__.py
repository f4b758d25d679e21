"""Finds the account or person that a file means, and records that mean the same one."""
