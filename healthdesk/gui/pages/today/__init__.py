"""The page Today: what changed, what is due, what renews."""

from healthdesk.gui.pages.today.page import TodayPage

__all__ = ["TodayPage"]
