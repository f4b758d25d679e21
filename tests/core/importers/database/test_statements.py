"""What may be sent to someone's database, and what addresses are understood."""

from __future__ import annotations

import builtins

import pytest

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.importers import database
from healthdesk.core.importers.database import connection
from healthdesk.core.importers.database.statements import reading_only


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("select 1", "select 1"),
        ("  SELECT * FROM t ;\n", "SELECT * FROM t"),
        ("with a as (select 1) select * from a", "with a as (select 1) select * from a"),
        ("(select 1) union (select 2)", "(select 1) union (select 2)"),
        ("select 'insert; drop' as x", "select 'insert; drop' as x"),
        ('select "update" from t', 'select "update" from t'),
        ("-- delete\nselect 1 /* ; drop */", "-- delete\nselect 1 /* ; drop */"),
        ("select * from t where :since is null", "select * from t where NULL is null"),
        ("select ':since', a::since, b:since from t", "select ':since', a::since, b:since from t"),
        ("select $$a;insert$$", "select $$a;insert$$"),
        ("select updated_at, created_at from t", "select updated_at, created_at from t"),
    ],
)
def test_what_only_reads_is_sent_as_it_stands(query, sent):
    assert reading_only(query, "desk") == sent


@pytest.mark.parametrize(
    "query",
    [
        "",
        "insert into t values (1)",
        "delete from t",
        "drop table t",
        "call f()",
        "explain analyze delete from t",
        "select 1; delete from t",
        "with a as (delete from t returning *) select * from a",
        "select * into u from t",
        "select * from t for update",
        "/* select */ truncate t",
        "'select' delete",
    ],
)
def test_what_could_write_is_refused(query):
    with pytest.raises(BadImport, match="desk: the query"):
        reading_only(query, "desk")


@pytest.mark.parametrize(
    ("place", "sure"),
    [
        ("postgresql+pg8000://u@h/db", 1.0),
        ("mysql://h/db", 1.0),
        ("C:\\files\\a.csv", 0.0),
        ("/home/u/a.csv", 0.0),
        ("c://a", 0.0),
    ],
)
def test_an_address_is_known_by_its_form(place, sure):
    assert database.sniff(place, b"") == sure


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nosuch://u:pw-s3cret@h/db", "knows no database “nosuch”"),
        ("sqlite:///a.db", "by its path"),
        ("postgresql://u:pw-s3cret@127.0.0.1:1/db", "nobody answers"),
        ("postgresql://u:pw-s3cret@h:port/db", "cannot be understood"),
    ],
)
def test_addresses_that_lead_nowhere_are_told_without_their_password(place, words):
    with pytest.raises(BadImport, match=words) as told:
        database.parts(place, Reading())
    assert "pw-s3cret" not in str(told.value)
    assert told.value.__cause__ is None


def test_a_driver_that_is_missing_is_named(monkeypatch):
    load = builtins.__import__

    def without(name, *more):
        if name.partition(".")[0] == "pg8000":
            raise ModuleNotFoundError("No module named 'pg8000'", name="pg8000")
        return load(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    url = connection.parsed("postgresql://u@h/db")
    with pytest.raises(BadImport, match=r"pip install healthdesk\[postgresql\]"):
        connection.engine_of(url)
