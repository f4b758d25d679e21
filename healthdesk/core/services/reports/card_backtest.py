"""The backtest on the model card: what scores said of accounts before it was known who leaves.

Not here: the backtest itself (services/backtest.py), outcomes held against scores as they were
shown (card_evidence.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.backtest import COUNTED, FEW, MeasureAlone, Rate
from healthdesk.core.domain.backtest import Figures as Numbers
from healthdesk.core.domain.backtest_view import BacktestRow, BacktestView
from healthdesk.core.domain.report import (
    Cell,
    Column,
    Figure,
    Figures,
    Inside,
    Line,
    Pair,
    Pairs,
    Paragraph,
    Row,
    Section,
    Table,
)
from healthdesk.core.domain.report_chart import RankChart
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import settings
from healthdesk.core.services.backtest import BacktestWish
from healthdesk.core.services.backtest_ground import Ground, ground
from healthdesk.core.services.profiles import published
from healthdesk.core.services.reports.blocks import BANDS as TONES
from healthdesk.core.services.reports.blocks import beside, listed, rows, short
from healthdesk.core.services.reports.card_model import Card, since
from healthdesk.core.services.wording import begun, count_of

_SCORES: Final = (Inside("score", "scores of accounts that left"),)
_UNTOLD: Final = frozenset({"none", "few"})
_LISTED: Final = 20
_WHY: Final = 90
_RETROS: Final = (
    "SELECT a.account_id, r.reason, r.words, s.name FROM retro r"
    " JOIN account a ON a.id = r.account_id"
    " LEFT JOIN retro_signal s ON s.retro_id = r.id AND s.missed"
    " WHERE r.known_on <= :day ORDER BY r.day, r.id, s.position, s.id"
)


class Tested:
    """The backtest of the model as it stood on the day of the card."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.ground: Ground | None = None
        self.now = True
        if card.models:
            wish, self.now = _wish(card)
            self.ground = ground(card.tx, wish, progress=card.asked.progress)
        self.retros = _retros(card)

    @property
    def view(self) -> BacktestView | None:
        """What came of it; None: no model is published."""
        return None if self.ground is None else self.ground.view

    @property
    def told(self) -> bool:
        """Whether there are enough losses for figures."""
        return self.view is not None and self.view.verdict.kind not in _UNTOLD

    @property
    def sentence(self) -> str:
        """The verdict, for the first page."""
        return "" if self.view is None else self.view.verdict.sentence

    def note(self) -> str:
        """The footnote of all of its figures."""
        view = self.view
        formula = "" if view is None else f"scores worked out {view.when}, of what was known then"
        return self.card.notes.stored("outcome", key="backtest", formula=formula)

    def why(self, row: BacktestRow) -> str:
        """Why an account left, as its retro or else its outcome says."""
        if row.account_id in self.retros:
            return self.retros[row.account_id]
        reasons = {} if self.ground is None else self.ground.reasons
        return short(reasons.get(row.account_id, ""), _WHY)


def _wish(card: Card) -> tuple[BacktestWish, bool]:
    """What is tested; whether it is what the card tells, not versions published later."""
    last = None if card.day >= settings.today(card.tx) else card.day
    in_force = {one.profile.key: one.version for one in published(card.tx)}
    older = [
        one.published
        for one in card.models
        if in_force.get(one.profile.key) != one.published.version
    ]
    if not older:
        return BacktestWish(last=last), True
    if len(card.models) == 1:
        one = older[0]
        return BacktestWish(last=last, profile=one.profile.key, version=one.version), True
    return BacktestWish(last=last), False


def _retros(card: Card) -> Mapping[str, str]:
    """What retros say of why accounts left, and which signs were missed."""
    reasons, missed = dict[str, str](), dict[str, list[str]]()
    for account, reason, words, sign in card.tx.execute(text(_RETROS), {"day": card.day}):
        reasons[account] = reason.strip() or words.strip()
        if sign is not None and sign not in missed.setdefault(account, []):
            missed[account].append(sign)
    told = dict[str, str]()
    for account, reason in reasons.items():
        signs = missed.get(account, ())
        parts = [short(reason, _WHY), f"missed: {listed(tuple(signs))}" if signs else ""]
        if any(parts):
            told[account] = "; ".join(one for one in parts if one)
    return told


def section(tested: Tested) -> Section:
    """What the model would have told of those who left."""
    view = tested.view
    if view is None:
        lead = Paragraph(key="lead", text="No health model is published, so there is none to test.")
        return Section(key="backtest", title="Backtest", headline="Nothing to test", lead=lead)
    lines = (
        *rows(_figures(tested, view), _how(tested, view)),
        *(_told(tested, view) if tested.told else ()),
        *rows(*_who(tested, view), _notes(tested, view)),
    )
    return Section(
        key="backtest",
        title="Backtest",
        headline=view.verdict.title,
        lead=Paragraph(key="lead", text=begun(view.verdict.text), notes=(tested.note(),)),
        lines=lines,
    )


def _figures(tested: Tested, view: BacktestView) -> Figures:
    style, found = tested.card.style, view.figures
    items = [
        Figure(
            key="lost",
            label="Lost, with a score",
            text=style.number(found.churned),
            value=found.churned,
        ),
        Figure(
            key="kept",
            label="Kept, with a score",
            text=style.number(found.kept),
            value=found.kept,
        ),
    ]
    auc, lowest = found.auc, found.lowest
    if tested.told and auc is not None and lowest is not None:
        span = f"{style.number(auc.low, 2)} to {style.number(auc.high, 2)}, 95 of 100 times"
        items += [
            Figure(
                key="auc",
                label="AUC",
                text=style.number(auc.value, 2),
                value=auc.value,
                detail=span,
            ),
            Figure(
                key="lowest",
                label="In the lowest tenth",
                text=style.share(lowest.caught),
                value=lowest.caught,
                detail=f"of the lost, {style.number(lowest.lift, 1)} times what chance would",
            ),
        ]
    return Figures(key="tested", items=tuple(items), notes=(tested.note(),))


def _how(tested: Tested, view: BacktestView) -> Pairs:
    """How it was tested, and of how many it warned in vain."""
    card, found = tested.card, view.figures
    date = card.style.date
    if view.sampling == "snapshot":
        when = f"every account once, as it stands on {date(view.last)}: a snapshot"
        period = date(view.last)
    else:
        ago = count_of(view.lead, "day")
        when = f"lost accounts {ago} before they left, kept ones {ago} before {date(view.last)}"
        period = f"{date(view.first)} to {date(view.last)}"
    if tested.ground is not None and view.lead != tested.ground.wanted and view.lead:
        when += f" (too few had a score {count_of(tested.ground.wanted, 'day')} before)"
    whose = "as told on this card" if tested.now else "in the versions of today, not of this day"
    lost = view.lost_by if view.sampling == "snapshot" else begun(view.lost_by)
    items = [
        Pair(name="Looked at", text=begun(when)),
        Pair(name="Period", text=period),
        Pair(name="Lost means", text=lost),
        Pair(name="The model", text=begun(f"{whose}; overrides do not count")),
    ]
    if tested.told:
        few = f"{len(found.alarms):,} of {found.kept:,} kept accounts were {card.bands.poor}"
        items.append(Pair(name="False alarms", text=few))
    return Pairs(
        key="how",
        title="How it was tested",
        items=tuple(items),
        notes=(tested.note(),),
    )


def _told(tested: Tested, view: BacktestView) -> tuple[Line, ...]:
    """The figures, where there are enough losses for any."""
    found = view.figures
    return (
        *beside(_chart(tested, found), _bands(tested, found), shares=(2, 3)),
        *rows(_measures(tested, found)),
    )


def _rates(tested: Tested, found: Numbers) -> Iterable[tuple[Band, str, Rate]]:
    """The bands as the desk names them, with what became of their accounts."""
    for at, rate in zip(COUNTED, found.bands, strict=True):
        yield BANDS[at], tested.card.bands.of(BANDS[at]), rate


def _chart(tested: Tested, found: Numbers) -> RankChart:
    """The share of each band that left."""
    style, made = tested.card.style, tuple(_rates(tested, found))
    told = ", ".join(f"{name} {_share(tested, rate)}" for _, name, rate in made)
    return RankChart(
        key="churn",
        title=f"Lost of each band, {style.percent.strip()}",
        summary=f"{told}.",
        unit="%",
        digits=1,
        labels=tuple(name for _, name, _ in made),
        values=tuple(None if rate.rate is None else rate.rate * 100 for _, _, rate in made),
        tones=tuple(TONES[band] for band, _, _ in made),
        notes=(tested.note(),),
    )


def _share(tested: Tested, rate: Rate) -> str:
    return "no account" if rate.rate is None else tested.card.style.share(rate.rate, 1)


def _range(tested: Tested, low: float, high: float, digits: int) -> str:
    style = tested.card.style
    if digits:
        return f"{style.number(low, digits)} to {style.number(high, digits)}"
    return f"{style.share(low)} to {style.share(high)}"


def _bands(tested: Tested, found: Numbers) -> Table:
    """The same as figures, with the range in which the true share lies."""
    style = tested.card.style
    return Table(
        key="churn table",
        title="Do better bands lose less? "
        + {True: "Yes, step by step", False: "No", None: "Not known"}[found.falls],
        columns=(
            Column(key="band", title="Band", kind="band", width=1.1),
            Column(key="accounts", title="Accounts", kind="number", width=0.9),
            Column(key="lost", title="Lost", kind="number", width=0.6),
            Column(key="share", title="Share", kind="percent", digits=1, width=0.8),
            Column(key="range", title="Range, 95 of 100", width=1.4),
        ),
        rows=tuple(
            Row(
                key=band,
                cells=(
                    Cell(text=name, band=TONES[band]),
                    Cell(text=style.number(rate.accounts), value=rate.accounts),
                    Cell(text=style.number(rate.lost), value=rate.lost),
                    Cell(text=_share(tested, rate), value=rate.rate),
                    Cell(text="" if rate.span is None else _range(tested, *rate.span, 0)),
                ),
            )
            for band, name, rate in _rates(tested, found)
        ),
        notes=(tested.note(),),
    )


def _measures(tested: Tested, found: Numbers) -> Table:
    """How well each measure alone would have told, beside why it is there."""
    card = tested.card
    many = len(card.models) > 1
    names = {one.profile.key: one.profile.name for one in card.models}
    summaries = {
        (model.profile.key, f"{dimension.key}.{measure.key}"): CATALOGUE[
            measure.reading.kind
        ].SPEC.summary
        for model in card.models
        for dimension, measure in model.profile.measures
    }
    return Table(
        key="alone",
        title="How well each measure alone would have told, and why it is there",
        columns=(
            Column(key="measure", title="Measure", width=1.2, wraps=True),
            Column(key="weight", title="Weight", kind="percent", digits=1, width=0.7),
            Column(key="lost", title="Lost", kind="number", width=0.45),
            Column(key="kept", title="Kept", kind="number", width=0.45),
            Column(key="auc", title="AUC", kind="number", digits=2, width=0.65),
            Column(key="range", title="Range, 95 of 100", width=1.1, wraps=True),
            Column(key="why", title="What it tells", width=2.3, wraps=True),
            Column(key="since", title="So since", width=2.0, wraps=True),
        ),
        rows=tuple(
            Row(
                key=f"{one.profile} {one.key}",
                group=names.get(one.profile, one.profile) if many else "",
                cells=(
                    Cell(text=one.name),
                    Cell(text=card.style.share(one.weight, 1), value=one.weight),
                    Cell(text=card.style.number(one.lost), value=one.lost),
                    Cell(text=card.style.number(one.cells - one.lost), value=one.cells - one.lost),
                    *_alone(tested, one),
                    Cell(text=summaries.get((one.profile, one.key), "")),
                    Cell(text=_reason(card, one)),
                ),
            )
            for one in sorted(found.measures, key=_place_of(tuple(names)))
        ),
        empty="No measure has anything to read.",
        notes=(tested.note(),),
    )


def _place_of(keys: tuple[str, ...]) -> Callable[[MeasureAlone], int]:
    """Measures of a profile stand together, in the order of the card."""

    def place(one: MeasureAlone) -> int:
        return keys.index(one.profile) if one.profile in keys else len(keys)

    return place


def _alone(tested: Tested, one: MeasureAlone) -> tuple[Cell, Cell]:
    """AUC and range; no decimals of a few."""
    auc, style = one.auc, tested.card.style
    if auc is None or min(auc.lost, auc.kept) < FEW:
        return Cell(text="too few"), Cell(text="")
    told = _range(tested, auc.low, auc.high, 2)
    if one.leak:
        told += ": too good, a likely leak"
    return Cell(text=style.number(auc.value, 2), value=auc.value), Cell(text=told)


def _reason(card: Card, one: MeasureAlone) -> str:
    """Since which version a measure stands as it does, and why that was published."""
    model = next((found for found in card.models if found.profile.key == one.profile), None)
    return "" if model is None else since(card, model).get(f"measure {one.key}", "")


def _who(tested: Tested, view: BacktestView) -> tuple[Paragraph | Table, ...]:
    """Who left though not Poor, Strong ones first; of a few all who left."""
    if view.verdict.kind == "none":
        return ()
    names, few = tested.card.bands, not tested.told
    listed_rows = view.named() if few else view.misses()
    table = Table(
        key="missed",
        title="Who left" if few else f"Left, and not {names.poor} {view.when}",
        columns=(
            Column(key="account", title="Account", width=1.4, wraps=True),
            Column(key="day", title="Looked at", kind="day", width=0.9),
            Column(key="score", title="Score", kind="number", width=0.6),
            Column(key="band", title="Band", kind="band", width=0.8),
            Column(key="left", title="Left", kind="day", width=0.9),
            Column(key="why", title="Why, as far as known", width=2.4, wraps=True),
        ),
        rows=tuple(_row(tested, one) for one in listed_rows),
        most=_LISTED,
        empty=f"Nobody: every account that left was {names.poor}.",
        notes=(tested.note(),),
        inside=_SCORES,
    )
    return (_strong(tested, view), table)


def _strong(tested: Tested, view: BacktestView) -> Paragraph:
    """Those who left though Strong, by name: the worst that a model can do."""
    name = tested.card.bands.strong
    gone = [one.name for one in view.named() if one.band == "Strong"]
    of = count_of(view.figures.churned, "account")
    told = f"Nobody of {of} that left was {name} {view.when}."
    if gone:
        told = f"{len(gone):,} of {of} that left: {listed(gone, 6)}."
    return Paragraph(
        key="strong", title=f"{name}, and left", text=told, notes=(tested.note(),), inside=_SCORES
    )


def _row(tested: Tested, one: BacktestRow) -> Row:
    card = tested.card
    left = "not known when" if one.left is None else card.style.date(one.left)
    return Row(
        key=one.account_id,
        cells=(
            Cell(text=one.name),
            Cell(text=card.style.date(one.day), value=one.day),
            Cell(text=card.style.number(one.shown), value=one.shown),
            Cell(text=card.bands.of(one.band), band=TONES[one.band]),
            Cell(text=left, value=one.left),
            Cell(text=begun(tested.why(one)) or "not known"),
        ),
    )


def _notes(tested: Tested, view: BacktestView) -> Paragraph | None:
    if not view.notes:
        return None
    told = " ".join(view.notes)
    return Paragraph(key="notes", title="To read it rightly", text=told, notes=(tested.note(),))
