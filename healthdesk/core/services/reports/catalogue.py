"""The kinds of reports by their key, in the order of menus."""

from __future__ import annotations

from typing import Final, cast

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.services.reports.asked import Kind
from healthdesk.core.services.reports.kinds import (
    account_brief,
    account_review,
    board,
    finding,
    handover,
    model_card,
    playbook_results,
    portfolio_review,
    renewals,
    segment_list,
    view,
    weekly_risk,
)

_MODULES: Final = (
    account_review,
    account_brief,
    finding,
    model_card,
    portfolio_review,
    weekly_risk,
    renewals,
    playbook_results,
    segment_list,
    handover,
    board,
    view,
)
KINDS: Final[dict[str, Kind]] = {one.SPEC.key: cast("Kind", one) for one in _MODULES}


def kind(key: str) -> Kind:
    """The kind of a key.

    Raises:
        UsageError: There is none; those there are are named.
    """
    found = KINDS.get(key)
    if found is None:
        raise UsageError(f"There is no report called {key!r}.", f"There are: {', '.join(KINDS)}.")
    return found
