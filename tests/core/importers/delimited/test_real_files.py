"""Files that other people made to break readers, or that broke them; where they lie beside us."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadImport
from tests.core.importers.raw import DATA, here, read

FIXED = "has columns of fixed width and no delimiter"
READ = {
    # file: how it is told, columns, the first, records, broken ones
    "csv/clevercsv/airedale.csv": ("UTF-8, comma", 8, "Department Family", 53, 0),
    "csv/clevercsv/imdb.csv": ("UTF-8, comma, backslash before quotes", 44, "fn", 100, 0),
    "csv/clevercsv/milk.csv": ("UTF-8, tab", 23, "UK Availability Disposals", 370, 0),
    "csv/csvkit/bad.csv": ("UTF-8, comma", 3, "column_a", 2, 1),
    "csv/csvkit/bad_skip_lines.csv": ("UTF-8, comma", 3, "column_a", 2, 1),
    "csv/csvkit/blanks.csv": ("UTF-8, comma", 6, "a", 1, 0),
    "csv/csvkit/blanks_converted.csv": ("UTF-8, comma", 6, "a", 0, 0),
    "csv/csvkit/date_like_number.csv": ("UTF-8, one column", 1, "a", 1, 0),
    "csv/csvkit/dummy.csv": ("UTF-8, comma", 3, "a", 1, 0),
    "csv/csvkit/dummy.csv.bz2": ("bzip2, UTF-8, comma", 3, "a", 1, 0),
    "csv/csvkit/dummy.csv.gz": ("gzip, UTF-8, comma", 3, "a", 1, 0),
    "csv/csvkit/dummy.tsv": ("UTF-8, tab", 3, "a", 1, 0),
    "csv/csvkit/dummy_col_shuffled_ragged.csv": ("UTF-8, comma", 4, "b", 1, 0),
    "csv/csvkit/join_a_short.csv": ("UTF-8, comma", 3, "a", 3, 0),
    "csv/csvkit/mac_newlines.csv": ("UTF-8, comma", 3, "a", 2, 0),
    "csv/csvkit/no_header_row.csv": ("UTF-8, comma", 3, "column 1", 1, 0),
    "csv/csvkit/no_header_row2.csv": ("UTF-8, comma", 3, "column 1", 1, 0),
    "csv/csvkit/no_header_row3.csv": ("UTF-8, comma", 3, "column 1", 2, 0),
    "csv/csvkit/null_byte.csv": ("UTF-8, comma", 3, "a", 1, 0),
    "csv/csvkit/sniff_limit.csv": ("UTF-8, semicolon", 3, "a", 1, 0),
    "csv/csvkit/test_empty_columns.csv": ("UTF-8, comma", 5, "a", 2, 0),
    "csv/csvkit/test_empty_columns_long_row.csv": ("UTF-8, comma", 3, "a", 0, 0),
    "csv/csvkit/test_extra_header.csv": ("UTF-8, comma", 4, "a", 1, 0),
    "csv/csvkit/test_geojson.csv": ("UTF-8, comma", 7, "id", 3, 0),
    "csv/csvkit/test_header_newline.csv": ("UTF-8, comma", 3, "start end", 1, 0),
    "csv/csvkit/test_latin1.csv": ("Windows-1252, comma", 3, "a", 2, 0),
    "csv/csvkit/test_locale.csv": ("UTF-8, comma", 3, "a", 1, 0),
    "csv/csvkit/test_skip_lines.csv": ("UTF-8, comma", 3, "a", 1, 0),
    "csv/csvkit/test_utf16_big.csv": ("UTF-16, comma", 3, "a", 2, 0),
    "csv/csvkit/test_utf16_little.csv": ("UTF-16, comma", 3, "a", 2, 0),
    "csv/csvkit/test_utf8_bom.csv": ("UTF-8, comma", 3, "foo", 2, 0),
    "csv/csvkit/testfixed_converted.csv": ("UTF-8, comma", 8, "text", 4, 0),
    "csv/csvkit/realdata/Datagov_FY10_EDU_recp_by_State.csv": (
        "UTF-8, comma", 9, "State Name", 53, 0,
    ),
    "csv/csvkit/realdata/FY09_EDU_Recipients_by_State.csv": (
        "UTF-8, comma", 10, "State Name", 52, 0,
    ),
    "csv/csvkit/realdata/census_2000/determination_schema.csv": (
        "UTF-8, comma", 6, "field_num", 21, 0,
    ),
    "csv/csvkit/realdata/event-notification-rpt-lastmonth.txt": (
        "UTF-8, vertical bar", 72, "Event Desc", 72, 0,
    ),
    "csv/csvkit/realdata/ks_1033_data.csv": ("UTF-8, comma", 14, "state", 1575, 0),
    "sf_dataloader/csvtext_BOM_UTF16BE.csv": ("UTF-16, comma", 3, "column1", 2, 0),
    "sf_dataloader/csvtext_BOM_UTF16LE.csv": ("UTF-16, comma", 3, "column1", 2, 0),
    "sf_dataloader/csvtext_BOM_UTF32BE.csv": ("UTF-32, comma", 3, "column1", 2, 0),
    "sf_dataloader/csvtext_BOM_UTF32LE.csv": ("UTF-32, comma", 3, "column1", 2, 0),
    "sf_dataloader/csvtext_BOM_UTF8.csv": ("UTF-8, comma", 3, "column1", 2, 0),
    "cdnow/CDNOW_master.txt": ("UTF-8, blanks", 4, "customer_id", 69_659, 0),
    "cdnow/CDNOW_sample.txt": ("UTF-8, blanks", 5, "column 1", 6_919, 0),
    "telco_classic/Telco-Customer-Churn.csv": ("UTF-8, comma", 21, "customerID", 7_043, 0),
    "ravenstack_ddmmyyyy_bom/ravenstack_feature_usage.csv": (
        "UTF-8, comma", 8, "usage_id", 25_000, 0,
    ),
    "ravenstack_ddmmyyyy_bom/ravenstack_supports_ticket.csv": (
        "UTF-8, comma", 9, "ticket_id", 2_000, 0,
    ),
    "churnsim_crm5_signal_dev/daily_event_counts.csv.gz": (
        "gzip, UTF-8, comma", 6, "account_id", 351_989, 0,
    ),
    "uci_sentences/amazon_cells_labelled.txt": ("UTF-8, tab", 2, "Review", 999, 0),
    "uci_sentences/imdb_labelled.txt": ("UTF-8, tab", 2, "column 1", 1_000, 0),
    "uci_sentences/yelp_labelled.txt": ("UTF-8, tab", 2, "column 1", 1_000, 0),
    "febrl_dedupe/dataset3.csv": ("UTF-8, comma and blank", 11, "rec_id", 5_000, 0),
}  # fmt: skip
REFUSED = {
    "csv/csvkit/empty.csv": "empty.csv has no rows",
    "csv/csvkit/test.sql": "test.sql is no format that HealthDesk reads.",
    "csv/csvkit/test_latin1.sql": "is no format that HealthDesk reads.",
    "csv/csvkit/testdbf.dbf": "testdbf.dbf is no format that HealthDesk reads.",
    "csv/csvkit/testfixed": FIXED,
    "csv/csvkit/testfixed_skip_lines": FIXED,
    "csv/csvkit/realdata/census_2000/VROUTFSJ.TXt": FIXED,
    "csv/csvkit/realdata/census_2000/usgeo_excerpt.upl": FIXED,
    "csv/csvkit/realdata/census_2010/ilgeo2010_excerpt.pl": FIXED,
}
TEXT = (".csv", ".tsv", ".txt", ".md", ".gz", ".bz2")
SAME = ("dummy.csv", "dummy.tsv", "dummy.csv.gz", "dummy.csv.bz2", "dummy2.csv", "sniff_limit.csv")
PLAIN = ("ravenstack", "churnsim_crm_dev", "fivetran", "nab", "exchange/ravenstack")


def reread(name):
    (raw,) = importers.open_place(str(DATA / name))
    return raw, *read(raw)


def found(folder, endings):
    return [
        path.relative_to(DATA).as_posix()
        for path in sorted((DATA / folder).rglob("*"))
        if path.suffix.lower() in endings
    ]


@pytest.mark.parametrize("name", here(READ))
def test_what_is_read(name):
    raw, cells, _, broken = reread(name)
    told, columns, first, records, faults = READ[name]
    assert (raw.told, len(raw.header), len(cells), len(broken)) == (told, columns, records, faults)
    assert raw.header[0].startswith(first)
    assert {len(row) for row in cells} <= {columns}


@pytest.mark.parametrize("name", here(REFUSED))
def test_what_is_refused_in_a_sentence(name):
    with pytest.raises(BadImport) as told:
        importers.open_place(str(DATA / name))
    assert REFUSED[name] in str(told.value)


@pytest.mark.parametrize("name", found("csv", TEXT))
def test_every_other_file_is_read(name):
    if name in REFUSED:
        return
    raw, cells, _, _ = reread(name)
    assert all(len(row) == len(raw.header) for row in cells)
    assert len(set(raw.header)) == len(raw.header)


@pytest.mark.parametrize("name", found("csv/csv-spectrum/csvs", (".csv",)))
def test_csv_spectrum_reads_as_its_twin_says(name):
    twin = DATA / "csv" / "csv-spectrum" / "json" / f"{Path(name).stem}.json"
    # the copies here have lost the carriage returns that their names promise
    wanted = json.loads(twin.read_text(encoding="utf-8").replace("\\r\\n", "\\n"))
    raw, cells, _, _ = reread(name)
    records = [dict(zip(raw.header, row, strict=True)) for row in cells]
    if "location" in name:  # the twin has another phone number
        wanted = [{**wanted, "Contact Phone Number": records[0]["Contact Phone Number"]}]
    assert records == wanted


@pytest.mark.parametrize("name", here(SAME))
def test_the_same_table_in_other_clothes(name):
    raw, cells, _, _ = reread(f"csv/csvkit/{name}")
    assert (raw.header, cells) == (("a", "b", "c"), [["1", "2", "3"]])


@pytest.mark.parametrize("name", here(["test_utf16_big.csv", "test_utf16_little.csv"]))
def test_letters_of_two_bytes(name):
    assert reread(f"csv/csvkit/{name}")[1][1] == ["4", "5", "\u02a4"]


@pytest.mark.parametrize("folder", here(PLAIN))
def test_plain_files_are_read_as_the_csv_module_reads_them(folder):
    for name in found(folder, (".csv",)):
        with (DATA / name).open(encoding="utf-8-sig", newline="") as stream:
            header, *rows = (row for row in csv.reader(stream) if any(row))
        raw, cells, _, broken = reread(name)
        assert (raw.header, broken) == (tuple(map(str.strip, header)), []), name
        assert cells == rows, name
