"""The page of one account."""

from healthdesk.gui.pages.account.page import AccountPage

__all__ = ["AccountPage"]
