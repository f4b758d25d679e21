"""The editor of a successplay: its five parts, and beside them its rehearsal."""
