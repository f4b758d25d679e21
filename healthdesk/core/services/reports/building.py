"""Makes a report from its options as of a day: what a kind is asked is looked up and checked here.

Not here: what a kind says (kinds/), what is hidden and edited (domain/report_prepare.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain import report_period
from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.number_style import STYLES, USUAL, NumberStyle
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.reading import OptionValue
from healthdesk.core.domain.report import Brand, Report
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import prepare
from healthdesk.core.domain.report_spec import ReportSpec
from healthdesk.core.services import facts, health, profiles, segments
from healthdesk.core.services.account import facts_of
from healthdesk.core.services.reports import catalogue
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.store.db import Tx

STEPS: Final = 3
"""Steps of a report that is drawn: facts, figures, pages."""
_OF_ALL: Final = frozenset({"segment", "desk"})
"""What a kind is of that needs the facts of every account."""


def build(tx: Tx, options: ReportOptions, day: int, *, progress: Progress = NOBODY) -> Report:
    """The report whole, with all that its options may leave out.

    Raises:
        Cancelled: Somebody stopped it; it is noticed between its steps.
        UsageError: The kind, the period, the style or the account is not given as it must be.
        NotFound: The account, the segment or the brand is not there.
        BadDocument: An option of the kind cannot be; it is named.
    """
    kind = catalogue.kind(options.kind)
    spec = kind.SPEC
    if spec.subject in _OF_ALL:
        progress.step(0, STEPS, "Reading the facts of all accounts")
        facts.load(tx)
    else:
        progress.step(0, STEPS, "Reading the facts")
    told = asked(tx, options, day)
    progress.step(1, STEPS, spec.waits or "Computing its figures")
    made = kind.build(told)
    progress.step(2, STEPS, "Setting its pages")
    return made


def make(tx: Tx, options: ReportOptions, day: int) -> Report:
    """The report as it goes out."""
    kind = catalogue.kind(options.kind)
    return prepare(kind.build(asked(tx, options, day, whole=False)), options)


def asked(tx: Tx, options: ReportOptions, day: int, *, whole: bool = True) -> Asked:
    """What a kind is asked by some options; raises as `build` does."""
    spec = catalogue.kind(options.kind).SPEC
    period = options.period or spec.period
    account = _account(tx, spec, options, day) if spec.subject == "account" else ""
    return Asked(
        tx=tx,
        options=options,
        spec=spec,
        day=day,
        style=style(options),
        period=report_period.read(period, day) if period else None,
        account=account,
        members=(account,) if account else _members(tx, spec, options, day),
        brand=brand(tx, options.brand),
        choices=choices(tx, spec, options.choices),
        whole=whole,
    )


def style(options: ReportOptions) -> NumberStyle:
    """How numbers and days are written."""
    found = STYLES.get(options.style or USUAL)
    if found is None:
        raise UsageError(
            f"There is no style of numbers called {options.style!r}.",
            f"There are: {', '.join(STYLES)}.",
        )
    return found


def brand(tx: Tx, name: str) -> Brand:
    """A kept brand; the empty one where none is named."""
    if not name:
        return Brand()
    row = tx.execute(
        text("SELECT name, logo, color, foot FROM report_brand WHERE name = :name"), {"name": name}
    ).first()
    if row is None:
        raise NotFound(f"There is no brand called {name!r}.")
    return Brand(name=row.name, logo=row.logo or b"", color=row.color, foot=row.foot)


def choices(tx: Tx, spec: ReportSpec, told: Mapping[str, object]) -> dict[str, OptionValue]:
    """The kind's own options: those told, checked, and for the rest what holds without a word."""
    known = profiles.known_metrics(tx) if told else frozenset()
    out: dict[str, OptionValue] = {}
    for option in spec.options:
        value = told.get(option.key)
        if value is None or value == option.default:
            out[option.key] = "" if option.default is None else option.default
        else:
            wanted = list(value) if isinstance(value, tuple) else value
            out[option.key] = option.parse(wanted, known, option.title)
    return out


def _account(tx: Tx, spec: ReportSpec, options: ReportOptions, day: int) -> str:
    """The account that a report is of, which was known by the day."""
    if not options.account:
        raise UsageError(f"The report {spec.key} is of one account; none was given.")
    found, number = facts_of(tx, options.account)
    first = int(first_days(found, np.array([day], np.int32))[number, 0])
    if first > day:
        raise NotFound(f"{found.names[number]} was not known yet on {to_date(day).isoformat()}.")
    return options.account


def _members(tx: Tx, spec: ReportSpec, options: ReportOptions, day: int) -> tuple[str, ...]:
    """The accounts that a report of several is of."""
    if spec.subject != "segment":
        return ()
    found = health.scored(tx, (day,), detail=False)
    ids = found.facts.account_ids
    alive = tuple(one for at, one in enumerate(ids) if found.alive(at, 0))
    if not options.segment:
        return alive
    inside = frozenset(segments.members(tx, options.segment, day))
    return tuple(one for one in alive if one in inside)
