"""What of successplays stands on other pages: why they fired, what waits for a yes."""
