"""The one figure of a number tile, on the day and on the day before its period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.band import POOR
from healthdesk.core.domain.board_number import (
    FEW,
    FIGURES,
    LESS_IS_BETTER,
    NEITHER,
    OF_ACCOUNTS,
    NumberTile,
    Unit,
)
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray
from healthdesk.core.domain.portfolio import Retention, retention
from healthdesk.core.domain.reading import OptionValue
from healthdesk.core.domain.spans import total
from healthdesk.core.domain.standing import (
    Standing,
    mean_score,
    newest,
    quality_on,
    scale_of,
)
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.readings.nps import DETRACTOR, PROMOTER
from healthdesk.core.services import band_names, settings, standing
from healthdesk.core.services.board_scores import REMEDY
from healthdesk.core.services.facts import load
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

RENEWS: Final = 90
SILENT: Final = 45
ANSWERS: Final = 180
"""Days ahead of renewals; days without a touch; days in which answers to NPS count."""


@dataclass(frozen=True)
class _Made:
    """A figure on a day, and the accounts it is about; `of` how many answers or accounts a mean."""

    value: float | None
    accounts: BoolArray
    unit: Unit = "count"
    beside: str = ""
    amounts: Mapping[str, float] = field(default_factory=dict)
    currency: str = ""
    decimals: int = 0
    of: int = 0


@dataclass(frozen=True, eq=False)
class _Case:
    """What a figure is made of: how accounts stood, which of them, and on which day."""

    ask: Ask
    found: Standing
    rows: BoolArray
    own: str
    at: int
    facts: Facts
    poor: str

    @property
    def day(self) -> int:
        """The day of the figure."""
        return int(self.found.days[self.at])

    @property
    def alive(self) -> BoolArray:
        """The accounts asked about that are alive."""
        return self.found.alive(self.rows, self.at)

    def read(self, kind: str, options: Mapping[str, OptionValue] | None = None) -> FloatArray:
        """A reading of every account."""
        spec = CATALOGUE[kind].SPEC
        told = {one.key: one.default for one in spec.options if one.default is not None}
        asked = {**told, **(options or {})}
        on = np.array([self.day], np.int32)
        return np.asarray(CATALOGUE[kind].read(self.facts, on, asked)[:, 0])


def number(tx: Tx, ask: Ask) -> NumberTile:
    """A figure, its change over the period, and its target."""
    key, own = ask.text("figure"), settings.read(tx).currency
    found = standing.ends(tx, ask)
    rows = found.chosen(ask.accounts)
    called = _called(ask, band_names.read(tx).poor)
    if not found.alive(rows, -1).any() and key not in {"nrr", "grr"}:
        return NumberTile(empty="No account on this day.", remedy=REMEDY, called=called)
    metric = ask.text("metric")
    facts = found.facts
    if key == "reading" and metric and metric not in facts.usage:
        facts = load(tx, (metric,))
    poor = band_names.read(tx).poor
    make = _MAKERS[key]
    before, now = (make(_Case(ask, found, rows, own, at, facts, poor)) for at in (0, 1))
    if now.value is None and not now.amounts:
        why = f"{now.beside.removesuffix('.')}."
        return NumberTile(empty=why, remedy=_remedy(key), called=called)
    marked = found.ids(now.accounts)
    target = ask.options["target"]
    return NumberTile(
        called=called,
        newest=newest(facts, ask.day),
        marks=(Mark(f"figure:{key}", called, marked),) if marked else (),
        value=now.value,
        unit=now.unit,
        amounts=now.amounts,
        currency=now.currency,
        before=before.value if before.currency in {now.currency, ""} else None,
        better=-1 if key in LESS_IS_BETTER else _better(ask, key),
        beside=now.beside,
        span=standing.span(ask),
        target=float(target) if isinstance(target, int | float) else None,
        decimals=now.decimals,
        few=now.of if 0 < now.of < FEW else None,
    )


def _better(ask: Ask, key: str) -> int:
    """Whether more is better."""
    if key == "reading":
        higher = CATALOGUE[ask.text("reading")].SPEC.higher
        return 0 if higher is None else (1 if higher else -1)
    return 0 if key in NEITHER else 1


def _called(ask: Ask, poor: str) -> str:
    """What the figure is called: "ARR in Poor, share"."""
    key = ask.text("figure")
    share = ", share" if ask.text("show") == "share" and key in OF_ACCOUNTS else ""
    if key == "reading":
        title = CATALOGUE[ask.text("reading")].SPEC.title
        word = title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"
        return f"{'Sum of' if ask.text('show') == 'sum' else 'Mean'} {word}"
    return f"{FIGURES[key].replace('Poor', poor)}{share}"


def _remedy(key: str) -> str:
    return {
        "nps": "Import surveys of the kind nps: 0 to 10.",
        "reading": "Choose another reading, or import what it is made of.",
    }.get(key, "Import subscriptions, or the attribute arr of accounts.")


def _money(case: _Case, some: BoolArray, beside: str) -> _Made:
    """What some of the accounts pay; as a share of what all in view pay where that is asked."""
    if case.ask.text("show") == "share":
        whole = case.alive
        if case.ask.text("figure") == "arr":
            whole = case.found.alive(np.ones_like(case.rows), case.at)
        by = scale_of(case.found, whole, "arr", case.own)
        paid = np.nan_to_num(case.found.arr[:, case.at])
        every = float(paid[whole].sum())
        if by.by != "arr" or every <= 0:
            return _Made(None, some, beside=f"No share: {by.why or 'no ARR is known'}")
        return _Made(float(paid[some].sum()) / every, some, "share", beside)
    amounts = case.found.amounts(some, case.at, case.own)
    unknown = case.found.unknown(some, case.at)
    if unknown:
        beside = f"{beside}, {unknown} with ARR not known"
    if not amounts and some.any():
        return _Made(None, some, beside="No ARR is known of these accounts.")
    one = next(iter(amounts), case.own)
    value = None if len(amounts) > 1 else float(sum(amounts.values()))
    return _Made(value, some, "money", beside, amounts, one if value is not None else "")


def _counted(case: _Case, some: BoolArray, beside: str = "") -> _Made:
    """How many accounts; as a share of those in view where that is asked."""
    if case.ask.text("show") != "share":
        return _Made(float(some.sum()), some, "count", beside)
    whole = case.alive
    if case.ask.text("figure") == "accounts":
        whole = case.found.alive(np.ones_like(case.rows), case.at)
    told = f"{int(some.sum())} of {count_of(int(whole.sum()), 'account')}"
    share = float(some.sum()) / float(whole.sum()) if whole.any() else None
    return _Made(share, some, "share", told)


def _arr(case: _Case) -> _Made:
    return _money(case, case.alive, count_of(int(case.alive.sum()), "account"))


def _in_poor(case: _Case) -> BoolArray:
    return np.asarray(case.rows & (case.found.band[:, case.at] == POOR))


def _arr_poor(case: _Case) -> _Made:
    some = _in_poor(case)
    return _money(case, some, count_of(int(some.sum()), "account"))


def _accounts(case: _Case) -> _Made:
    return _counted(case, case.alive)


def _accounts_poor(case: _Case) -> _Made:
    return _counted(case, _in_poor(case), f"of {count_of(int(case.alive.sum()), 'account')}")


def _renewing(case: _Case) -> _Made:
    left = case.read("days_to_renewal")
    some = case.alive & (left >= 0) & (left <= RENEWS)
    poor = int((some & _in_poor(case)).sum())
    return _money(case, some, f"{count_of(int(some.sum()), 'account')}, {poor} {case.poor}")


def _score(case: _Case) -> _Made:
    scale = scale_of(case.found, case.rows, "arr", case.own)
    value = mean_score(case.found, case.rows, case.at, scale.by)
    scored = case.alive & ~np.isnan(case.found.score[:, case.at])
    told = count_of(int(scored.sum()), "account")
    if scale.by != "arr":
        told = f"{scale.words}, {told}"
    told = told if value is not None else "No account has a score"
    return _Made(value, scored, "score", told, of=int(scored.sum()))


def _quality(case: _Case) -> _Made:
    scale = scale_of(case.found, case.rows, "arr", case.own)
    value = quality_on(case.found, case.rows, case.at, scale.by)
    told = scale.words if value is not None else "No account has a score"
    return _Made(value, case.alive, "score", told, of=int(case.alive.sum()))


def _retained(case: _Case) -> tuple[Retention | None, BoolArray, str]:
    """Revenue kept over the period that ends on the day, of whom, and why it is not known."""
    several = case.found.currencies(case.rows, case.own)
    if len(several) > 1:
        return None, case.rows, f"ARR in {len(several)} currencies does not add up."
    length = case.ask.day - case.ask.first + 1
    kept = retention(case.facts, case.day - length, case.day, case.rows)
    if kept.start <= 0:
        return None, case.rows, "No ARR known at its beginning."
    there = np.asarray(case.rows & (case.found.band[:, 0] >= 0))
    return kept, there, f"last {length} days"


def _net(case: _Case) -> _Made:
    kept, some, told = _retained(case)
    return _Made(None if kept is None else kept.net, some, "share", told)


def _gross(case: _Case) -> _Made:
    kept, some, told = _retained(case)
    return _Made(None if kept is None else kept.gross, some, "share", told)


def _nps(case: _Case) -> _Made:
    on = np.array([case.day], np.int32)
    rows, spans = events.nps_spans(case.facts, on, ANSWERS)
    rating = case.facts.surveys.rating[rows]
    opinion = (rating >= PROMOTER).astype(np.float64) - (rating <= DETRACTOR)
    told, sums = total(spans, on)[:, 0], total(spans, on, opinion)[:, 0]
    some = case.alive & (told > 0)
    answers = int(told[some].sum())
    if not answers:
        return _Made(None, some, beside=f"No answer to an NPS question in {ANSWERS} days")
    value = 100 * float(sums[some].sum()) / answers
    beside = f"{ANSWERS} days, {count_of(answers, 'answer')}"
    return _Made(value, some, "points", beside, of=answers)


def _urgent(case: _Case) -> _Made:
    open_now = case.read("open_tickets", {"min_priority": "urgent"})
    some = case.alive & (open_now > 0)
    if case.ask.text("show") == "share":
        return _counted(case, some)
    value = float(np.nansum(open_now[case.alive]))
    return _Made(value, some, "count", f"in {count_of(int(some.sum()), 'account')}")


def _silent(case: _Case) -> _Made:
    some = case.alive & (case.read("days_since_touch") >= SILENT)
    return _counted(case, some, f"no touch for {SILENT} days or more")


def _reading(case: _Case) -> _Made:
    kind = case.ask.text("reading")
    spec, metric = CATALOGUE[kind].SPEC, case.ask.text("metric")
    if any(one.kind == "metric" for one in spec.options) and not metric:
        return _Made(None, case.rows, beside=f"{spec.title} needs a metric")
    values = case.read(kind, {"metric": metric} if metric else None)
    some = case.alive & ~np.isnan(values)
    if not some.any():
        return _Made(None, some, beside=f"{spec.title} is not known of any account here")
    adds = case.ask.text("show") == "sum"
    value = float(values[some].sum() if adds else values[some].mean())
    told = f"{'sum' if adds else 'mean'} of {count_of(int(some.sum()), 'account')}"
    unit: Unit = "share" if spec.unit in {"share", "change"} and not adds else "plain"
    beside = f"{spec.unit}, {told}" if spec.unit not in {"", "share", "change"} else told
    of = 0 if adds else int(some.sum())
    return _Made(value, some, unit, beside, decimals=0 if abs(value) >= 100 else 1, of=of)


_MAKERS: Final[Mapping[str, Callable[[_Case], _Made]]] = {
    "arr": _arr,
    "arr_poor": _arr_poor,
    "accounts": _accounts,
    "accounts_poor": _accounts_poor,
    "renewing": _renewing,
    "score": _score,
    "quality": _quality,
    "nrr": _net,
    "grr": _gross,
    "nps": _nps,
    "urgent": _urgent,
    "silent": _silent,
    "reading": _reading,
}
