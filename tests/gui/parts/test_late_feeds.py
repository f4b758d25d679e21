"""Tests that what rests on a late feed is grey on every screen, and told as such."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain.views import (
    AccountHeader,
    CompositionView,
    DimensionView,
    MeasureView,
    ScoreView,
    WhyRow,
    WhyView,
)
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.accounts import figures
from healthdesk.gui.pages.accounts.columns import account_columns, search_words
from healthdesk.gui.panels.account_head import verdict
from healthdesk.gui.parts.composition_figures import compose
from healthdesk.gui.parts.composition_layout import rows, table
from healthdesk.gui.parts.row_order import Group, RowOrder
from healthdesk.gui.parts.waterfall_figures import sentence, waterfall
from tests.gui.pages.made_accounts import row

LATE = "Usage: no data since 20 Feb, 17 days"
WORDS = Words()


def wide(text, role="body", weight=400):
    del role, weight
    return 7.0 * len(text)


def figure(tenths, signed):
    return f"{tenths / 10:+.1f}" if signed else f"{tenths / 10:.1f}"


def view(late=""):
    measures = (
        MeasureView("usage.level", "Level", "usage", 5.0, 20.0, 0.6, 12.0, 48.0, shown="5",
                    over="28 days", late=late),
        MeasureView("usage.other", "Other", "usage", 5.0, 50.0, 0.4, 20.0, 20.0, shown="5",
                    over="28 days"),
    )  # fmt: skip
    dimension = DimensionView("usage", "Usage", 32.0, 1.0, 32.0, 68.0, measures)
    score = ScoreView(
        "a", "A", 20_000, "default", 1, 32.0, 32, "Poor", 1.0, 32.0, 32.0, (dimension,)
    )
    return CompositionView(score, (), "")


def colors(drawing):
    return {text.full or text.text: text.color for text in drawing.texts}


def test_a_late_measure_is_grey_and_says_since_when():
    told = colors(rows(compose(view(LATE)), 900.0, wide, figure))
    calm = colors(rows(compose(view()), 900.0, wide, figure))
    assert (told["Level"], calm["Level"]) == ("text3", "text")
    assert told["since 20 Feb"] == "notice"
    assert told["-48.0"] == "text3"
    assert calm["-48.0"] == "down"
    assert told["Other"] == "text"


def test_its_bar_is_faded_and_its_tip_says_why():
    drawing = rows(compose(view(LATE)), 900.0, wide, figure)
    alphas = [fill.alpha for fill in drawing.fills if fill.color == "s1" and fill.rect.width() > 8]
    assert sorted(alphas) == [0.4, 1.0]
    tips = {spot.key: spot.tip for spot in drawing.spots}
    assert tips["measure:usage.level"].startswith(f"{LATE}: it rests on missing data")
    assert "missing data" not in tips["measure:usage.other"]


def test_the_table_for_screen_readers_says_it_too():
    _, lines = table(compose(view(LATE)), figure)
    assert lines[0][2] == "no data since 20 Feb, 17 days"
    assert lines[1][2] == "28 days"


def header(late=()):
    return AccountHeader(
        "a", "A", 20_000, view().score, -12, None, "EUR", None, None, None, None, "", "", "",
        None, late=late,
    )  # fmt: skip


def test_the_head_rests_on_missing_data():
    said = verdict(header(("usage: no data since 20 Feb, 17 days",)), WORDS)
    assert said.stale
    assert said.note == "rests on missing data: usage: no data since 20 Feb, 17 days"
    assert not verdict(header(), WORDS).stale


def why(late=""):
    lost = WhyRow("reading", "usage.level", -20.0, f"{LATE} (reads 0, was 10): -20.0 points",
                  "Level", "usage", "10", "0", late)  # fmt: skip
    kept = WhyRow("reading", "voice.nps", 2.0, "NPS up: +2.0 points", "NPS", "voice", "0", "9")
    return WhyView("a", 1, 2, 60.0, 42.0, -18.0, (lost, kept))


def test_the_waterfall_says_that_it_rests_on_missing_data():
    made = waterfall(why(LATE), {"usage": "s1"})
    assert made is not None
    assert [one.late for one in made.rows] == [LATE, ""]
    told = sentence(made, WORDS)
    assert told == (f"Fell 18.0 points, from 60.0 to 42.0. It rests on missing data. {LATE}.")
    plain = waterfall(why(), {"usage": "s1"})
    assert plain is not None
    assert "missing data" not in sentence(plain, WORDS)


def test_changes_on_missing_data_say_so():
    silent = [row((name, 30, -30, 1, 10, "x", 5, "Gold"), stale=True) for name in ("A", "B")]
    columns = account_columns(WORDS, ())
    change = next(one for one in columns if one.key == "change")
    assert change.tip is not None
    assert "resting on missing data" in change.tip(silent[0])
    assert _median(silent, columns) is None, "no group head speaks of a drop that nobody saw"
    mixed = [silent[0], row(("C", 30, -2, 1, 10, "x", 5, "Gold"))]
    assert _median(mixed, columns) == -16.0


def _median(told, columns):
    order = RowOrder(
        tuple(told), columns, lambda one: one.account_id, lambda one: search_words(one, WORDS)
    )
    group = Group("Poor", np.arange(len(told)), closed=False)
    head = figures.GroupFigures(WORDS, figures.BY_BAND, "Band")(order, group)
    assert head.change is not None
    return head.change[2]
