"""What goes out of a report: hidden, left out, reordered, edited; what would still be shown."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.report import (
    KINDS_INSIDE,
    Cell,
    Column,
    Figure,
    Figures,
    Inside,
    Line,
    LineChart,
    Pair,
    Pairs,
    Paragraph,
    Quote,
    Quotes,
    Report,
    Row,
    Section,
    Source,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import (
    blocks,
    numbered,
    personal,
    prepare,
    warned,
)

NOTE = Inside("sentiment", "the sentiment of a call note of 12 Nov")
NAME = Inside("names", "the name of Ana Roth")


def report(**changes):
    table = Table(
        key="t",
        columns=(
            Column(key="account", title="Account", notes=("crm",)),
            Column(key="score", title="Score", inside=(Inside("score", "scores"),)),
            Column(key="why", title="Why"),
        ),
        rows=(
            Row(
                key="a1",
                cells=(
                    Cell(text="Velora"),
                    Cell(text="41", value=41.0),
                    Cell(text="usage fell", edit="a1"),
                ),
            ),
            Row(
                key="a2",
                cells=(Cell(text="Norr"), Cell(text="no data"), Cell(text="silent", edit="a2")),
                inside=(Inside("notes", "an internal note on Norr"),),
            ),
        ),
    )
    voice = Quotes(
        key="q", items=(Quote(key="1", text="Good.", who="Ana Roth", who_inside=(NAME,)),)
    )
    felt = Paragraph(key="felt", text="He sounded tired.", inside=(NOTE,), notes=("call",))
    made = Report(
        kind="weekly_risk",
        title="Risk",
        day=20780,
        audience="customer",
        sections=(
            Section(key="cover", title="Title", cover=True),
            Section(key="risk", title="Risk", lines=(Line(blocks=(table, felt), shares=(2, 1)),)),
            Section(key="voice", title="Voice", lines=(Line(blocks=(voice,)),)),
        ),
        sources=(
            Source(key="crm", words="Accounts"),
            Source(key="call", words="A call"),
            Source(key="never", words="Never mentioned"),
        ),
    )
    return msgspec.structs.replace(made, **changes)


def asked(**options):
    return ReportOptions(kind="weekly_risk", **options)


def test_a_customer_sees_nothing_of_the_inside_unless_it_is_asked_for():
    out = prepare(report(), asked())
    assert warned(out) == ()
    text = msgspec.json.encode(out).decode()
    for told in ("Ana Roth", "tired", "Score", "Norr", "A call"):
        assert told not in text
    assert "Velora" in text
    assert [one.key for one in out.sources] == ["crm"]


def test_what_is_not_hidden_is_named_with_its_page_and_can_be_hidden_by_its_part():
    shown = prepare(report(), asked(hide=("score",)))
    told = warned(shown)
    assert [(one.page, one.words) for one in told] == [
        (2, "an internal note on Norr"),
        (2, NOTE.words),
        (3, NAME.words),
    ]
    for one in told:
        after = warned(prepare(report(), asked(hide=("score",), hidden=(one.part,))))
        assert one.part not in [left.part for left in after]


def test_for_my_own_eyes_all_is_there_and_nothing_is_warned():
    out = prepare(report(audience="inside"), asked())
    assert out.sections == report().sections
    assert warned(out) == ()
    assert personal(out) == ("names", "notes")


def test_a_quote_stays_without_the_name_that_is_hidden():
    out = prepare(report(), asked())
    (quotes,) = blocks(out.sections[2])
    assert quotes.items == (Quote(key="1", text="Good."),)


def test_my_words_stand_beside_what_the_program_wrote():
    out = prepare(
        report(audience="inside"),
        asked(edits={"risk/t/a1": "Two people left.", "risk/felt": "Mine."}, own={"risk": "Own."}),
    )
    table, felt = blocks(out.sections[1])
    assert (table.rows[0].cells[2].text, table.rows[0].cells[2].generated) == (
        "Two people left.",
        "usage fell",
    )
    assert (felt.text, felt.generated, out.sections[1].own) == (
        "Mine.",
        "He sounded tired.",
        "Own.",
    )
    assert table.rows[1].cells[2].generated == ""


def test_sections_come_in_the_order_asked_and_without_those_left_out():
    out = prepare(report(audience="inside"), asked(order=("voice", "cover"), left_out=("risk",)))
    assert [one.key for one in out.sections] == ["voice", "cover"]


def test_a_section_of_which_nothing_is_left_goes_but_a_cover_stays():
    hidden = report(sections=(Section(key="f", title="F", lines=(Line(blocks=(felt(),)),)),))
    assert prepare(hidden, asked()).sections == ()
    assert prepare(report(), asked()).sections[0].key == "cover"


def felt():
    return Paragraph(key="felt", text="He sounded tired.", inside=(NOTE,))


def test_widths_go_with_the_blocks_that_stay():
    line = prepare(report(), asked()).sections[1].lines[0]
    assert (len(line.blocks), line.shares) == (1, (2,))


def test_footnotes_are_numbered_in_the_order_of_their_first_mention():
    section = Section(
        key="s",
        title="S",
        lead=Paragraph(text="x", notes=("b",)),
        lines=(
            Line(blocks=(LineChart(days=(1,), series=(), notes=("a", "b")),)),
            Line(blocks=(Figures(items=(Figure(label="n", text="1", notes=("c", "a")),)),)),
        ),
    )
    assert numbered(section) == ("b", "a", "c")


def test_a_prepared_report_survives_being_kept():
    out = prepare(report(), asked())
    assert msgspec.json.decode(msgspec.json.encode(out), type=Report) == out


marks = st.lists(
    st.builds(Inside, st.sampled_from(KINDS_INSIDE), st.text(min_size=1, max_size=4)), max_size=2
).map(tuple)
keys = st.sampled_from("abcdef")


def unique(items):
    return st.lists(items, min_size=1, max_size=3, unique_by=lambda one: one.key).map(tuple)


block = st.one_of(
    st.builds(Paragraph, key=keys, text=st.just("t"), inside=marks),
    st.builds(
        Figures,
        key=keys,
        items=unique(
            st.builds(Figure, key=keys, label=st.just("l"), text=st.just("t"), inside=marks)
        ),
    ),
    st.builds(
        Pairs,
        key=keys,
        items=unique(st.builds(Pair, key=keys, name=st.just("l"), text=st.just("t"), inside=marks)),
    ),
    st.builds(
        Steps, key=keys, items=unique(st.builds(Step, key=keys, text=st.just("t"), inside=marks))
    ),
    st.builds(
        Quotes,
        key=keys,
        items=unique(
            st.builds(
                Quote, key=keys, text=st.just("t"), who=st.just("w"), inside=marks, who_inside=marks
            )
        ),
    ),
)
reports = st.builds(
    Report,
    kind=st.just("k"),
    title=st.just("t"),
    day=st.just(1),
    audience=st.just("customer"),
    sections=st.lists(
        st.builds(
            Section,
            key=keys,
            title=st.just("s"),
            lines=st.lists(
                st.builds(Line, blocks=st.lists(block, min_size=1, max_size=2).map(tuple)),
                max_size=2,
            ).map(tuple),
            inside=marks,
        ),
        max_size=3,
        unique_by=lambda one: one.key,
    ).map(tuple),
)


@given(reports, st.sets(st.sampled_from(KINDS_INSIDE)))
def test_what_is_hidden_is_nowhere_and_all_else_that_is_inside_is_warned_of(made, hide):
    out = prepare(made, ReportOptions(kind="k", hide=tuple(sorted(hide))))
    kinds = {mark["kind"] for mark in found(msgspec.to_builtins(out))}
    assert kinds & hide == set()
    assert bool(kinds) == bool(warned(out))


def found(value):
    """Every mark in a document."""
    if isinstance(value, dict):
        if set(value) == {"kind", "words"}:
            yield value
        for one in value.values():
            yield from found(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from found(one)


@given(reports)
def test_preparing_what_is_prepared_changes_nothing(made):
    options = ReportOptions(kind="k", order=("c", "a"), left_out=("b",), own={"a": "Mine."})
    once = prepare(made, options)
    assert prepare(once, options) == once


@pytest.mark.parametrize("audience", ["customer", "inside"])
def test_money_is_shown_to_a_customer_unless_it_is_hidden(audience):
    priced = report(
        sections=(
            Section(
                key="m",
                title="M",
                lines=(
                    Line(
                        blocks=(
                            Pairs(
                                items=(
                                    Pair(
                                        key="arr",
                                        name="ARR",
                                        text="€5",
                                        inside=(Inside("money", "ARR"),),
                                    ),
                                )
                            ),
                        )
                    ),
                ),
            ),
        ),
        audience=audience,
    )
    assert prepare(priced, asked()).sections
    assert not prepare(priced, asked(hide=("money",))).sections
