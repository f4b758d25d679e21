"""What is kept of reports: options, templates, brands, filed ones, reviews; all of it undone."""

from __future__ import annotations

import io
import zlib
from dataclasses import replace

import msgspec
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import text

from healthdesk.core.domain import report as doc
from healthdesk.core.domain.errors import DeskError, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.report_compare import compared
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import personal
from healthdesk.core.services import milestones, moments, tasks, touches
from healthdesk.core.services.reports import brands, comparing, filing, kept, reviews
from tests import make
from tests.core.exporters.reports import rich_report as rich

DAY = 20_000
MINE = ReportOptions(
    kind="account_review",
    account="a0",
    period="2026-Q1",
    left_out=("tickets",),
    own={"summary": "They stay."},
    hidden=("voice/quotes/q1",),
    hide=("score",),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    with make.desk(tmp_path_factory.mktemp("kept")) as made:
        made.do(make.fill)
        yield made


@pytest.fixture
def desk(whole):
    yield whole
    while whole.undo_label != "Fill":
        whole.undo()


def test_options_are_kept_for_each_kind_and_what_it_is_of(desk):
    desk.do(kept.keep, MINE)
    assert desk.read(kept.read, "account_review", "account:a0") == MINE
    assert desk.read(kept.read, "account_brief", "account:a0") is None
    assert desk.read(kept.read, "account_review", "account:a1") is None
    stamp = desk.stamp
    desk.do(kept.keep, MINE)
    assert desk.stamp == stamp
    desk.do(kept.keep, msgspec.structs.replace(MINE, hide=()))
    desk.undo()
    assert desk.read(kept.read, "account_review", "account:a0") == MINE


def test_a_template_holds_nothing_of_a_customer_and_leaves_mine_alone(desk):
    row = desk.do(kept.save_template, " QBR  10 slides ", MINE)
    (found,) = desk.read(kept.templates)
    assert (found.row, found.name) == (row, "QBR 10 slides")
    document = msgspec.json.encode(found.options)
    for told in (b"a0", b"They stay", b"voice", b"2026"):
        assert told not in document
    other = ReportOptions(kind="account_review", account="a1", period="28d", own={"x": "Mine"})
    made = kept.applied(found.options, other)
    assert (made.account, made.own, made.period) == ("a1", {"x": "Mine"}, "28d")
    assert (made.left_out, made.hide) == (("tickets",), ("score",))
    desk.do(kept.save_template, "QBR 10 slides", other)
    assert len(desk.read(kept.templates)) == 1
    second = desk.do(kept.save_template, "Short", other)
    with pytest.raises(UsageError, match="called “Short” already"):
        desk.do(kept.rename_template, row, "Short")
    desk.do(kept.rename_template, row, "Long")
    desk.do(kept.remove_template, second)
    assert [one.name for one in desk.read(kept.templates)] == ["Long"]
    assert desk.read(kept.templates, "weekly_risk") == ()


def test_a_brand_has_a_name_of_its_own_a_colour_and_a_picture_of_pixels_alone(desk):
    row = desk.do(brands.save, doc.Brand(name="North", color="#2857C5", logo=png(80, b"secret")))
    found = desk.read(brands.find, "North")
    assert found.color == "#2857c5"
    assert found.logo.startswith(b"\x89PNG")
    assert b"secret" not in found.logo
    desk.do(brands.save, msgspec.structs.replace(found, foot="Confidential"), row)
    assert desk.read(brands.find, "North").logo == found.logo
    with pytest.raises(UsageError, match="already"):
        desk.do(brands.save, doc.Brand(name="North"))
    with pytest.raises(UsageError, match="no colour"):
        desk.do(brands.save, doc.Brand(name="South", color="red"))
    desk.do(brands.remove, row)
    assert desk.read(brands.brands) == ()
    assert desk.read(brands.find, "North") == doc.Brand()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
SVG += b'viewBox="0 0 120 40">%s</svg>'


def test_a_drawing_becomes_pixels():
    made = brands.as_logo(SVG % b'<rect width="120" height="40" fill="#2857c5"/>')
    with Image.open(io.BytesIO(made)) as image:
        assert image.size == (1200, 400)
        assert image.convert("RGB").getpixel((600, 200)) == (0x28, 0x57, 0xC5)


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (b"<script>alert(1)</script>", "script"),
        (b'<rect onload="x()"/>', "script"),
        (b'<image href="file:///etc/passwd"/>', "image"),
        (b'<use xlink:href="https://x.test/a.svg#b"/>', "outside"),
        (b'<rect fill="url(https://x.test/a)"/>', "outside"),
        (b"<style>@import 'https://x.test/a.css';</style>", "outside"),
        (b"<foreignObject/>", "foreignObject"),
        (b"<rect", "neither PNG nor SVG"),
    ],
)
def test_a_drawing_that_could_act_is_refused(held, why):
    with pytest.raises(UsageError, match=why):
        brands.as_logo(SVG % held)


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"\x89PNG\r\n\x1a\nbroken",
        b"GIF89a",
        b"<html/>",
        b"x" * 2_000_001,
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(UsageError, match="nothing was changed"):
        brands.as_logo(data)


def test_a_picture_too_wide_is_refused_before_it_is_read():
    with pytest.raises(UsageError, match="5000 x 1"):
        brands.as_logo(png(5_000))


def png(width, told=b""):
    info, out = PngInfo(), io.BytesIO()
    if told:
        info.add_text("Author", told.decode())
    Image.new("RGB", (width, 1 if width > 100 else 40), "#2857c5").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def test_a_filed_report_is_opened_as_it_was_whatever_comes_later(desk):
    report = rich()
    row = desk.do(filing.file, report, "account:a0", b"%PDF-", "Sent to Ada")
    desk.do(make_later)
    (found,) = desk.read(filing.listed)
    assert (found.row, found.kind, found.day) == (row, report.kind, report.day)
    assert (found.note, found.has_paper, found.scope) == ("Sent to Ada", True, "account:a0")
    assert desk.read(filing.opened, row) == report
    assert desk.read(filing.paper, row) == b"%PDF-"
    assert desk.read(filing.listed, "weekly_risk") == ()
    assert desk.read(filing.listed, report.kind, "account:a1") == ()


def test_one_whose_bytes_are_others_says_so(desk):
    row = desk.do(filing.file, rich(), "")
    forged = zlib.compress(msgspec.json.encode(msgspec.structs.replace(rich(), title="Better")))
    desk.do(op("Forge")(_forge), row, forged)
    with pytest.raises(DeskError, match="no longer what was filed"):
        desk.read(filing.opened, row)


def make_later(tx):
    make.account(tx, "later")


make_later = op("Later")(make_later)


def _forge(tx, row, document):
    tx.execute(
        text("UPDATE report_filed SET document = :d WHERE id = :r"), {"d": document, "r": row}
    )


def risks(day, *rows):
    columns = (
        doc.Column(key="name", title="Account"),
        doc.Column(key="score", title="Score", kind="points"),
        doc.Column(key="band", title="Band", kind="band"),
        doc.Column(key="why", title="Why"),
    )
    made = tuple(
        doc.Row(
            key=key,
            cells=(
                doc.Cell(text=key.upper()),
                doc.Cell(text=str(score), value=score),
                doc.Cell(text=band.title(), band=band),
                doc.Cell(text=why),
            ),
        )
        for key, score, band, why in rows
    )
    table = doc.Table(key="rows", columns=columns, rows=made)
    section = doc.Section(key="risks", title="Risks", lines=(doc.Line(blocks=(table,)),))
    return doc.Report(kind="weekly_risk", title="Weekly risk", day=day, sections=(section,))


def test_two_filed_reports_tell_what_is_new_worse_better_and_resolved(desk):
    one = desk.do(
        filing.file,
        risks(
            DAY,
            ("a", 60, "average", ""),
            ("b", 40, "poor", ""),
            ("c", 70, "average", "x"),
            ("d", 10, "poor", ""),
            ("e", 50, "poor", ""),
        ),
        "",
    )
    two = desk.do(
        filing.file,
        risks(
            DAY + 7,
            ("a", 61, "poor", ""),
            ("b", 45, "poor", ""),
            ("c", 70, "average", "y"),
            ("e", 50, "poor", ""),
            ("f", 5, "poor", ""),
        ),
        "",
    )
    made = desk.read(filing.comparison, two, one)  # whichever is named first
    section, apart = made.sections
    tables = [one for line in section.lines for one in line.blocks]
    assert [(one.title, row.cells[0].text) for one in tables for row in one.rows] == [
        ("New", "F"),
        ("Worse", "A"),  # its band fell, though its points rose
        ("Better", "B"),
        ("Resolved", "D"),
    ]
    assert section.headline == "Risks: 1 new, 1 worse, 1 better, 1 resolved"
    (other,) = apart.lines[0].blocks
    assert [row.cells[1].text for row in other.rows] == ["Why: x → y"]
    assert tables[1].rows[0].cells[1].text == "Score: 60 → 61; Band: Average → Poor"
    assert "2 rows as before" in section.lead.text
    assert len(desk.read(filing.listed)) == 2
    empty = desk.do(filing.file, risks(DAY + 14), "")
    (all_gone,) = desk.read(filing.comparison, two, empty).sections
    assert all_gone.headline == "Risks: 5 resolved"
    kept_as = desk.do(filing.file, made, "")
    told = next(one for one in desk.read(filing.listed) if one.row == kept_as)
    assert (told.comparison, told.of) == (True, "weekly_risk")
    assert desk.read(filing.opened, kept_as) == made
    assert len(desk.read(filing.listed, "weekly_risk")) == 3  # it is none of the reports itself
    with pytest.raises(UsageError):
        desk.read(filing.comparison, kept_as, kept_as)


def test_a_score_moves_from_three_points_on_and_missing_data_tells_nothing():
    was = risks(DAY, ("a", 50, "poor", ""), ("b", 50, "poor", ""), ("c", 50, "poor", "x"))
    now = risks(DAY + 7, ("a", 52, "poor", ""), ("b", 53, "poor", ""), ("c", 50, "poor", "y"))
    (pair,) = compared(was, now)
    assert {one.key: one.moved for one in pair.rows} == {"a": "other", "b": "better", "c": "other"}
    (section,) = now.sections
    (table,) = section.lines[0].blocks
    bare = doc.Row(key="a", cells=(doc.Cell(text="A"), *(doc.Cell(text="\u2013"),) * 3))
    unsure = msgspec.structs.replace(table.rows[1], unsure=True)
    (pair,) = compared(was, in_table(now, (bare, unsure)))
    assert [one.moved for one in pair.rows] == ["untold", "untold", "resolved"]
    (pair,) = compared(was, in_table(now, ()), frozenset({"b"}))
    assert [one.moved for one in pair.rows] == ["resolved", "left", "resolved"]


def test_what_only_one_of_two_has_is_not_compared_and_what_is_told_keeps_its_marks():
    was = risks(DAY, ("a", 50, "poor", "Dana left"))
    now = risks(DAY + 7, ("a", 40, "poor", "Dana came back"))
    (section,) = now.sections
    (table,) = section.lines[0].blocks
    marked = doc.Column(key="why", title="Why", inside=(doc.Inside("notes", "my words"),))
    told = comparing.compare(was, in_table(now, table.rows, (*table.columns[:3], marked)))
    assert personal(told) == ("notes",)
    (row,) = told.sections[0].lines[0].blocks[0].rows
    assert row.cells[1].text == "Score: 50 → 40; Why: Dana left → Dana came back"
    bare = (msgspec.structs.replace(table.rows[0], cells=table.rows[0].cells[:3]),)
    told = comparing.compare(was, in_table(now, bare, table.columns[:3]))
    assert "Dana" not in msgspec.json.encode(told).decode()
    assert "Not compared, for only one has it: Why." in told.sections[0].lead.text


def test_a_sentence_that_counts_days_down_is_no_change_and_a_persons_words_are():
    was = risks(DAY, ("a", 50, "poor", ""), ("b", 50, "poor", ""))
    (section,) = was.sections
    (table,) = section.lines[0].blocks
    program = doc.Cell(text="Renews in 12 days", edit="why:x")
    mine = doc.Cell(text="They call", edit="why:x", generated="Renews in 12 days")
    old = [ending(row, doc.Cell(text="Renews in 19 days", edit="why:x")) for row in table.rows]
    aged = msgspec.structs.replace(mine, text="They call (written for the week of 7 Mar)")
    was_mine, now_mine = (in_table(was, (ending(table.rows[0], one),)) for one in (mine, aged))
    assert compared(was_mine, now_mine)[0].rows[0].moved == "same"
    new = [ending(table.rows[0], program), ending(table.rows[1], mine)]
    (pair,) = compared(in_table(was, tuple(old)), in_table(was, tuple(new)))
    assert [one.moved for one in pair.rows] == ["same", "other"]


def ending(row, cell):
    return msgspec.structs.replace(row, cells=(*row.cells[:-1], cell))


def in_table(report, rows, columns=None):
    (section,) = report.sections
    (table,) = section.lines[0].blocks
    made = msgspec.structs.replace(table, rows=rows, columns=columns or table.columns)
    line = doc.Line(blocks=(made,))
    return msgspec.structs.replace(
        report, sections=(msgspec.structs.replace(section, lines=(line,)),)
    )


def test_a_review_becomes_touch_tasks_quote_and_next_date_in_one_step(desk):
    today = desk.read(lambda tx: (tx.info["clock"].today("UTC")).toordinal()) - 719_163
    draft = reviews.ReviewDraft(
        account_id="a0",
        held_on=today - 1,
        title="Quarterly review",
        period="Q1 2026",
        attendees=("c0",),
        outcome="They stay.",
        agreed=(reviews.Agreed("Train two teams", today + 9), reviews.Agreed("  ")),
        quotes=(reviews.Said("It saved us a week", "c0"),),
        next_on=today + 90,
        next_as="milestone",
    )
    before = make.dump(desk)
    row = desk.do(reviews.log, draft)
    (told,) = desk.read(reviews.of_account, "a0", today)
    assert (told.row, told.agreed, told.next_on) == (row, ("Train two teams",), today + 90)
    touch = desk.read(touches.read, told.touchpoint).draft
    assert (touch.kind, touch.contacts, touch.subject) == (
        "review",
        ("c0",),
        "Quarterly review Q1 2026",
    )
    assert "- Train two teams, until" in touch.body
    (task,) = [one for one in desk.read(tasks.of_account, "a0", today) if one.origin == "review"]
    assert (task.due, task.origin_words) == (today + 9, "agreed in a review")
    assert "It saved us a week" in [one.text for one in desk.read(moments.of_account, "a0", today)]
    stamps = {one.name: one.due for one in desk.read(milestones.of_account, "a0", today)}
    assert stamps["Next review"] == today + 90
    desk.do(reviews.log, changed(draft, next_on=today + 180, quotes=(), agreed=()))
    stamps = {one.name: one.due for one in desk.read(milestones.of_account, "a0", today)}
    assert stamps["Next review"] == today + 180
    assert desk.undo() == desk.undo() == "Log review"
    assert make.dump(desk) == before
    for wrong in ({"held_on": today + 1}, {"next_on": today - 1}, {"attendees": ("nobody",)}):
        with pytest.raises(DeskError):
            desk.do(reviews.log, changed(draft, **wrong))
    assert make.dump(desk) == before


def changed(draft, **changes):
    return replace(draft, **changes)
