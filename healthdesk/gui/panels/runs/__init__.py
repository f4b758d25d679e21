"""Runs of playbooks wherever they are shown: started, as a checklist, told in cards."""
