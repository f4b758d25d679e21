"""The command that holds the score against what came: backtest."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence

from healthdesk.cli import desks
from healthdesk.cli.backtest_suggested import suggested_document, tell_suggested
from healthdesk.cli.output import Bar, Json, figure, print_json, print_line, print_table
from healthdesk.core.desk import Desk
from healthdesk.core.domain.backtest import Bin, MeasureAlone, Part, Rate
from healthdesk.core.domain.backtest_view import BacktestRow, BacktestView, LeadRow
from healthdesk.core.domain.discrimination import Auc
from healthdesk.core.domain.document import shorten
from healthdesk.core.domain.errors import BadDocument, BadRuleText, UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.views import BANDS
from healthdesk.core.services import backtest, segment_check, segment_rules, settings, suggest

_DONE = 0
_LISTED = 10
"""Accounts of a kind that a person is shown; the JSON has all."""
_COUNTED = BANDS[:3]
_UNTOLD = frozenset({"none", "few"})


def _backtest(asked: Namespace) -> int:
    with desks.reading(asked) as desk, Bar() as bar:
        wish = backtest.BacktestWish(
            lead=asked.lead,
            first=None if asked.first is None else to_day(asked.first),
            last=None if asked.last is None else to_day(asked.last),
            profile=asked.profile or "",
            lost=None if asked.lost is None else _rule(desk, asked.lost, asked),
            segment=asked.segment,
        )
        view = desk.read(backtest.backtest, wish, progress=bar)
        others: Sequence[LeadRow] = ()
        if view.verdict.kind in _UNTOLD:
            others = desk.read(backtest.leads, wish, progress=bar)
        suggested = desk.read(suggest.suggest, wish, progress=bar) if asked.suggest else None
    if asked.json:
        document = _document(view, others)
        if suggested is not None:
            document["suggested"] = suggested_document(suggested)
        print_json(document)
    else:
        _tell(view, others)
        if suggested is not None:
            tell_suggested(suggested)
    return _DONE


def _rule(desk: Desk, told: str, asked: Namespace) -> Rule:
    """The rule that says who left, as JSON or as text."""
    document: Json
    try:
        if told.lstrip().startswith("{"):
            document = json.loads(told)
        else:
            day = desk.read(settings.today) if asked.last is None else to_day(asked.last)
            document = desk.read(segment_check.rule_of_text, told, day)
        return desk.read(segment_rules.parsed, document, "--lost")
    except BadRuleText as error:
        around = told[error.at : error.at + error.length] or "the end"
        place = f"(character {error.at + 1}: {shorten(around)})"
        raise UsageError(f"--lost: {error.sentence}", place) from error
    except BadDocument as error:
        raise UsageError(f"{error}.") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--lost is not readable as JSON ({error}).") from error


def _document(view: BacktestView, others: Sequence[LeadRow]) -> dict[str, Json]:
    found = view.figures
    best = backtest.nearest(others, view.lead)
    return {
        "lead": view.lead,
        "from": _iso(view.first),
        "to": _iso(view.last),
        "churned": found.churned,
        "kept": found.kept,
        "unscored": found.unscored,
        **_auc_document(found.auc),
        "bands": {
            name: _rate_document(rate) for name, rate in zip(_COUNTED, found.bands, strict=True)
        },
        "misses": [_row_document(one) for one in view.misses()],
        "named": [_row_document(one) for one in view.named()] if found.few else [],
        "verdict": view.verdict.sentence,
        "verdict_kind": view.verdict.kind,
        "sampling": view.sampling,
        "lost_by": view.lost_by,
        "unscored_churned": found.unscored_churned,
        "unscored_kept": found.unscored_kept,
        "bands_fall": found.falls,
        "lift": None
        if found.lowest is None
        else {
            "part": found.lowest.part,
            "accounts": found.lowest.accounts,
            "churned": found.lowest.lost,
            "caught": found.lowest.caught,
            "lift": found.lowest.lift,
        },
        "calibration": [_bin_document(one) for one in found.calibration],
        "by_measure": [_measure_document(one) for one in found.measures],
        "by_segment": [_part_document(one) for one in found.parts],
        "false_alarms": [_row_document(one) for one in view.alarms()],
        "leaks": [one.key for one in found.leaks],
        "nearest_lead": None if best is None else best.lead,
        "notes": list(view.notes),
    }


def _auc_document(auc: Auc | None) -> dict[str, Json]:
    if auc is None:
        return {"auc": None, "auc_low": None, "auc_high": None}
    return {"auc": auc.value, "auc_low": auc.low, "auc_high": auc.high}


def _rate_document(rate: Rate) -> dict[str, Json]:
    low, high = rate.span or (None, None)
    return {
        "accounts": rate.accounts,
        "churned": rate.lost,
        "rate": rate.rate,
        "low": low,
        "high": high,
    }


def _bin_document(one: Bin) -> Json:
    scores = {"score_low": one.low, "score_high": one.high, "score_mean": one.mean}
    return {**scores, **_rate_document(one.rate)}


def _measure_document(one: MeasureAlone) -> Json:
    return {
        "profile": one.profile,
        "key": one.key,
        "name": one.name,
        "weight": one.weight,
        "accounts": one.cells,
        "churned": one.lost,
        **_auc_document(one.auc),
        "leak": one.leak,
    }


def _part_document(one: Part) -> Json:
    return {
        "segment": one.name,
        "unscored": one.unscored,
        **_rate_document(one.rate),
        **_auc_document(one.auc),
    }


def _row_document(one: BacktestRow) -> Json:
    return {
        "account_id": one.account_id,
        "name": one.name,
        "day": _iso(one.day),
        "churned_on": None if one.left is None else _iso(one.left),
        "score": one.score,
        "shown": one.shown,
        "band": one.band,
        "arr": one.arr,
    }


def _iso(day: int) -> str:
    return to_date(day).isoformat()


def _tell(view: BacktestView, others: Sequence[LeadRow]) -> None:
    """The same for a person; of a few the accounts are named and no decimals told."""
    found = view.figures
    print_line(view.verdict.sentence)
    best = backtest.nearest(others, view.lead)
    if best is not None and best.lead != view.lead:
        counts = f"{best.churned} lost and {best.kept} kept accounts"
        print_line(f"The nearest lead with enough: {best.lead} days ({counts}).")
    if view.sampling == "outcomes":
        print_line(f"Looked at {view.when}, from {_iso(view.first)} to {_iso(view.last)}.")
    for note in view.notes:
        print_line(note)
    if view.verdict.kind == "none":
        return
    if view.verdict.kind == "few":
        _tell_rows("Lost accounts", view.named())
        return
    _tell_bands(view)
    print_line("")
    print_table(
        ("measure alone", "accounts", "lost", "AUC", "95 % range", ""),
        [_measure_cells(one) for one in found.measures],
        " rrr",
    )
    _tell_rows("Misses: lost though not Poor", view.misses())
    _tell_rows("False alarms: kept though Poor", view.alarms())


def _tell_bands(view: BacktestView) -> None:
    found = view.figures
    print_line("")
    print_table(
        ("band", "accounts", "lost", "share", "95 % range"),
        [
            (name, f"{rate.accounts:,}", f"{rate.lost:,}", _percent(rate.rate), _span(rate))
            for name, rate in zip(_COUNTED, found.bands, strict=True)
        ],
        " rrr",
    )
    if found.falls is False:
        print_line("The shares do not fall from Poor to Strong.")
    if found.lowest is not None:
        print_line(
            f"The lowest tenth of scores holds {found.lowest.caught:.0%} of the lost,"
            f" {found.lowest.lift:.1f} times what chance would."
        )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _span(rate: Rate) -> str:
    return "-" if rate.span is None else f"{rate.span[0]:.1%} to {rate.span[1]:.1%}"


def _measure_cells(one: MeasureAlone) -> tuple[str, ...]:
    auc = one.auc
    return (
        one.name,
        f"{one.cells:,}",
        f"{one.lost:,}",
        figure(None if auc is None else auc.value, 2),
        "-" if auc is None else f"{auc.low:.2f} to {auc.high:.2f}",
        "knows the answer: a likely leak" if one.leak else "",
    )


def _tell_rows(title: str, rows: Iterable[BacktestRow]) -> None:
    listed = tuple(rows)
    if not listed:
        return
    print_line("")
    print_line(f"{title} ({len(listed):,})")
    lost = any(one.left is not None for one in listed)
    print_table(
        ("account", "name", "looked at", "score", "band", "churned" if lost else "ARR"),
        [
            (
                one.account_id,
                one.name,
                _iso(one.day),
                figure(one.score),
                one.band,
                _last_cell(one, lost=lost),
            )
            for one in listed[:_LISTED]
        ],
        "   r",
    )
    if len(listed) > _LISTED:
        print_line(f"and {len(listed) - _LISTED:,} more, in --json")


def _last_cell(one: BacktestRow, *, lost: bool) -> str:
    if lost:
        return "-" if one.left is None else _iso(one.left)
    return "-" if one.arr is None else f"{one.arr:,.0f}"


COMMANDS: dict[str, Callable[[Namespace], int]] = {"backtest": _backtest}
