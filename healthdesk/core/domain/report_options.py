"""What a person asked of a report: kept for each account or segment, and as templates."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from healthdesk.core.domain.report import Audience, Paper

_Key = Annotated[str, msgspec.Meta(max_length=200)]
_Words = Annotated[str, msgspec.Meta(max_length=20_000)]
Value = str | bool | int | float | tuple[str, ...]


class ReportOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The options of one report.

    Attributes:
        kind: which report (services/reports/kinds).
        period: "" = the kind's usual one, else as domain/report_period.py writes it ("2026-Q4",
            "28d", "2026-10-01..2026-12-31").
        audience: "customer" leaves internal parts out, and anything inside that is left is marked.
        style: how numbers and days are written (domain/number_style.py), "" = the desk's.
        brand: name of a kept brand, "" = none.
        colour_blind: colours that everybody can tell apart; the window asks for them where its
            own are these.
        order: sections in the order wanted, those not named after them in their usual order.
        left_out: sections left out.
        hide: kinds of inside things that are hidden (report.KINDS_INSIDE); None = the audience's
            usual: for a customer all but money, for inside none.
        hidden: single parts that are hidden, "section/part".
        own: my paragraphs, section to text.
        edits: what I wrote otherwise, "section/part" or "section/part/cell" to text.
        written: the day that my words are of, by section of `own` and by part of `edits`.
        choices: the kind's own options (its SPEC.options), by key.
    """

    kind: _Key
    account: _Key = ""
    segment: _Key = ""
    board: _Key = ""
    period: _Key = ""
    paper: Paper | None = None
    audience: Audience | None = None
    style: _Key = ""
    brand: _Key = ""
    colour_blind: bool = False
    order: tuple[_Key, ...] = ()
    left_out: tuple[_Key, ...] = ()
    hide: tuple[_Key, ...] | None = None
    hidden: tuple[_Key, ...] = ()
    own: dict[_Key, _Words] = {}
    edits: dict[_Key, _Words] = {}
    written: dict[_Key, int] = {}
    choices: dict[_Key, Value] = {}


Subject = Literal["account", "segment", "board", "desk"]
"""What a kind is of: one account; the accounts of a segment ("" = all of mine); a dashboard; the
desk as a whole."""
