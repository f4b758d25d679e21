"""A shelf of documents that are drafted and published: list, editor, versions, files."""
