"""Watched folders and saved queries, and how far each feed of the desk reaches."""

from healthdesk.gui.pages.data.sources.section import SourcesSection

__all__ = ["SourcesSection"]
