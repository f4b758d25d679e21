"""The command that tells dips, rises and stops of use: trends."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence

from healthdesk.cli import desks
from healthdesk.cli.output import Bar, Json, print_json, print_table
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.services import facts, trends

_DONE = 0


def _trends(asked: Namespace) -> int:
    with desks.reading(asked) as desk, Bar() as bar:
        day = desks.day_of(asked, desk)
        known = desk.read(facts.metrics)
        if asked.metric is not None and asked.metric not in known:
            raise UsageError(f"No metric is called {asked.metric!r}.")
        wanted = None if asked.metric is None else (asked.metric,)
        found: Mapping[str, Sequence[TrendEvent]]
        if asked.account is not None:
            found = {asked.account: desk.read(trends.events, asked.account, day, wanted)}
        elif wanted is None or wanted[0] in desk.read(trends.watched):
            found = desk.read(trends.lasting, day, progress=bar)
        else:
            found = desk.read(trends.lasting_of, day, wanted[0], progress=bar)
    rows = [
        (account, one)
        for account, some in found.items()
        for one in some
        if asked.metric in (None, one.metric)
    ]
    if asked.json:
        print_json([_document(*row) for row in rows])
    else:
        print_table(("account", "metric", "kind", "from", "to", "size", "", "muted"), _cells(rows))
    return _DONE


def _cells(rows: Iterable[tuple[str, TrendEvent]]) -> list[tuple[str, ...]]:
    return [
        (
            account,
            one.metric,
            one.kind,
            to_date(one.first).isoformat(),
            "" if one.last is None else to_date(one.last).isoformat(),
            f"{one.size:+.0%}",
            one.text,
            one.muted,
        )
        for account, one in rows
    ]


def _document(account: str, one: TrendEvent) -> Json:
    return {
        "account_id": account,
        "metric": one.metric,
        "kind": one.kind,
        "from": to_date(one.first).isoformat(),
        "to": None if one.last is None else to_date(one.last).isoformat(),
        "size": one.size,
        "muted": one.muted or None,
        "text": one.text,
    }


COMMANDS: dict[str, Callable[[Namespace], int]] = {"trends": _trends}
