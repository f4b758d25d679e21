"""Boards as they go out: cards of the inside are gone, told as gone, warned of where they stay."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.inside_kinds import (
    kinds_of_columns,
    kinds_of_fields,
    kinds_of_number,
)
from healthdesk.core.domain.inside_words import marks
from healthdesk.core.domain.report import Board, Card, Line, Pair, Pairs, Report, Section
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks, prepare, warned

CUSTOMER = ReportOptions(kind="board", audience="customer")


def board(*told):
    """Cards one under another and two beside each other, each with the kinds it shows."""
    cards = tuple(
        Card(x=6 * (at % 2), y=2 * (at // 2), w=6, h=2, title=f"c{at}", svg="", key=f"k{at}",
             inside=marks(kinds, f"c{at}"))
        for at, kinds in enumerate(told)
    )  # fmt: skip
    how = tuple(Pair(name=one.title, text="So", key=one.key, inside=one.inside) for one in cards)
    sections = (
        Section(key="board", title="B", lines=(Line(blocks=(Board(key="cards", cards=cards),)),)),
        Section(key="how", title="How", lines=(Line(blocks=(Pairs(key="how", items=how),)),)),
    )
    return Report(kind="board", title="B", day=0, sections=sections)


def shown(report):
    return [
        (one.title, one.x, one.y)
        for block in blocks(report.sections[0])
        if isinstance(block, Board)
        for one in block.cards
    ]


def test_a_customers_board_has_no_card_of_the_inside_and_says_so():
    whole = board(("score",), (), ("notes",), ("sentiment",), (), ("money",))
    out = prepare(whole, CUSTOMER)
    assert shown(out) == [("c1", 6, 0), ("c4", 0, 0), ("c5", 6, 2)]
    *_, told = blocks(out.sections[0])
    assert told.text == "3 of 6 cards are not in this version."
    assert [one.name for one in next(blocks(out.sections[1])).items] == ["c1", "c4", "c5"]
    assert [(one.page, one.part) for one in warned(out)] == [
        (1, "board/cards/k5"), (2, "how/how/k5"),
    ]  # fmt: skip
    assert "amounts of money (c5)" in warned(out)[0].words
    assert shown(prepare(whole, ReportOptions(kind="board"))) == shown(whole)


def test_a_card_that_is_warned_of_can_be_hidden_alone():
    whole = board(("money",), ())
    out = prepare(whole, ReportOptions(kind="board", audience="customer",
                                       hidden=("board/cards/k0",)))  # fmt: skip
    assert [title for title, *_ in shown(out)] == ["c1"]
    assert not [one for one in warned(out) if one.section == "board"]


def test_a_board_of_the_inside_alone_leaves_a_sentence():
    out = prepare(board(("score",)), CUSTOMER)
    assert [one.text for one in blocks(out.sections[0])] == ["1 card is not in this version."]
    assert [one.key for one in out.sections] == ["board"]


@pytest.mark.parametrize(
    ("kinds", "options", "wanted"),
    [
        (kinds_of_number, {"figure": "arr_poor"}, {"score", "money"}),
        (kinds_of_number, {"figure": "nps"}, set()),
        (kinds_of_number, {"figure": "reading", "reading": "sentiment"}, {"sentiment"}),
        (kinds_of_number, {"figure": "reading", "reading": "usage_level"}, set()),
        (kinds_of_columns, {"columns": ()}, {"score", "money", "notes"}),
        (kinds_of_columns, {"columns": ("industry",)}, set()),
        (kinds_of_columns, {"columns": ("industry",), "field": "mood"}, {"notes"}),
        (kinds_of_fields, {"rows": "band", "columns": "region", "value": "count"}, {"score"}),
        (kinds_of_fields, {"rows": "region", "columns": "", "value": "arr"}, {"money"}),
        (kinds_of_fields, {"rows": "segment", "value": "mean", "field": "mood"}, {"notes"}),
    ],
)
def test_what_a_widget_shows_of_the_inside_goes_by_its_options(kinds, options, wanted):
    assert set(kinds(options)) == wanted
