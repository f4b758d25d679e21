"""Columns of what each measure alone, and each segment, would have told."""

from __future__ import annotations

from healthdesk.core.domain.backtest import FEW, MeasureAlone, Part
from healthdesk.core.domain.discrimination import Auc
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.backtest_layout import rate_words
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column


def auc_words(found: Auc | None, words: Words) -> str:
    """An AUC; of a few that they are few."""
    if found is None:
        return words.number(None)
    few = min(found.lost, found.kept) < FEW
    return "too few" if few else words.number(found.value, 2)


def span_words(found: Auc | None, words: Words) -> str:
    """Its range; nothing of a few."""
    if found is None or min(found.lost, found.kept) < FEW:
        return ""
    return f"{words.number(found.low, 2)} to {words.number(found.high, 2)}"


def _told(found: Auc | None) -> float | None:
    return None if found is None or min(found.lost, found.kept) < FEW else found.value


def measure_columns(words: Words, *, leaks: bool) -> tuple[Column, ...]:
    """Those of measures, each by itself; with `leaks` what is said of those that tell too well."""

    def weight(one: MeasureAlone) -> str:
        return words.percent(one.weight, 1)

    def cells(one: MeasureAlone) -> str:
        return words.number(one.cells)

    def lost(one: MeasureAlone) -> str:
        return words.number(one.lost)

    def value(one: MeasureAlone) -> str:
        return auc_words(one.auc, words)

    def span(one: MeasureAlone) -> str:
        return span_words(one.auc, words)

    found = (
        Column("name", "Measure", 150, _name, _name, paint.name_cell(_name), minimum=90,
               stretch=True),
        Column("note", "Mark", 88, _note, _note, paint.text_cell(_note, "notice"), minimum=86,
               hint="A measure that tells too well was probably written after they left"),
        Column("weight", "Weight", 62, _weight, weight, paint.figure_cell(weight), right=True,
               downwards=True, minimum=58, hint="Its share of the whole score"),
        Column("cells", "Accounts", 66, _cells, cells, paint.figure_cell(cells), right=True,
               downwards=True, minimum=58, hint="Accounts for which it has points"),
        Column("lost", "Lost", 46, _lost, lost, paint.figure_cell(lost), right=True,
               downwards=True, minimum=40),
        Column("auc", "AUC", 62, _auc, value, paint.figure_cell(value), right=True,
               downwards=True, minimum=56, hint="How well it alone would have told who left"),
        Column("span", "95 % range", 92, _auc, span, paint.text_cell(span), minimum=84),
    )  # fmt: skip
    return found if leaks else tuple(one for one in found if one.key != "note")


def part_columns(words: Words) -> tuple[Column, ...]:
    """Those of segments."""

    def cells(one: Part) -> str:
        return words.number(one.rate.accounts)

    def lost(one: Part) -> str:
        return words.number(one.rate.lost)

    def share(one: Part) -> str:
        return rate_words(one.rate, words)

    def value(one: Part) -> str:
        return auc_words(one.auc, words)

    def span(one: Part) -> str:
        return span_words(one.auc, words)

    return (
        Column("name", "Segment", 140, _part_name, _part_name, paint.name_cell(_part_name),
               minimum=90, stretch=True, hint="As it was on the day looked at"),
        Column("cells", "Accounts", 66, _part_cells, cells, paint.figure_cell(cells), right=True,
               downwards=True, minimum=58, hint="Those with a score"),
        Column("lost", "Lost", 46, _part_lost, lost, paint.figure_cell(lost), right=True,
               downwards=True, minimum=40),
        Column("share", "Share lost", 132, _part_share, share, paint.text_cell(share),
               downwards=True, minimum=126),
        Column("auc", "AUC", 62, _part_auc, value, paint.figure_cell(value), right=True,
               downwards=True, minimum=56),
        Column("span", "95 % range", 92, _part_auc, span, paint.text_cell(span), minimum=84),
    )  # fmt: skip


def measure_ident(one: MeasureAlone) -> str:
    """What names a measure."""
    return f"{one.profile} {one.key}"


def part_ident(one: Part) -> str:
    """What names a segment."""
    return one.name


def _name(one: MeasureAlone) -> str:
    return one.name


def _note(one: MeasureAlone) -> str:
    return "likely leak" if one.leak else ""


def _weight(one: MeasureAlone) -> float:
    return one.weight


def _cells(one: MeasureAlone) -> float:
    return one.cells


def _lost(one: MeasureAlone) -> float:
    return one.lost


def _auc(one: MeasureAlone) -> float | None:
    return _told(one.auc)


def _part_name(one: Part) -> str:
    return one.name


def _part_cells(one: Part) -> float:
    return one.rate.accounts


def _part_lost(one: Part) -> float:
    return one.rate.lost


def _part_share(one: Part) -> float | None:
    return one.rate.rate


def _part_auc(one: Part) -> float | None:
    return _told(one.auc)
