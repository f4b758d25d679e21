"""A saved query against a real PostgreSQL server: what is new, a question, a stopped server."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.domain.facts import to_day
from healthdesk.core.services import contents, feeds, imports, intake, saved_query, sources
from healthdesk.core.services.source_state import row_of, state_of
from tests.core.importers.database.server import PASSWORD, PROGRAMS, running

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ASKS = "SELECT ticket_id, account_id, opened_on, priority FROM tickets WHERE updated_at > :since"
SCRIPT = """
create table tickets(ticket_id text, account_id text, opened_on date, priority text,
  updated_at timestamp);
insert into tickets select 'T-' || g, 'a' || (g % 3), date '2026-02-01' + g, 'high',
  timestamp '2026-02-01 08:00' + g * interval '1 day' from generate_series(1, 40) g;
create table odd(number text, account text, opened text);
insert into odd values ('1', 'a1', '03/04/2026'), ('2', 'a2', '05/06/2026');
"""


@pytest.fixture(scope="module", params=PROGRAMS, ids=lambda path: f"PostgreSQL {path.parent.name}")
def programs(request):
    return request.param


@pytest.fixture
def server(programs):
    with running(programs) as started:
        started.run(SCRIPT)
        yield started


@pytest.fixture
def desk(furnished, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    made = furnished(clock=Clock(instant=NOW))
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("account_id,name\na0,Alder\na1,Birch\na2,Cedar\n")
    made.do(imports.run, [accounts])
    return made


def read_last(desk):
    return sum(one.read for one in desk.read(imports.history)[0].tables.values())


def test_a_query_brings_what_is_new_until_the_server_stops(desk, programs, server):
    number = desk.do(sources.add_query, "Help desk", server.url(), ASKS)
    (view,) = desk.read(sources.all)
    assert PASSWORD not in view.place
    locked = desk.do(sources.refresh, number)
    assert (locked.password, locked.batch) == (True, None)

    first = desk.do(sources.refresh, number, password=PASSWORD)
    assert (first.new, first.error, first.questions) == (40, "", ())

    server.run(
        "insert into tickets values ('T-41', 'a1', '2026-03-14', 'low', '2026-03-14 10:00');\n"
        "update tickets set priority = 'urgent', updated_at = '2026-03-14 10:00'"
        " where ticket_id = 'T-7'"
    )
    desk.clock = Clock(instant=NOW + timedelta(hours=2))
    second = desk.do(sources.refresh, number)
    assert (second.new, second.changed, second.error) == (1, 1, "")
    assert read_last(desk) == 2, "only what was written since it was asked last"

    desk.clock = Clock(instant=NOW + timedelta(hours=3))
    third = desk.do(sources.refresh, number)
    assert (third.new, third.changed, third.error) == (0, 0, "")

    server.stop()
    desk.clock = Clock(instant=NOW + timedelta(days=20))
    gone = desk.do(sources.refresh, number)
    assert gone.batch is None
    assert "127.0.0.1" in gone.error
    assert PASSWORD not in gone.error
    assert desk.read(sources.all)[0].last_error == gone.error
    assert {one.name: one.rows for one in desk.read(contents.contents)}["tickets"] == 41
    (late,) = desk.read(feeds.late, to_day(date(2026, 4, 3)))
    assert late.sentence == "tickets: no data since 14 Mar, 20 days"
    since = desk.read(lambda tx: state_of(row_of(tx, number)).since)
    assert since == "2026-03-14 12:30:00", "what comes meanwhile is asked for when it is back"


def test_a_whole_table_is_compared_row_by_row(desk, server):
    number = desk.do(sources.add_query, "Help desk", server.url(), "tickets")
    assert desk.do(sources.refresh, number, password=PASSWORD).new == 40
    server.run("insert into tickets values ('T-41', 'a1', '2026-03-14', 'low', now())")
    again = desk.do(sources.refresh, number)
    assert (again.new, again.changed, read_last(desk)) == (1, 0, 41)


def test_a_question_about_a_query_is_answered_in_the_wizard(desk, server):
    number = desk.do(sources.add_query, "Odd ones", server.url(), "SELECT * FROM odd")
    asked = desk.do(sources.refresh, number, password=PASSWORD)
    (question,) = asked.questions
    assert question.place == f"query://{number}/Odd ones"
    found = desk.read(intake.look, [question.place])
    (proposal,) = found.proposals
    assert proposal.raw.header == ("number", "account", "opened")
    assert proposal.file.reading.query == "", "a mapping is kept without the query"
    desk.memory.clear()
    (refused,) = desk.read(intake.look, [question.place]).unreadable
    assert refused.name == "Odd ones"
    assert "password of Odd ones" in refused.sentence
    assert desk.read(saved_query.asking, "postgresql://h/db") is None


def test_another_password_is_asked_for_where_the_server_refuses_one(desk, server):
    number = desk.do(sources.add_query, "Help desk", server.url(), "tickets")
    wrong = desk.do(sources.refresh, number, password="of last year")
    assert wrong.password
    assert "of last year" not in wrong.error
    assert desk.do(sources.refresh, number, password=PASSWORD).new == 40
