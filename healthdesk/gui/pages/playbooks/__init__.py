"""The page Playbooks: the list, and the editor of one."""
