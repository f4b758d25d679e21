"""The tabs Results and Loops of the page Playbooks."""
