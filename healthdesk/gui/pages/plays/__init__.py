"""The page of successplays: list, suggestions, log, results, and the play in the editor."""
