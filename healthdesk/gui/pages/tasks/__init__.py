"""The page Tasks: everything that is to be done, quick under the keys."""
