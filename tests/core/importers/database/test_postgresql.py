"""A real PostgreSQL server: types, streams, and that nothing is ever written to it."""

from __future__ import annotations

import tracemalloc

import pytest

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.importers import chunks, database, open_place
from healthdesk.core.importers.database import connection
from tests.core.importers.database.server import PASSWORD, PROGRAMS, running

SCRIPT = """
create table kinds(id bigint, n numeric(12,2), f double precision, r real, b boolean, d date,
  ts timestamp, tz timestamptz, j jsonb, words text[], ints int[], u uuid, raw bytea, iv interval,
  clock time, x text);
insert into kinds values (1, 10.50, 0.1, 0.1, true, '2024-03-05', '2024-03-05 04:14:00',
  '2024-03-05 04:14:00+02', '{"a": [1, {"b": null}], "c": "ä"}', '{x,y}', '{1,2,null}',
  '00000000-0000-0000-0000-000000000001', '\\xff00', '1 day 2 hours', '04:14', '00123'),
  (2, 'NaN', 'NaN', 'Infinity', null, null, null, null, null, null, null, null, null, null, null,
  null);
create table "Big One"(id int, v text);
insert into "Big One" select g, repeat('x', 50) || g from generate_series(1, 100000) g;
create schema hub;
create table hub.tickets(id int, "per%cent" text);
insert into hub.tickets values (1, 'a:b');
create view seen as select id from kinds;
create materialized view kept as select id from kinds;
create sequence steps;
analyze;
"""
KINDS = {
    "id": "1",
    "n": "10.50",
    "f": "0.1",
    "r": "0.1",
    "b": "true",
    "d": "2024-03-05",
    "ts": "2024-03-05T04:14:00",
    "tz": "2024-03-05T02:14:00+00:00",
    "j": '{"a": [1, {"b": null}], "c": "ä"}',
    "words": "x;y",
    "ints": "1;2;",
    "u": "00000000-0000-0000-0000-000000000001",
    "raw": "ff00",
    "iv": "26:00:00",
    "clock": "04:14:00",
    "x": "00123",
}


@pytest.fixture(scope="module", params=PROGRAMS, ids=lambda path: f"PostgreSQL {path.parent.name}")
def server(request):
    with running(request.param) as started:
        started.run(SCRIPT)
        yield started


def read(server, part="", query=""):
    raw = database.open_part(server.url(), part, Reading(query=query))
    return raw, [row for one in database.chunks(raw, 20_000) for row in one.cells]


def test_tables_and_views_of_all_schemas_are_parts(server):
    found = database.parts(server.url(), Reading())
    assert found == ("Big One", "kept", "kinds", "seen", "hub.tickets")


def test_every_kind_of_value_becomes_text(server):
    raw, cells = read(server, "kinds")
    assert raw.name == "postgres · kinds"
    assert raw.about == 2
    assert dict(zip(raw.header, cells[0], strict=True)) == KINDS
    assert cells[1] == ["2"] + [""] * (len(raw.header) - 1)
    assert read(server, "hub.tickets")[1] == [["1", "a:b"]]
    assert read(server, "kept")[1] == read(server, "seen")[1] == [["1"], ["2"]]


def test_the_catalogue_opens_all_of_it(server):
    tables = open_place(server.url())
    assert [len(list(chunks(one))) for one in tables] == [20, 1, 1, 1, 1]
    assert PASSWORD not in "".join(f"{one.name}{one.told}{one.notes}" for one in tables)


def test_many_rows_stream_in_bounded_memory(server):
    raw = database.open_part(server.url(), "Big One", Reading())
    rows = database.chunks(raw, 20_000)
    next(rows)
    tracemalloc.start()
    try:
        count = sum(len(one.cells) for one in rows)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 95_000
    assert most < 12_000_000  # five thousand rows at a time; all of them take five times that


def test_a_query_is_sent_as_it_stands(server):
    query = (
        "select x, :since as s, ':since' as t, 5 % 3 as m, 'a%' as z, d::text, '12:30' as k, "
        "1 as k from kinds where (:since is null or ts > :since) and x like '00%' -- done\n;"
    )
    raw, cells = read(server, query=query)
    assert raw.name == "postgres · query"
    assert raw.header == ("x", "s", "t", "m", "z", "d", "k", "k (2)")
    assert cells == [["00123", "", ":since", "2", "a%", "2024-03-05", "12:30", "1"]]


@pytest.mark.parametrize(
    "query",
    [
        "insert into kinds(id) values (9)",
        "with gone as (delete from kinds returning id) select * from gone",
        "select * from kinds for update",
        "select nextval('steps')",
        "select 1; drop table kinds",
    ],
)
def test_nothing_is_ever_written(server, query):
    with pytest.raises(BadImport, match="postgres"):
        read(server, query=query)
    assert len(read(server, "kinds")[1]) == 2


def test_the_server_itself_refuses_to_write(server):
    """Should a statement come past our own look at it."""
    url = connection.parsed(server.url())
    with (
        pytest.raises(BadImport, match="read-only transaction"),
        connection.reading(server.url()) as base,
        connection.sentences(url),
    ):
        base.exec_driver_sql("delete from kinds")
    assert len(read(server, "kinds")[1]) == 2


def test_a_slow_query_is_stopped_by_the_server(server, monkeypatch):
    monkeypatch.setattr(connection, "TIMEOUT", 0.2)
    with pytest.raises(BadImport, match="took longer"):
        read(server, query="select pg_sleep(60)")


def test_closing_the_records_ends_the_connection(server):
    raw = database.open_part(server.url(), "Big One", Reading())
    rows = database.chunks(raw, 1_000)
    next(rows)
    mine = "select count(*)::int from pg_stat_activity where query like 'FETCH 1000 %'"
    assert read(server, query=mine)[1] == [["1"]]
    rows.close()
    watch = server.connect()
    cursor = watch.cursor()
    left = 1
    for _ in range(5_000):  # the server notices when it next looks at the connection
        cursor.execute(mine)
        left = cursor.fetchone()[0]
        watch.commit()
        if not left:
            break
    watch.close()
    assert left == 0


@pytest.mark.parametrize(
    ("part", "query"), [("nope", ""), ("", "select * from nope"), ("", "select nonsense")]
)
def test_what_the_server_says_is_told_in_a_line(server, part, query):
    with pytest.raises(BadImport, match=r"postgres cannot be read: .* does not exist") as told:
        read(server, part, query)
    assert "\n" not in str(told.value)


def test_a_wrong_password_is_told_and_not_shown(server):
    with pytest.raises(BadImport, match="authentication failed") as told:
        database.parts(server.url(password="wr0ng-s3cret"), Reading())
    assert "wr0ng-s3cret" not in str(told.value)
    assert told.value.__cause__ is None
