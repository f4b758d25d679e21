"""What health is: frozen values and pure functions; no clock, no database, no screen."""
