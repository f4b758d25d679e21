from __future__ import annotations

import csv

import pytest

from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.exchange import TABLES, Cell
from healthdesk.core.domain.op import op
from healthdesk.core.services import exports, settings
from healthdesk.core.services.settings import DeskSettings
from tests import folders, make


@op("Sentiment")
def estimate(tx):
    tx.connection().exec_driver_sql("UPDATE survey SET sentiment_estimated = 0.25 WHERE id = 1")


@op("Zone")
def set_zone(tx, zone):
    settings.write(tx, DeskSettings(zone=zone))


@op("Ticket")
def ticket(tx):
    row = make.account(tx, "a")
    tx.connection().exec_driver_sql(
        "INSERT INTO ticket (ticket_id, account_id, opened_on, opened_at, priority)"
        " VALUES ('t', ?, 20454, '2026-01-01T23:30:00+00:00', 'low')",
        (row,),
    )


def rows(files, table):
    return list(csv.DictReader(files[f"{table}.csv"].decode().splitlines()))


def test_every_table_has_its_file_with_all_its_columns(desk, tmp_path):
    files = folders.exported(desk, tmp_path / "out")
    for table in TABLES:
        header = files[table.file].decode().splitlines()[0].split(",")
        assert header == [c.name for c in table.columns if c.cell is not Cell.IGNORED]


def test_counts_are_told_and_rows_are_sorted_by_key(desk, tmp_path):
    desk.do(make.fill, 12)
    counts = desk.read(exports.exchange, tmp_path / "out")
    assert (counts["accounts"], counts["usage"], counts["tickets"]) == (12, 360, 12)
    files = folders.exported(desk, tmp_path / "out")
    ids = [row["account_id"] for row in rows(files, "accounts")]
    assert ids == sorted(ids)
    keys = [(r["account_id"], r["metric"], r["day"]) for r in rows(files, "usage")]
    assert keys == sorted(keys)
    assert rows(files, "accounts")[0]["tier"] == "gold"
    assert rows(files, "touchpoints")[0]["contact_ids"] == "c0"


def test_exporting_twice_gives_the_same_bytes(desk, tmp_path):
    desk.do(make.fill)
    assert folders.exported(desk, tmp_path / "a") == folders.exported(desk, tmp_path / "b")


def test_an_estimate_has_a_column_of_its_own_only_where_there_is_one(desk, tmp_path):
    desk.do(make.fill)
    assert "sentiment_estimated" not in rows(folders.exported(desk, tmp_path / "a"), "surveys")[0]
    desk.do(estimate)
    found = rows(folders.exported(desk, tmp_path / "b"), "surveys")
    assert [(row["sentiment"], row["sentiment_estimated"]) for row in found] == [
        ("", "0.25"), ("", ""), ("", "")
    ]  # fmt: skip


def test_an_instant_that_falls_on_another_day_in_a_new_zone_goes_out_as_its_day(desk, tmp_path):
    desk.do(set_zone, "Etc/UTC")
    desk.do(ticket)
    (before,) = rows(folders.exported(desk, tmp_path / "a"), "tickets")
    desk.do(set_zone, "Asia/Tokyo")
    (after,) = rows(folders.exported(desk, tmp_path / "b"), "tickets")
    assert (before["opened_on"], after["opened_on"]) == ("2026-01-01T23:30:00+00:00", "2026-01-01")


def test_a_folder_of_someone_else_is_refused_before_anything_is_read(desk, tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(DeskError, match="no earlier export"):
        desk.read(exports.exchange, tmp_path)


class Stops:
    def step(self, done, total, text):
        raise Cancelled


def test_cancelling_leaves_nothing(desk, tmp_path):
    desk.do(make.fill, 3, 2_000)
    with pytest.raises(Cancelled):
        desk.read(exports.exchange, tmp_path / "x" / "out", progress=Stops())
    assert list((tmp_path / "x").iterdir()) == []
