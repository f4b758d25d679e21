"""What our exports put before a formula is taken off on import, in any dialect; nothing else is."""

from __future__ import annotations

import csv
import io

import pytest

from healthdesk.core import importers
from healthdesk.core.domain.cell_guard import guarded
from healthdesk.core.domain.columns import Columns
from tests.core.importers.raw import opened, read

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'=")
RESTS = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://example.invalid","a")', "SUM(A1:A9)", "x y")
PAYLOADS = tuple(f"{sign}{rest}" for sign in SIGNS for rest in RESTS)
KEPT = ("'tis", "'", "''", "it's", "'5", "'-5", "-7.5", "+16", "plain")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
def test_guards_come_off_and_other_apostrophes_stay(tmp_path, delimiter, quoting):
    texts = (*PAYLOADS, *KEPT)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)
    writer.writerow(("account_id", guarded("=comment"), "day"))
    for at, text in enumerate(texts):
        writer.writerow((f"A{at}", guarded(text), "2026-11-23"))
    raw = opened(tmp_path / "export.csv", out.getvalue())
    cells, _, broken = read(raw)
    assert raw.header == ("account_id", "=comment", "day")
    assert broken == []
    assert [row[1] for row in cells] == list(texts)
    assert len(PAYLOADS) == 60


def test_a_file_without_apostrophes_is_still_cut_into_columns(tmp_path):
    raw = opened(tmp_path / "usage.csv", "account_id,day,n\n" + "a,2026-11-23,1\n" * 50)
    (chunk,) = importers.chunks(raw, 100)
    assert isinstance(chunk.cells, Columns)
    assert list(chunk.cells) == [["a", "2026-11-23", "1"]] * 50
