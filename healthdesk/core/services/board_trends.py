"""Dips and rises of many accounts for dashboards, the newest first.

Not here: how they are found and told (trends.py).
"""

from __future__ import annotations

from healthdesk.core.domain.board_trends import DipRow, DipsAndRises
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services import trends
from healthdesk.core.services.board_lives import Lives, lives
from healthdesk.core.services.board_usage import IMPORT, NO_USE, grid_of, newest_of
from healthdesk.core.services.trend_desk import RECENT
from healthdesk.core.store.db import Tx

_KINDS = {"all": ("dip", "stopped", "rise"), "dips": ("dip", "stopped"), "rises": ("rise",)}


def dips_and_rises(tx: Tx, ask: Ask) -> DipsAndRises:
    """What lasts on a day or ended in the four weeks before it; what needs nobody stands apart."""
    found = lives(tx, ask)
    newest = _newest(tx, found)
    if newest is None:
        return DipsAndRises(empty=NO_USE, remedy=IMPORT)
    now = found.ids(found.now)
    names = dict(zip(found.facts.account_ids, found.facts.names, strict=True))
    kinds = _KINDS[ask.text("kinds")]
    rows = [
        DipRow(account, names[account], event)
        for account, events in trends.lasting(tx, ask.day).items()
        if account in now
        for event in events
        if event.kind in kinds
    ]
    rows.sort(key=_place)
    awake = tuple(one for one in rows if not one.event.muted)
    muted = tuple(one for one in rows if one.event.muted) if ask.flag("muted") else ()
    down, up, silent = (
        frozenset(one.account_id for one in awake if one.event.kind == kind)
        for kind in ("dip", "rise", "stopped")
    )
    told = (
        ("dips", "Use below normal", down),
        ("rises", "Use above normal", up),
        ("silent", "Without usage data", silent),
    )
    marks = [Mark(*one) for one in told if one[2]]
    named = {found.facts.metrics[one.event.metric].name for one in rows}
    metric = named.pop() if len(named) == 1 else ""
    when = f"on or over in the last {RECENT} days"
    shown = DipsAndRises(
        subtitle=f"{metric.lower()}, {when}" if metric else when,
        newest=newest,
        marks=tuple(marks),
        rows=awake,
        muted=muted,
        dips=len(down),
        rises=len(up),
        silent=len(silent),
        day=ask.day,
        metric=metric,
    )
    return shown if rows else _quiet(shown)


def _quiet(shown: DipsAndRises) -> DipsAndRises:
    return DipsAndRises(
        subtitle=shown.subtitle,
        newest=shown.newest,
        day=shown.day,
        empty=f"No dip or rise lasts, and none ended in the last {RECENT} days.",
        remedy="What is found in usage that comes later stands here.",
    )


def _place(one: DipRow) -> tuple[int, float, str]:
    """The newest first; of one day the largest."""
    return -one.event.first, -abs(one.event.size), one.account_id


def _newest(tx: Tx, found: Lives) -> int | None:
    """The newest day with use among the watched metrics; None: nobody asked about has any."""
    days = [
        day
        for metric in trends.watched(tx)
        if (grid := grid_of(tx, found.facts, metric)) is not None
        and (day := newest_of(grid, found.asked, found.day)) is not None
    ]
    return max(days, default=None)
