"""Reports in the colours of the window: those that everybody can tell apart, where it has them."""

from __future__ import annotations

import msgspec

from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.gui.base.ui import Ui


def as_seen(ui: Ui, options: ReportOptions) -> ReportOptions:
    """The options with the window's own colours; those that ask for them by themselves stay."""
    blind = options.colour_blind or ui.theme.colour_blind
    return msgspec.structs.replace(options, colour_blind=blind)
