"""The tab Retros of the health model: losses, and what each of them teaches."""
