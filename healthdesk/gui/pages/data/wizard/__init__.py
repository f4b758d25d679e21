"""The wizard of the Data page: files, their mapping, a preview, the import and what it moved."""
