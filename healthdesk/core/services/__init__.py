"""What the app can do: functions whose first argument is a transaction."""
