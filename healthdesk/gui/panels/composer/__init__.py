"""Writing a message: to whom, subject, words, the facts beside it, and how it leaves the desk."""
