"""What waits for a person's word: names no account goes by, records that are likely one."""

from healthdesk.gui.pages.data.settle.section import SettleSection

__all__ = ["SettleSection"]
