"""Parts of a page that read from the desk by themselves."""
