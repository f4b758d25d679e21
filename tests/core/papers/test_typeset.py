"""Reports on paper: what is in them can be read back, and nothing of theirs runs."""

from __future__ import annotations

import io
import re
from unicodedata import normalize

import msgspec
import pytest
from pypdf import PdfReader

from healthdesk.core.domain.clean_text import plain
from healthdesk.core.domain.report import (
    Brand,
    Cell,
    Column,
    Figure,
    Figures,
    Inside,
    Line,
    Paragraph,
    Report,
    Row,
    Section,
    Table,
)
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.papers import typeset
from tests.core.exporters.reports import (
    DAY,
    HOSTILE,
    LONG,
    PIXEL,
    bare_report,
    board_report,
    hostile_report,
    rich_report,
)

PAPERS = ("slides", "a4", "letter")
UNSEEN = re.compile(r"[\s\u200b-\u200f\u00ad\u2060\ufeff\u202a-\u202e\ufe0f]+")


@pytest.fixture(scope="module")
def printed():
    return {paper: typeset.pdf(rich_report(paper)) for paper in PAPERS}


@pytest.fixture(scope="module")
def texts(printed):
    """Of every paper, the text of each page."""
    return {
        paper: [page.extract_text() for page in reader(one.content).pages]
        for paper, one in printed.items()
    }


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def seen(text: str) -> str:
    """A text without white space and signs that show nothing."""
    return UNSEEN.sub("", normalize("NFKC", plain(text)))


def read(content: bytes) -> str:
    return seen("".join(page.extract_text() for page in reader(content).pages))


def words(report: Report) -> list[str]:
    """Texts that must be on paper: headlines, paragraphs, figures, rows that are not cut."""
    made = [report.title, report.subject, report.brand.foot]
    for section in report.sections:
        made += [section.headline, section.own]
        for block in blocks(section):
            if isinstance(block, Paragraph):
                made += [block.title, block.text]
            elif isinstance(block, Figures):
                made += [text for one in block.items for text in (one.label, one.text, one.detail)]
            elif isinstance(block, Table):
                rows = block.rows[: block.most] if block.most else block.rows
                made += [cell.text for row in rows for cell in row.cells]
                made += [cell.text for cell in block.total]
            else:
                made.append(block.title if hasattr(block, "title") else "")
    return [one for one in made if one]


@pytest.mark.parametrize("paper", PAPERS)
def test_every_word_is_read_back(texts, paper):
    found = seen("".join(texts[paper]))
    assert [one for one in words(rich_report(paper)) if seen(one) not in found] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_sources_stand_with_their_day(texts, paper):
    found = seen("".join(texts[paper]))
    for one in rich_report(paper).sources:
        assert seen(one.words) in found
        assert seen(one.whence) in found
    assert seen("data to 20 Nov 2026") in found
    assert seen("sum of points times weight") in found


@pytest.mark.parametrize("paper", PAPERS)
def test_bookmarks_are_the_sections_on_their_pages(printed, texts, paper):
    held = reader(printed[paper].content)
    titles = [one.title for one in held.outline]
    assert titles == [one.title for one in rich_report(paper).sections]
    for mark, section in zip(held.outline, rich_report(paper).sections, strict=True):
        page = held.get_destination_page_number(mark)
        told = seen(texts[paper][page])
        assert seen(section.headline or section.title) in told


def test_sections_of_pages_are_told(printed):
    slides = printed["slides"]
    assert slides.pages == len(slides.sections) == len(reader(slides.content).pages)
    keys = [one.key for one in rich_report().sections]
    assert list(dict.fromkeys(slides.sections)) == keys
    assert slides.sections.count("accounts") > 1, "a long table goes on"
    assert all(slides.sections.count(key) == 1 for key in keys if key != "accounts")
    a4 = printed["a4"]
    assert a4.sections[0] == "cover"
    assert a4.pages == len(a4.sections) < slides.pages


def test_a_slide_that_goes_on_says_so(printed, texts):
    slides, pages = printed["slides"], texts["slides"]
    on = [at for at, key in enumerate(slides.sections) if key == "accounts"]
    assert "continued" not in pages[on[0]]
    for at in on[1:]:
        assert "continued" in pages[at]
        assert "Branches by value" in pages[at]
        assert "Annual value" in pages[at], "heads are repeated"
    assert "24 more in the workbook" in pages[on[-1]]


def test_paper_is_numbered(texts):
    pages = texts["a4"]
    assert [f"Page {at} of {len(pages)}" in text for at, text in enumerate(pages, 1)] == [
        False,
        *([True] * (len(pages) - 1)),
    ]
    assert all("Velora Optics \u00b7 Quarterly review" in text for text in pages[1:])


@pytest.mark.parametrize(("paper", "size"), [("slides", (960, 540)), ("a4", (595.28, 841.89))])
def test_paper_has_its_size(printed, paper, size):
    for page in reader(printed[paper].content).pages:
        assert [float(one) for one in page.mediabox[2:]] == pytest.approx(size, abs=0.1)


def test_fonts_are_inside_and_only_ours(printed):
    names = set()
    for page in reader(printed["a4"].content).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            held = font.get_object()["/DescendantFonts"][0].get_object()
            names.add(str(held["/BaseFont"]).rsplit("+", 1)[-1])
            assert "/FontFile2" in held["/FontDescriptor"].get_object()
    assert names == {"Inter-Regular", "Inter-Medium", "Inter-SemiBold"}


def test_it_says_what_it_is_and_nothing_of_the_machine(printed):
    held = reader(printed["a4"].content)
    assert held.metadata is not None
    assert held.metadata.title == "Quarterly review"
    assert held.metadata.author == "Northern Desk"
    assert held.metadata.creation_date is not None
    assert held.metadata.creation_date.date().isoformat() == "2026-11-23"
    root = held.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    for word in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/home", b"/tmp", b"/work"):
        assert word not in printed["a4"].content


@pytest.mark.parametrize("paper", ["slides", "a4"])
def test_the_same_report_gives_the_same_bytes(printed, paper):
    again = msgspec.json.decode(msgspec.json.encode(rich_report(paper)), type=Report)
    assert typeset.pdf(again).content == printed[paper].content


@pytest.fixture(scope="module")
def hostile():
    return typeset.pdf(hostile_report("a4")).content


def test_hostile_texts_read_back_as_they_are(hostile):
    found = read(hostile)
    turned = re.compile("[\u0590-\u06ff]")
    missing = [one for one in HOSTILE if seen(one) not in found and not turned.search(one)]
    assert missing == []
    for one in filter(turned.search, HOSTILE):
        assert set(seen(one)) <= set(found), (
            "every letter is there; readers order them each its way"
        )
    assert found.count("root:") == 0
    assert seen(LONG[:3000]) in found


def test_hostile_blocks_make_slides():
    report = hostile_report("slides")
    some = tuple(one for one in report.sections if one.key.startswith(("b", "t29")))
    found = read(typeset.pdf(msgspec.structs.replace(report, sections=some)).content)
    assert [one for one in (HOSTILE[5], HOSTILE[8], HOSTILE[29]) if seen(one) not in found] == []


def test_letters_of_other_scripts_have_a_font(hostile):
    names = {
        str(font.get_object()["/BaseFont"]).rsplit("+", 1)[-1]
        for page in reader(hostile).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    for wanted in ("Fallback", "NotoSansArabic", "NotoSansHebrew", "NanumGothicCoding", "Emoji"):
        assert any(wanted in name for name in names), wanted


def test_few_words_fill_a_page_and_nothing_is_no_failure():
    assert typeset.pdf(bare_report("a4")).sections == ("none",)
    assert typeset.pdf(bare_report("slides")).sections == ("none",)
    assert "Nothing to show." in reader(typeset.pdf(bare_report()).content).pages[0].extract_text()
    none = msgspec.structs.replace(bare_report(), sections=())
    assert typeset.pdf(none).sections == ("",)


def test_a_dashboard_stands_as_laid_out():
    held = reader(typeset.pdf(board_report()).content)
    told = held.pages[0].extract_text()
    assert [one in told for one in ("Health", "Score a week", "Renewals", "Usage")] == [True] * 4
    assert len(held.pages) == 1


@pytest.mark.parametrize(
    "logo", [PIXEL, b"", b"%PDF-1.4", b"<svg", b"\x89PNG\r\n\x1a\nbroken", b"\xff" * 40]
)
def test_any_logo_is_a_picture_or_nothing(logo):
    report = msgspec.structs.replace(bare_report(), brand=Brand(name="A", logo=logo))
    pictures = len(reader(typeset.pdf(report).content).pages[0].images)
    assert pictures == (1 if logo == PIXEL else 0)


def test_what_is_inside_is_marked_for_my_own_eyes_alone():
    section = Section(
        key="risk",
        title="Risk",
        lines=(Line(blocks=(Figures(items=(Figure(label="A", text="1"),)),)),),
        inside=(Inside("sentiment", "risk"),),
    )
    other = Section(key="use", title="Use", lines=section.lines)
    for paper in ("slides", "a4"):
        report = Report(kind="x", title="T", day=DAY, paper=paper, sections=(other, section))
        assert "Internal" in read(typeset.pdf(report).content)
        whole = msgspec.structs.replace(report, sections=(section,))
        assert "Internal" not in read(typeset.pdf(whole).content), "all of it is"
        shown = msgspec.structs.replace(report, audience="customer")
        assert "Internal" not in read(typeset.pdf(shown).content)


def test_many_notes_and_long_headlines_find_room():
    report = rich_report("slides")
    long = msgspec.structs.replace(
        report,
        sources=tuple(
            msgspec.structs.replace(one, whence=one.whence + " and more of it" * 30)
            for one in report.sources
        ),
        sections=tuple(
            msgspec.structs.replace(one, headline=(one.headline or one.title) + " and more" * 20)
            for one in report.sections[1:4]
        ),
    )
    found = read(typeset.pdf(long).content)
    assert [one for one in words(long) if seen(one) not in found] == []
    assert seen(" and more of it" * 30) in found


def test_pages_are_pictures():
    held = typeset.pictures(board_report("slides"), 2.0)
    assert [one.section for one in held] == ["board"]
    assert held[0].png.startswith(b"\x89PNG")
    wide = int.from_bytes(held[0].png[16:20], "big")
    assert wide == 1920
    some = typeset.pictures(rich_report("a4"), 0.25, slice(1, 3))
    assert len(some) == 2
    assert some[0].section == "goals"


def test_a_column_for_every_width():
    columns = tuple(Column(key=str(at), title=f"Column {at}", kind="number") for at in range(14))
    rows = (Row(cells=()),)
    table = Table(columns=columns, rows=rows[:0], empty="None at all")
    section = Section(key="s", title="S", lines=(Line(blocks=(table,)),))
    report = Report(kind="x", title="T", day=DAY, sections=(section,))
    assert "None at all" in reader(typeset.pdf(report).content).pages[0].extract_text()


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("total", [False, True])
def test_the_last_rows_of_a_table_go_on_to_a_page_together(grouped, total):
    columns = tuple(Column(key=f"c{at}", title=f"C{at}") for at in range(3))
    counts = []
    for count in (1, *range(12, 17)):
        rows = tuple(
            Row(
                cells=tuple(Cell(text="ROW") for _ in columns),
                group=f"G{at // 10}" if grouped else "",
            )
            for at in range(count)
        )
        foot = tuple(Cell(text="SUM") for _ in columns) if total else ()
        table = Table(columns=columns, rows=rows, total=foot)
        held = Section(key="a", title="A", lines=(Line(blocks=(table,)),))
        report = Report(kind="view", title="T", day=DAY, paper="slides", sections=(held,))
        pages = [one.extract_text() for one in reader(typeset.pdf(report).content).pages]
        told = [one.count("ROW") // 3 for one in pages]
        assert sum(told) == count
        assert "".join(pages).count("SUM") == 3 * total
        assert len(told) == 1 or told[-1] > 1, f"{count} rows: {told}"
        counts.append(len(told))
    assert max(counts) > 1
