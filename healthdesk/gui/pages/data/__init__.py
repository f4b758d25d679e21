"""The Data page: import, what it did, its history, and what the desk holds."""

from __future__ import annotations

from healthdesk.gui.pages.data.page import DataPage

__all__ = ["DataPage"]
