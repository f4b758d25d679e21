"""Handovers on the Data page: packs given and taken, opened, settled field by field."""

from healthdesk.gui.pages.data.handover.section import HandoverSection

__all__ = ["HandoverSection"]
