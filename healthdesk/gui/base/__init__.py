"""What every widget stands on: theme, jobs, dialogs, live views."""
