"""The pages of a list of accounts: who is in a segment, with the columns wanted, and its sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.report import (
    Cell,
    Column,
    ColumnKind,
    Figure,
    Figures,
    Paragraph,
    Row,
    Section,
    Table,
)
from healthdesk.core.domain.report_chart import PartsChart, Tone
from healthdesk.core.domain.views import AccountRow, Band
from healthdesk.core.services import band_names, rule_sentence, segment_fields, segments
from healthdesk.core.services.facts import load
from healthdesk.core.services.reports.blocks import rows
from healthdesk.core.services.reports.book import SCORE, Book, codes, text
from healthdesk.core.services.wording import begun, count_of

_SHOWN: Final = 100
"""Accounts that paper shows; the workbook has all."""
_BANDS: Final[tuple[tuple[Band, Tone], ...]] = (
    ("Strong", "strong"),
    ("Average", "average"),
    ("Poor", "poor"),
    ("Unknown", "unknown"),
)
CHOICES: Final[Mapping[str, str]] = {
    "id": "Account id",
    "band": "Health",
    "score": "Score",
    "change": "28 days",
    "arr": "ARR",
    "renewal": "Renewal",
    "days": "Days to renewal",
    "reason": "Main reason",
    "touch": "Days since a touch",
    "coverage": "Data covers",
    "owner": "Owner",
    "stage": "Stage",
    "tier": "Tier",
}
"""Columns that can be chosen, beside the account's name and any of its attributes."""
USUAL: Final = ("band", "score", "change", "arr", "renewal", "touch", "reason")
_Make = Callable[[Book, AccountRow], Cell]


def listed(book: Book, chosen: Sequence[str], fields: Sequence[str]) -> Section:
    """The members with their columns."""
    some = book.rows
    worth = book.sums(some)
    made = [*(_column(book, key) for key in chosen), *(_field(key) for key in fields)]
    table = Table(
        key="accounts",
        columns=(Column(key="account", title="Account", width=2), *made),
        rows=tuple(_row(book, one, chosen, fields) for one in sorted(some, key=_order)),
        total=_total(book, chosen, len(fields)) if some else (),
        most=_SHOWN,
        empty="No account is in it on this day.",
        notes=(book.notes.change(),),
    )
    head = f"{book.segment}: " if book.segment else ""
    head += count_of(len(some), "account")
    if worth.main:
        head += f", {book.money(worth)} of ARR"
    return Section(
        key="members",
        title="Accounts",
        headline=head,
        lead=_rule(book),
        lines=rows(_figures(book) if some else None, _mix(book), _churned(book), table),
        inside=SCORE,
    )


def _order(one: AccountRow) -> tuple[bool, float, str, str]:
    return (one.arr is None, -(one.arr or 0.0), one.name.casefold(), one.account_id)


def _rule(book: Book) -> Paragraph | None:
    """The segment's rule in words."""
    if book.segment is None:
        return None
    rule = segments.rule_named(book.tx, book.segment)
    choices = segment_fields.titles(book.tx, book.day)
    told = rule_sentence.plain(rule_sentence.runs(rule, choices, band_names.read(book.tx)))
    return Paragraph(key="rule", text=f"{begun(told).rstrip('.')}.")


def _figures(book: Book) -> Figures:
    some = book.rows
    worth = book.sums(some)
    scored = [one.score for one in some if one.score is not None]
    mean = sum(scored) / len(scored) if scored else None
    style = book.style
    return Figures(
        key="figures",
        items=(
            Figure(key="count", label="Accounts", text=style.number(len(some)), value=len(some)),
            Figure(
                key="arr",
                label="ARR",
                text=book.money(worth),
                value=book.value(worth),
                detail=book.unknown(worth),
                notes=(book.paying,),
            ),
            Figure(
                key="score",
                label="Mean score, each account the same",
                text="not known" if mean is None else style.number(mean, 1),
                value=mean,
                detail=f"of {count_of(len(scored), 'account')}" if len(scored) < len(some) else "",
                notes=(book.notes.change(),),
            ),
        ),
    )


def _mix(book: Book) -> PartsChart | None:
    told = Counter(one.band for one in book.rows)
    some = [(band, tone) for band, tone in _BANDS if told[band]]
    if not some:
        return None
    return PartsChart(
        key="bands",
        title="Accounts by health",
        summary=", ".join(f"{book.names.of(band)} {told[band]}" for band, _ in some) + ".",
        labels=tuple(book.names.of(band) for band, _ in some),
        values=tuple(float(told[band]) for band, _ in some),
        tones=tuple(tone for _, tone in some),
        notes=(book.notes.change(),),
    )


def _churned(book: Book) -> Paragraph | None:
    """Members that are no customers any more: they have no row, and are named here."""
    if book.chosen is None:
        return None
    here = {one.account_id for one in book.rows}
    gone = book.chosen - here
    if not gone:
        return None
    facts = load(book.tx)
    names = sorted(
        name for key, name in zip(facts.account_ids, facts.names, strict=True) if key in gone
    )
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    are = "is" if len(names) == 1 else "are"
    told = f"{count_of(len(names), 'member')} {are} no customer on this day:"
    return Paragraph(key="gone", text=f"{told} {', '.join(names[:20])}{more}.", voice="quiet")


def _column(book: Book, key: str) -> Column:
    if key == "arr":
        return book.arr_column(codes(book.rows))
    kinds: dict[str, ColumnKind] = {
        "band": "band",
        "score": "points",
        "change": "change",
        "renewal": "day",
        "days": "number",
        "touch": "number",
        "coverage": "percent",
    }
    width = {"reason": 2.4, "band": 1.0, "score": 0.6, "change": 0.8}.get(key, 1.0)
    return Column(
        key=key,
        title=CHOICES[key],
        kind=kinds.get(key, "text"),
        width=width,
        wraps=key == "reason",
    )


def _field(key: str) -> Column:
    return Column(key=f"field {key}", title=key.replace("_", " ").capitalize(), wraps=True)


def _row(book: Book, one: AccountRow, chosen: Sequence[str], fields: Sequence[str]) -> Row:
    made = [_MAKE[key](book, one) for key in chosen]
    said = [text(one.attributes.get(key, "")) for key in fields]
    return Row(key=one.account_id, cells=(book.account(one.name), *made, *said))


def _total(book: Book, chosen: Sequence[str], more: int) -> tuple[Cell, ...]:
    worth = book.sums(book.rows)
    cells = [book.total(worth) if key == "arr" else Cell(text="") for key in chosen]
    return (Cell(text=count_of(len(book.rows), "account")), *cells, *(Cell(text=""),) * more)


def _id(_: Book, one: AccountRow) -> Cell:
    return text(one.account_id, 80)


def _band(book: Book, one: AccountRow) -> Cell:
    return book.band(one.band)


def _score(book: Book, one: AccountRow) -> Cell:
    return book.points(one.shown)


def _change(book: Book, one: AccountRow) -> Cell:
    return book.change(one.change)


def _arr(book: Book, one: AccountRow) -> Cell:
    return book.arr(one.arr, one.currency)


def _renewal(book: Book, one: AccountRow) -> Cell:
    return book.on(one.renewal_day)


def _days(book: Book, one: AccountRow) -> Cell:
    return Cell(
        text=NONE if one.renewal_days is None else book.style.number(one.renewal_days),
        value=one.renewal_days,
    )


def _reason(_: Book, one: AccountRow) -> Cell:
    return text(one.reason)


def _touch(book: Book, one: AccountRow) -> Cell:
    told = "never" if one.touch_days is None else book.style.number(one.touch_days)
    return Cell(text=told, value=one.touch_days)


def _coverage(book: Book, one: AccountRow) -> Cell:
    return Cell(text=book.style.share(one.coverage), value=one.coverage)


def _owner(_: Book, one: AccountRow) -> Cell:
    return text(one.attributes.get("owner", ""), 80)


def _stage(_: Book, one: AccountRow) -> Cell:
    return text(one.attributes.get("stage", ""), 80)


def _tier(_: Book, one: AccountRow) -> Cell:
    return text(one.attributes.get("tier", ""), 80)


_MAKE: Final[Mapping[str, _Make]] = {
    "id": _id,
    "band": _band,
    "score": _score,
    "change": _change,
    "arr": _arr,
    "renewal": _renewal,
    "days": _days,
    "reason": _reason,
    "touch": _touch,
    "coverage": _coverage,
    "owner": _owner,
    "stage": _stage,
    "tier": _tier,
}
