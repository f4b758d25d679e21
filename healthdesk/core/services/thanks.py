"""Thank-yous that are put off: what there is to thank for, and the words once they were said.

The words are always the person's own: facts stand beside, they are never put into them.
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.moment import GIVEN, MomentDraft, MomentView, Reasons, is_repeat
from healthdesk.core.domain.op import op
from healthdesk.core.services import moments, tasks
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx

ORIGIN: Final = "thanks"
"""Where a task comes from that reminds of a thank-you."""
_REASONS: Final = frozenset({"win", "quote", "promise"})
_MOST: Final = 4
_LONG: Final = 160


def reasons(tx: Tx, account_id: str, day: int) -> Reasons:
    """What an account could be thanked for as of a day, and what it had lately."""
    found = sorted(moments.of_account(tx, account_id, day), key=_newest)
    given = [one for one in found if one.kind in GIVEN and is_repeat(day, one.day)]
    since = max((one.day for one in found if one.kind == "thanks"), default=-1)
    worth = [one for one in found if _is_worth(one) and one.day >= since]
    repeat = moments.given_words(given[0], day) if given else ""
    return Reasons(tuple(_said(one) for one in worth[:_MOST]), repeat)


@op("Thank-you said")
def said(tx: Tx, task: int, draft: MomentDraft) -> int:
    """Keep the words of a thank-you, and call the task that reminded of it done."""
    row = moments.add(tx, draft)
    tasks.complete(tx, task)
    return row


def _is_worth(one: MomentView) -> bool:
    kept = one.kind != "promise" or (one.by == "them" and one.done_on is not None)
    return one.kind in _REASONS and kept


def _newest(one: MomentView) -> tuple[int, int]:
    return -one.day, -one.id


def _said(one: MomentView) -> str:
    words = " ".join(one.text.split())
    short = words if len(words) <= _LONG else f"{words[:_LONG].rstrip()}..."
    who = f", {one.contact_name}" if one.contact_name else ""
    kind = {"win": "Win", "quote": "They said", "promise": "They kept their promise"}[one.kind]
    return f"{kind} on {long_date(one.day)}{who}: {short}"
