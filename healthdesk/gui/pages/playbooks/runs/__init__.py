"""The tab Runs of the page Playbooks: all runs as a board or a list, one of them beside it."""
