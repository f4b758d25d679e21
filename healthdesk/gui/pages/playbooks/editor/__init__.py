"""The editor of a playbook: canvas, form of a step, trial on an account."""
