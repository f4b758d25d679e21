"""Notes from plain text: paragraphs or lines, with the day that stands at their beginning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.importers import notes
from tests.core.importers import raw as raw_files
from tests.core.importers.raw import DATA, here, read

WORDS = st.text(st.sampled_from("abcé ,.;"), min_size=1, max_size=20).map(lambda text: f"x{text}x")


def opened(path, text, **reading):
    return raw_files.opened(path, text, format="notes", **reading)


@pytest.mark.parametrize("size", [1, 2, 100])
def test_one_note_a_paragraph(tmp_path, size):
    text = "\n2026-03-12 Call with TB Clinics  \r\nThey stay.\r\n\r\n \t\n"
    text += "No day here\n\n\n12/03/2026: x"
    raw = opened(tmp_path / "pasted.txt", text)
    assert raw.header == ("text", "first line", "day", "line")
    assert raw.told == "UTF-8, one note a paragraph"
    cells, lines, broken = read(raw, size)
    assert cells == [
        ["2026-03-12 Call with TB Clinics\nThey stay.", "2026-03-12 Call with TB Clinics",
         "2026-03-12", "2"],
        ["No day here", "No day here", "", "6"],
        ["12/03/2026: x", "12/03/2026: x", "12/03/2026", "9"],
    ]  # fmt: skip
    assert (lines, broken) == ([2, 6, 9], [])


def test_a_journal_without_blank_lines_is_cut_where_days_begin(tmp_path):
    raw = opened(
        tmp_path / "a.txt", "12.03.2026 called\nall fine\n13.03.2026 wrote\n- 2026-03-14 x"
    )
    cells, lines, _ = read(raw)
    assert [(row[1], row[2]) for row in cells] == [
        ("12.03.2026 called", "2026-03-12"),
        ("13.03.2026 wrote", "2026-03-13"),
        ("- 2026-03-14 x", "2026-03-14"),
    ]
    assert lines == [1, 3, 4]


def test_many_lines_without_a_blank_one_are_notes_of_a_line(tmp_path):
    raw = opened(tmp_path / "a.txt", "".join(f"note {number}\n" for number in range(30)))
    assert raw.notes == ("Hardly a blank line between them: each line is a note",)
    assert len(read(raw)[0]) == raw.about == 30
    whole = opened(tmp_path / "a.txt", "one\ntwo\n", delimiter=notes.LINES)
    assert [row[0] for row in read(whole)[0]] == ["one", "two"]
    dated = "".join(f"{number}.03.2026 called\nthey stay\n" for number in range(1, 30))
    assert len(read(opened(tmp_path / "a.txt", dated))[0]) == 29
    few = opened(tmp_path / "a.txt", "Dear all,\nthey stay.\nMe\n")
    assert len(read(few)[0]) == 1


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026-03-12 call", "2026-03-12"),
        ("2026/3/2 call", "2026-03-02"),
        ("Date: 12 March 2026", "2026-03-12"),
        ("March 3rd, 2026: call", "2026-03-03"),
        ("am 3. Dez 2026 telefoniert", "2026-12-03"),
        ("12.03.2026 call", "2026-03-12"),
        ("12/03/2026 call", "12/03/2026"),
        ("13/03/2026 call", "13/03/2026"),
        ("3/4/26 call", "3/4/26"),
        ("2026-02-30 call", "2026-02-30"),
        ("call them", ""),
        ("version 1.2.3 of 12 things", ""),
    ],
)
def test_the_day_of_a_line(line, day):
    assert notes.day_in(line) == day


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=8), st.integers(1, 3))
def test_paragraphs_come_back_as_they_were_written(tmp_path_factory, paragraphs, gap):
    path = tmp_path_factory.mktemp("notes") / "a.txt"
    written = ["\n".join(lines) for lines in paragraphs]
    raw = opened(path, ("\n" * (gap + 1)).join(written), delimiter=notes.PARAGRAPHS)
    cells, lines, _ = read(raw)
    assert [row[0] for row in cells] == written
    text = path.read_text(encoding="utf-8").split("\n")
    assert [text[line - 1] for line in lines] == [lines[0] for lines in paragraphs]


def test_a_note_without_end_is_rejected_and_none_is_refused(tmp_path):
    long = "\n".join(["word " * 200] * 300)
    text = f"one\n\n{long}\n\ntwo"
    cells, _, broken = read(opened(tmp_path / "a.txt", text, delimiter=notes.PARAGRAPHS))
    assert [row[0] for row in cells] == ["one", "two"]
    assert broken == [(3, "is a note of more than 100,000 letters")]
    with pytest.raises(BadImport, match="nothing but blank lines"):
        opened(tmp_path / "a.txt", "\n \n")


def test_western_letters_and_packed_text(tmp_path):
    raw = opened(tmp_path / "a.txt", "Müller rief an.\n".encode("cp1252"))
    assert read(raw)[0][0][0] == "Müller rief an."
    assert raw.notes[0].startswith("It is not UTF-8")


@pytest.mark.parametrize(
    ("name", "count"),
    here(
        [
            ("multilingual_sentiment/english/train_text.txt", 1839),
            ("multilingual_sentiment/german/val_text.txt", 324),
            ("multilingual_sentiment/spanish/train_text.txt", 1839),
            ("csv/csvkit/COPYING", 5),
        ]
    ),
)
def test_texts_of_other_people(name, count):
    (raw,) = importers.open_place(str(DATA / name))
    assert raw.reading.format == "notes"
    assert len(read(raw)[0]) == count
