"""The Accounts page: every account in one table that stays quick at 100,000 rows."""

from __future__ import annotations

from healthdesk.gui.pages.accounts.page import AccountsPage

__all__ = ["AccountsPage"]
