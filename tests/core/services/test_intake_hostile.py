"""S-01, S-04, S-08: column names and mapping documents that mean harm are names and refusals."""

from __future__ import annotations

import csv
import json

import pytest

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadDocument, BadImport, DeskError
from healthdesk.core.domain.intake import Plan, Planned
from healthdesk.core.domain.mapping import ColumnMap, FileMap, Reading, TableMap
from healthdesk.core.services import gathering, imports, intake, mappings, sources
from tests import child, folders, make

HOSTILE = [
    *("select", "drop table account;--", 'a"b', "a'b", "z" * 10_000, "__proto__", "constructor"),
    *("\u202eevil", "\u2066\u2069", "=cmd|' /C calc'!A0", "@sum", "+1", "<b>x</b>", "{x}", "%s"),
    *("id", "batch_id", "undone", "NULL", "\\", "a\nb", "x\x01y", "x\x7f", "\ufeffq"),
    *(
        "\u0430ccount_id",
        "account_id\u200b",
        "account_id (2)",
        "--",
        "1e5",
        "\U0001d4c3ame",
        "\ufb01rst",
    ),
]


def plan_of(path, columns):
    """A plan that makes an attribute of each column under its own name."""
    (raw,) = importers.open_place(str(path), Reading("delimited", header=1))
    own = {"account_id": ColumnMap("Customer Id"), "name": ColumnMap("Customer Name")}
    told = own | {name: ColumnMap(name) for name in raw.header[2:] if columns(name)}
    return Plan((Planned(raw, FileMap("C", (path.name,), tables=(TableMap("accounts", told),))),))


def written(path, names):
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Customer Id", "Customer Name", *names])
        for row in range(2):
            writer.writerow([f"c{row}", f"Customer {row}", *(f"={n[:9]} {row}" for n in names)])
    return path


def test_hostile_column_names_are_attributes_like_any_other(desk, tmp_path):
    tables = make.dump(desk).keys()
    result = desk.do(
        imports.run, [], plan=plan_of(written(tmp_path / "c.csv", HOSTILE), lambda _: True)
    )
    assert result.rejects == ()
    assert len(make.dump(desk)["attribute"]) == len(HOSTILE)
    assert make.dump(desk).keys() == tables
    assert desk.check() == []
    out = folders.exported(desk, tmp_path / "out")
    with folders.new_desk() as (other, place):
        assert other.do(imports.run, [tmp_path / "out"]).rejects == ()
        assert folders.exported(other, place / "again") == out
    desk.undo()
    assert make.dump(desk)["attribute"] == []


@pytest.mark.parametrize("name", ["Account_ID", "NAME", "Arr", "PARENT_ID"])
def test_attributes_too_like_our_own_columns_are_refused(desk, tmp_path, name):
    plan = plan_of(written(tmp_path / "c.csv", [name]), lambda _: True)
    before = make.dump(desk)
    with pytest.raises(BadImport, match=r"too like|the same attribute"):
        desk.do(imports.run, [], plan=plan)
    assert make.dump(desk) == before


def test_attributes_that_differ_in_case_alone_are_refused_and_never_proposed(desk, tmp_path):
    path = written(tmp_path / "c.csv", ["Plan", "PLAN"])
    with pytest.raises(BadImport, match="the same attribute"):
        desk.do(imports.run, [], plan=plan_of(path, lambda _: True))
    seen = desk.read(intake.look, [str(written(tmp_path / "accounts.csv", ["Name", "ARR", "Arr"]))])
    targets = [one.target.casefold() for one in seen.proposals[0].columns if one.target]
    assert len(targets) == len(set(targets))


def test_half_a_letter_is_told(desk, tmp_path):
    path = tmp_path / "accounts.json"
    rows = [{"Id": f"c{n}", "Name": f"N{n}", "Plan": "%"} for n in range(3)]
    path.write_text(json.dumps(rows).replace("%", "\\ud800"), encoding="utf-8")
    (raw,) = importers.open_place(str(path))
    own = {"account_id": "Id", "name": "Name", "tier": "Plan"}
    told = TableMap("accounts", {name: ColumnMap(source) for name, source in own.items()})
    with pytest.raises(BadImport, match="half of one"):
        desk.do(imports.run, [], plan=Plan((Planned(raw, FileMap("C", tables=(told,))),)))


def deep(levels):
    return '{"name":"x","files":' + "[" * levels + "]" * levels + "}"


def document(**more):
    table = {"table": "accounts", "columns": {"account_id": {"source": "Id"}}} | more
    return json.dumps({"name": "x", "files": [{"name": "f", "tables": [table]}]})


JOIN = {"file": "../../*", "key": "Id", "take": "Id"}


@pytest.mark.parametrize(
    "text",
    [
        *("", "null", "[]", "1", '"x"', "{}", '{"name":1,"files":[]}', '{"name":"x","files":{}}'),
        *(deep(10), deep(100_000), '{"name":"x","files":[{}]}', '{"name":"x","files":[[]]}'),
        *('{"name":"x","files":[]}', '{"name":"' + "x" * 10_000 + '","files":[]}', "\ufeff{"),
        document(table="account; drop table account"),
        document(columns=[]),
        document(columns={"account_id": 1}),
        document(columns={"account_id": {"source": "Id", "factor": 1e300}}),
        document(columns={"account_id": {"source": "Id", "zone": "../../etc/passwd"}}),
        document(columns={"account_id": {"source": "Id", "take": 10**30}}),
        document(columns={"account_id": {"source": "Id", "__class__": "x"}}),
        document(columns={"account_id": {"source": "Id", "through": [{**JOIN, "more": 1}]}}),
        document(where=[{"column": "Id", "op": "exec"}]),
        document(table="tickets", columns={"__proto__": {"source": "Id"}}),
        json.dumps({"name": "x", "schema": 99, "files": [{"name": "f"}]}),
    ],
)
def test_documents_that_are_none_are_refused_with_their_place(text):
    with pytest.raises(BadDocument):
        mappings.parse(text.encode("utf-8"))


def test_a_huge_document_is_not_read(desk, tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as stream:
        stream.truncate(mappings.LARGEST + 1)
    with pytest.raises(BadDocument, match="larger than"):
        desk.read(mappings.find, str(path))


@pytest.mark.parametrize("pattern", ["../../*", "/etc/passwd", "*secret*", "..\\*", "[!a]*/*"])
def test_joins_look_only_into_files_of_the_same_drop(desk, tmp_path, pattern):
    (tmp_path / "secret.csv").write_text("Id,Key\nc0,hidden\n", encoding="utf-8")
    path = written(folders.write(tmp_path / "in", {}) / "c.csv", ["Plan"])
    through = [{"file": pattern, "key": "Id", "take": "Key"}]
    columns = {
        "account_id": {"source": "Customer Id"},
        "name": {"source": "Customer Id", "through": through},
    }
    parsed = mappings.parse(document(columns=columns))
    (raw,) = importers.open_place(str(path))
    plan = Plan((Planned(raw, parsed.files[0]),))
    with pytest.raises(BadImport, match="needs the file"):
        desk.do(imports.run, [], plan=plan)
    desk.do(mappings.keep, parsed)
    source = desk.do(sources.add_folder, "Watched", str(path.parent), "x")
    with pytest.raises(DeskError, match="needs the file"):
        desk.do(sources.refresh, source)
    assert make.dump(desk)["account"] == []


@pytest.mark.parametrize(
    "query",
    [
        *("drop table account", "select 1; drop table account", "update account set name = 1"),
        *(
            "with x as (select 1) delete from account",
            "pragma writable_schema=1",
            "attach 'x' as y",
        ),
        *("select load_extension('x')", "select writefile('x', 'y')", "vacuum into 'x'"),
    ],
)
def test_saved_queries_only_read(desk, tmp_path, query):
    path = tmp_path / "other.sqlite"
    code = (
        "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('create table account(a)')"
    )
    child.run(
        code + "; c.execute(\"insert into account values ('x')\"); c.commit(); c.close()", path
    )
    before = path.read_bytes()
    source = desk.do(sources.add_query, "Q", str(path), query)
    found = desk.read(gathering.gather, source)
    assert found.error
    assert found.empty
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if not one.name.startswith("desk")] == [
        path.name
    ]
