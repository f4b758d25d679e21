"""The help names every table, view and column of a desk's file, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

from healthdesk.core.store import schema, views
from healthdesk.core.store.tables import Base

HELP = Path(__file__).resolve().parents[2] / "resources" / "help" / "desk-file.md"


def rows():
    return re.findall(
        r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", HELP.read_text("utf-8"), re.MULTILINE
    )


def test_every_table_stands_once_with_all_its_columns():
    told = {name: columns.strip().split(", ") for name, _, columns in rows()}
    assert len(told) == len(rows())
    assert set(told) == set(schema.tables())
    for name, columns in told.items():
        if name != "usage":
            there = [one.name for one in Base.metadata.tables[name].columns if one.name != "id"]
            assert columns == there, name
    assert all(len(words.strip()) > 10 for _, words, _ in rows())


def test_every_view_is_named():
    text = HELP.read_text("utf-8")
    for name in (*views.READABLE, "usage_long", "usage_by_day"):
        assert f"`{name}`" in text
