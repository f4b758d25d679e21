"""SQLite files of others: read, never run, never changed; damaged ones are told (S-05)."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.importers import open_place, sqlite_file

SCRIPT = """
create table t(id integer primary key, n real, b blob, x text, "a ""q" int);
insert into t values(1, 0.5, x'ff', 'ä', null), (2, 1e300, 'txt', 'b', 3);
create table many(n integer); create table empty(a, b);
create view plain as select id from t where id > 1;
create view calls as select upper(x) from t;
create view endless as
  with recursive q(n) as (select 1 union all select n + 1 from q) select n from q;
create virtual table words using fts5(a);
create trigger harm after update on t begin delete from t; end;
"""


@pytest.fixture
def base(tmp_path):
    path = tmp_path / "their.db"
    with closing(sqlite3.connect(path)) as made:
        made.executescript(SCRIPT)
        made.executemany("insert into many values(?)", ((n,) for n in range(5_000)))
        made.commit()
    return path


def read(path, part="", query=""):
    raw = sqlite_file.open_part(str(path), part, Reading(query=query))
    chunks = list(sqlite_file.chunks(raw, 2_000))
    return raw, [row for one in chunks for row in one.cells], chunks


def test_tables_and_plain_views_are_parts(base):
    assert sqlite_file.parts(str(base), Reading()) == ("t", "many", "empty", "plain")


def test_values_become_text(base):
    before = base.read_bytes()
    raw, cells, _ = read(base, "t")
    assert raw.header == ("id", "n", "b", "x", 'a "q')
    assert raw.name == "their.db · t"
    assert cells == [["1", "0.5", "ff", "ä", ""], ["2", "1e+300", "txt", "b", "3"]]
    assert base.read_bytes() == before
    assert read(base, "plain")[1] == [["2"]]
    assert read(base, "empty")[1] == []


def test_rows_come_in_pieces_with_their_numbers(base):
    raw, _, chunks = read(base, "many")
    assert raw.about == 5_000
    assert [len(one.cells) for one in chunks] == [2_000, 2_000, 1_000]
    assert [line for one in chunks for line in one.lines] == list(range(2, 5_002))


@pytest.mark.parametrize("part", ["calls", "endless", "words", "sqlite_master", "nope"])
def test_what_would_run_or_is_not_theirs_is_refused(base, part):
    with pytest.raises(BadImport, match=r"their\.db"):
        read(base, part)


def test_a_query_may_calculate(base):
    query = "with a as (select upper(x) u, :since s from t) select u, s from a order by 1;"
    raw, cells, _ = read(base, query=query)
    assert (raw.header, cells) == (("u", "s"), [["B", ""], ["ä", ""]])


@pytest.mark.parametrize(
    "query",
    [
        "delete from t",
        "update t set n = 1",
        "create table z(a)",
        "drop table t",
        "attach 'z.db' as z",
        "pragma journal_mode=wal",
        "select 1; delete from t",
        "select * from calls",
        "vacuum",
        "nonsense",
    ],
)
def test_a_query_may_only_read(base, query):
    before = base.read_bytes()
    with pytest.raises(BadImport, match=r"their\.db"):
        read(base, query=query)
    assert base.read_bytes() == before
    assert [path.name for path in base.parent.iterdir()] == ["their.db"]


def test_a_query_without_end_is_stopped(base, monkeypatch):
    monkeypatch.setattr(sqlite_file, "SECONDS", 0.2)
    query = "with recursive q(n) as (select 1 union all select n+1 from q) select count(*) from q"
    with pytest.raises(BadImport, match="longer"):
        read(base, query=query)


def test_latest_changes_in_a_side_file_are_told(base):
    side = base.with_name("their.db-wal")
    side.write_bytes(b"x" * 100)
    assert "-wal" in read(base, "t")[0].notes[0]


def test_a_desk_is_opened_not_imported(desk, tmp_path):
    copied = tmp_path / "copied.db"
    desk.backup(copied)
    with pytest.raises(BadImport, match="is a desk of HealthDesk"):
        open_place(str(copied))


@pytest.mark.parametrize("data", [b"", b"SQLite format 3\0", b"no database" * 50])
def test_other_files_are_told(data, tmp_path):
    path = tmp_path / "odd.sqlite"
    path.write_bytes(data)
    with pytest.raises(BadImport, match=r"odd\.sqlite"):
        sqlite_file.parts(str(path), Reading())


@pytest.mark.parametrize("seed", range(4))
def test_changed_bytes_never_do_more_than_a_sentence(base, seed, monkeypatch):
    monkeypatch.setattr(sqlite_file, "SECONDS", 2.0)
    chance = random.Random(seed)
    good = base.read_bytes()
    refused = 0
    for _ in range(125):
        data = bytearray(good)
        for _ in range(chance.choice((1, 3, 10, 100))):
            data[chance.randrange(16, len(data))] = chance.randrange(256)
        base.write_bytes(data[: chance.randrange(len(data))] if chance.random() < 0.2 else data)
        try:
            for part in sqlite_file.parts(str(base), Reading()):
                read(base, part)
        except BadImport:
            refused += 1
    assert 0 < refused < 125
