"""Charts as drawings: what is said is there, nothing overlaps, is cut or runs."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree.ElementTree import Element, fromstring

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.charts import letters, natural_height, paper_look, svg
from healthdesk.core.charts.look import contrast
from healthdesk.core.domain.report import CHARTS
from healthdesk.core.domain.report_chart import (
    Chart,
    ColumnChart,
    LineChart,
    Moment,
    PartsChart,
    RankChart,
    Series,
)
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.gui.base import colors
from tests.core.exporters.reports import DAY, hostile_report, rich_report

LOOK = paper_look("#2B57C7")
NAME = "{http://www.w3.org/2000/svg}"
VALUES = st.one_of(
    st.none(),
    st.integers(-50, 2_000_000).map(float),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda one: round(one, 2)),
)
WORDS = st.text(min_size=1, max_size=40).filter(lambda one: one.strip())


def charts(report):
    held = [one for section in report.sections for one in blocks(section)]
    return [one for one in held if isinstance(one, CHARTS)]


RICH = {one.key: one for one in charts(rich_report())}


def drawn(chart: Chart, width: float = 420, size: float = 11, height: float = 0) -> Element:
    look = LOOK.sized(size)
    return fromstring(svg(chart, width, height or natural_height(chart, width, look), look))


def texts(root: Element) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every text that is shown, with its box."""
    whole = float(root.get("font-size", "0"))
    made = []
    for one in root.iter(f"{NAME}text"):
        told, size = one.text or "", float(one.get("font-size", whole))
        wide = letters.width(told, size, int(one.get("font-weight", "400")))
        x, y = float(one.get("x", "0")), float(one.get("y", "0"))
        x -= {"start": 0.0, "middle": wide / 2, "end": wide}[one.get("text-anchor", "start")]
        made.append((told, (x, y - size * 0.74, x + wide, y + size * 0.02)))
    return made


def check(root: Element) -> None:
    wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
    boxes = texts(root)
    for told, (left, top, right, low) in boxes:
        assert left >= -0.5, told
        assert right <= wide + 0.5, told
        assert top >= -0.5, told
        assert low <= high + 0.5, told
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a[2] <= b[0] + 0.6 or b[2] <= a[0] + 0.6 or a[3] <= b[1] + 0.6 or b[3] <= a[1] + 0.6
        assert apart, (one, other)


@pytest.mark.parametrize("key", RICH)
@pytest.mark.parametrize(("width", "size"), [(640, 13), (420, 11), (210, 8)])
def test_words_lie_within_and_apart(key, width, size):
    check(drawn(RICH[key], width, size))


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_words_of_any_lines_lie_within_and_apart(data):
    count = data.draw(st.integers(1, 30))
    step = data.draw(st.sampled_from([1, 7, 30]))
    days = tuple(DAY - step * (count - 1 - at) for at in range(count))
    series = data.draw(st.lists(st.tuples(WORDS, st.lists(VALUES, min_size=count, max_size=count)),
                                min_size=1, max_size=4))  # fmt: skip
    moments = data.draw(st.lists(st.tuples(st.sampled_from(days), WORDS), max_size=5))
    steps = data.draw(st.lists(st.tuples(st.floats(0, 100), WORDS), max_size=2))
    chart = LineChart(
        days=days,
        series=tuple(Series(name=name, values=tuple(values)) for name, values in series),
        moments=tuple(Moment(*one) for one in moments),
        steps=tuple(steps),
        unit=data.draw(st.sampled_from(["", "%", "users"])),
        digits=data.draw(st.integers(0, 1)),
    )
    check(drawn(chart, data.draw(st.sampled_from([260, 420, 900]))))


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_words_of_any_bars_lie_within_and_apart(data):
    labels = tuple(data.draw(st.lists(WORDS, min_size=1, max_size=16)))
    values = st.lists(VALUES, min_size=len(labels), max_size=len(labels)).map(tuple)
    names = data.draw(st.lists(WORDS, min_size=1, max_size=4))
    series = tuple(Series(name=name, values=data.draw(values)) for name in names)
    check(drawn(ColumnChart(labels=labels, series=series)))
    ranks = RankChart(labels=labels, values=data.draw(values), marks=data.draw(values))
    check(drawn(ranks))
    check(drawn(ranks, height=data.draw(st.sampled_from([40, 90, 400]))))
    parts = tuple(abs(one or 0.0) for one in data.draw(values))
    check(drawn(PartsChart(labels=labels, values=parts, tones=("strong",) * len(labels))))


def test_the_last_value_and_the_moments_are_named():
    told = [one for one, _ in texts(drawn(RICH["users"]))]
    assert "50" in told
    assert "training, 6 Oct" in told
    assert {"Jul", "Aug", "Sep", "Oct", "Nov"} <= set(told)


def test_holes_are_holes():
    whole = LineChart(days=(1, 2, 3, 4, 5), series=(Series(name="a", values=(1, 2, 3, 4, 5)),))
    holed = LineChart(days=(1, 2, 3, 4, 5), series=(Series(name="a", values=(1, 2, None, 4, 5)),))
    assert len(list(drawn(whole).iter(f"{NAME}path"))) == 1
    assert len(list(drawn(holed).iter(f"{NAME}path"))) == 2
    columns = ColumnChart(labels=("a", "b"), series=(Series(name="s", values=(None, 2)),))
    told = [one.findtext(f"{NAME}title") for one in drawn(columns).iter(f"{NAME}rect")]
    assert told == ["a: no data", "b: 2"]


def test_what_is_counted_has_no_halves_on_its_axis():
    none = ColumnChart(labels=("a", "b"), series=(Series(name="s", values=(0, 0)),))
    assert {told for told, _ in texts(drawn(none))} == {"a", "b", "0", "1"}
    few = LineChart(days=(1, 2, 3), series=(Series(name="s", values=(0, 1, 2)),))
    assert "0.5" not in {told for told, _ in texts(drawn(few))}


def test_nothing_known_is_said():
    empty = LineChart(days=(1, 2), series=(Series(name="a", values=(None, None)),))
    for one in (
        empty,
        LineChart(days=(), series=()),
        ColumnChart(labels=(), series=()),
        RankChart(labels=(), values=()),
        PartsChart(labels=("a",), values=(0,), tones=("strong",)),
    ):
        assert "No data" in [told for told, _ in texts(drawn(one))]


def test_marks_tell_day_value_and_unit_under_the_pointer():
    titles = [one.text for one in drawn(RICH["users"]).iter(f"{NAME}title")]
    assert "23 Nov 2026: 50" in titles[-1]
    assert "50 users" in titles[-1]
    bars = [one.text for one in drawn(RICH["features"]).iter(f"{NAME}title")]
    assert "Lens catalogue: 52 users; August 31 users" in bars
    still = svg(RICH["users"], 400, 200, paper_look(hover=False))
    assert "<title>" not in still


def test_values_below_zero_go_to_the_left():
    bars = {
        (one.findtext(f"{NAME}title") or "").split(":")[0]: float(one.get("x", "0"))
        for one in drawn(RICH["why"]).iter(f"{NAME}rect")
    }
    assert bars["Tickets"] < bars["Active users"]


def test_a_drawing_says_what_it_is():
    root = drawn(RICH["mix"])
    assert root.get("role") == "img"
    assert root.get("aria-label") == RICH["mix"].summary
    assert root.findtext(f"{NAME}title") == "Accounts like yours by band"
    headed = svg(RICH["mix"], 400, 120, LOOK, headed=True)
    assert "Accounts like yours by band" in [one for one, _ in texts(fromstring(headed))]


def test_the_same_chart_gives_the_same_drawing_with_short_numbers():
    for one in RICH.values():
        again = msgspec.json.decode(msgspec.json.encode(one), type=Chart)
        assert svg(one, 400, 200, LOOK) == svg(again, 400, 200, LOOK)
        assert re.search(r'="-?\d+\.\d{3,}', svg(one, 400, 200, LOOK)) is None


@pytest.mark.parametrize("at", range(len(charts(hostile_report()))))
def test_hostile_words_stay_words(at):
    chart = charts(hostile_report())[at]
    root = drawn(chart)
    check(root)
    known = {"svg", "title", "desc", "text", "rect", "line", "path", "circle"}
    assert {one.tag.removeprefix(NAME) for one in root.iter()} <= known
    assert not any(name.startswith("on") for one in root.iter() for name in one.attrib)


def test_colours_of_paper_are_those_of_the_light_window():
    for blind in (False, True):
        window = colors.table(dark=False, colour_blind=blind, high_contrast=False)
        look = paper_look(colour_blind=blind)
        assert {name: window[name] for name in look.colors} == look.colors


def test_a_brand_colours_what_has_no_other_meaning():
    red = paper_look("#FF0000")
    assert red.fill("accent") == "#FF0000"
    assert red.fill("strong") == LOOK.fill("strong")
    assert contrast(red.text("accent"), "#FFFFFF") >= 4.5
    yellow = paper_look("#FFE14D")
    assert yellow.brand == "#FFE14D"
    assert contrast(yellow.fill("accent"), "#FFFFFF") >= 3
    assert paper_look("red;}").accent == paper_look("").accent == LOOK.accent
    teal = paper_look("#0C7F79")
    assert teal.fill("second") != teal.fill("accent")


def test_words_are_cut_only_where_they_must_be():
    assert letters.fit("Orders", 100, 11) == "Orders"
    cut = letters.fit("Orders of every branch", 60, 11)
    assert cut.endswith(letters.DOTS)
    assert letters.width(cut, 11) <= 60
    assert letters.wrap("Orders of every branch", 70, 11, 2) == ("Orders of", "every branch")
