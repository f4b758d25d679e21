"""What a desk keeps ready is had without opening it: only if it is good, and nothing is touched."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.op import op
from healthdesk.core.services import settings, snapshots
from healthdesk.core.services.settings import DeskSettings
from healthdesk.core.store import db, glance


@op("Keep")
def keep(tx, key, stamp):
    snapshots.keep(tx, key, stamp, ["ready"])


@op("Other zone")
def other_zone(tx):
    settings.write(tx, DeskSettings(zone="Europe/Oslo"))


@op("Look")
def look_at_it(tx):
    tx.execute(text("INSERT INTO visit (at, day) VALUES ('2026-11-23T08:00:00+00:00', 20780)"))


@op("Record")
def record(tx):
    tx.execute(text("INSERT INTO account (account_id, name) VALUES ('a', 'A')"))


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "kept.healthdesk"
    with Desk.create(made) as desk:
        desk.do(keep, "all page", desk.stamp)
        desk.do(keep, "table", desk.stamp)
    return made


def found(path, key="all page"):
    return glance.look(path, lambda told: key)


def test_what_is_kept_is_found_and_no_file_appears(path):
    before = sorted(one.name for one in path.parent.iterdir()), path.read_bytes()
    assert found(path) == b"\x91\xa5ready"
    assert found(path, "other") is None
    assert (sorted(one.name for one in path.parent.iterdir()), path.read_bytes()) == before


def test_the_key_may_follow_the_settings(path):
    with Desk.open(path) as desk:
        desk.do(other_zone)
        desk.do(keep, "all page", desk.stamp)
    told = []
    assert glance.look(path, lambda one: told.append(dict(one)) or "all page") is not None
    assert told[0]["zone"] == '"Europe/Oslo"'


@pytest.mark.parametrize(
    ("change", "page", "table"),
    [(record, False, False), (look_at_it, False, True), (other_zone, False, False)],
)
def test_a_page_is_good_until_anything_changes_and_a_table_until_facts_do(
    path, change, page, table
):
    with Desk.open(path) as desk:
        desk.do(change)
    assert (found(path) is not None, found(path, "table") is not None) == (page, table)


def test_a_desk_that_is_open_or_was_not_closed_is_not_glanced_at(path):
    with Desk.open(path) as desk:
        desk.do(keep, "more", desk.stamp)
        assert found(path) is None
    assert found(path) is not None


@pytest.mark.parametrize(
    "pragma", [f"user_version={db.SCHEMA + 1}", f"user_version={db.SCHEMA - 1}", "application_id=1"]
)
def test_another_schema_or_program_is_left_to_the_opening(path, pragma):
    with closing(db.connect(path, "rw")) as connection:
        connection.execute(f"PRAGMA {pragma}")
        connection.execute("PRAGMA journal_mode=DELETE")
    assert found(path) is None


@pytest.mark.parametrize("content", [b"", b"no desk at all", b"SQLite format 3\x00" + bytes(4096)])
def test_any_other_file_gives_nothing(tmp_path, content):
    file = tmp_path / "odd.healthdesk"
    assert found(file) is None
    file.write_bytes(content)
    assert found(file) is None
    assert found(tmp_path) is None


def test_a_view_in_the_place_of_the_table_gives_nothing(path):
    with closing(db.connect(path, "rw")) as connection:
        connection.execute("ALTER TABLE snapshot RENAME TO hidden")
        connection.execute("CREATE VIEW snapshot AS SELECT * FROM hidden")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert found(path) is None


def test_looking_needs_nothing_heavy():
    code = (
        "import sys, healthdesk.core.services.today_kept;"
        "print([m for m in ('numpy', 'sqlalchemy', 'alembic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
