"""The catalogue opens any place by the format that fits it best, or says why not."""

from __future__ import annotations

import gzip

import pytest

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Reading


def made(path, content):
    path.write_bytes(content)
    return str(path)


def test_every_foreign_format_is_in_the_catalogue_and_can_be_sniffed():
    listed = {module.SPEC.key: module for module in importers.CATALOGUE}
    assert listed.keys() - importers.FOREIGN.keys() == {"exchange"}
    for key, importer in importers.FOREIGN.items():
        assert listed[key] is importer
        assert importer.sniff("nothing.at.all", b"") == 0.0


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.csv", b"id,name\n1,One\n", "delimited"),
        ("a.csv.gz", gzip.compress(b"id,name\n1,One\n", mtime=0), "delimited"),
        ("a.txt", b"id\tname\n1\tOne\n2\tTwo\n", "delimited"),
        ("a.txt", b"Dear all,\n\nTB Clinics called, twice.\n", "notes"),
        ("a.md", b"# Call\n\nThey are happy, and stay.\n", "notes"),
        ("a.log.txt", b"one line only", "notes"),
        ("export", b"id;name;arr\n1;One;12\n2;Two;13\n3;Three;14\n", "delimited"),
    ],
)
def test_the_surest_format_reads_it(tmp_path, name, content, key):
    (raw,) = importers.open_place(made(tmp_path / name, content))
    assert raw.reading.format == key
    again = importers.open_place(raw.place, raw.reading)
    assert again == (raw,)


def test_a_format_can_be_asked_for(tmp_path):
    place = made(tmp_path / "a.txt", b"id\tname\n1\tOne\n2\tTwo\n")
    (raw,) = importers.open_place(place, Reading(format="notes"))
    assert raw.header[0] == "text"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.dbf", b"\x03\x6f\x07\x1a" + bytes(200), "a.dbf is no format that HealthDesk reads."),
        ("a.sql", b"select 1\n", "a.sql is no format that HealthDesk reads."),
        ("a.html", b"<html><table><tr><td>1</td></tr></table></html>", "is no format"),
        ("a.csv", b"", "a.csv is empty (0 bytes); nothing was imported."),
        ("a.xyz", b"", "a.xyz is empty (0 bytes); nothing was imported."),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "a.csv is no text"),
        ("a.csv", b"\n\n  \n", "a.csv has no rows"),
        ("a.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "a.csv is a web page or"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, name, content, said):
    with pytest.raises(BadImport) as told:
        importers.open_place(made(tmp_path / name, content))
    assert said in str(told.value)


def test_a_missing_file_a_folder_an_unknown_format_and_part(tmp_path):
    with pytest.raises(BadImport, match="There is no file gone"):
        importers.open_place(str(tmp_path / "gone.csv"))
    with pytest.raises(BadImport, match="is a folder"):
        importers.open_place(str(tmp_path))
    place = made(tmp_path / "a.csv", b"id,name\n1,One\n")
    with pytest.raises(BadImport, match="“runes” is no format"):
        importers.open_place(place, Reading(format="runes"))
    with pytest.raises(BadImport, match="has no part “Sheet 9”"):
        importers.open_place(place, Reading(part="Sheet 9"))


def test_an_address_is_never_shown_with_its_password():
    with pytest.raises(BadImport) as told:
        importers.open_place("gopher://me:secret@example.org/x")
    assert "secret" not in str(told.value)
