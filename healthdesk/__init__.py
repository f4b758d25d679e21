"""HealthDesk: the customer success manager's own desk."""
