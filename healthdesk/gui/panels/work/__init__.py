"""The tab "Work" of an account: tasks, get-well plans, milestones, promises, wins and perks."""
