from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.domain.errors import BadDocument, BadImport, Cancelled, DeskError, NotFound
from healthdesk.core.domain.op import op
from healthdesk.core.domain.views import TableCount
from healthdesk.core.services import import_usage, imports, settings
from healthdesk.core.services.settings import DeskSettings
from tests import folders, make

ACCOUNTS = "account_id,name\na1,One\na2,Two\n"
EXCHANGE = Path(__file__).resolve().parents[4] / "shared" / "data" / "exchange"
REAL = ("ravenstack", "churnsim_crm5_signal_dev") if EXCHANGE.is_dir() else ()
"""Folders of other people, where they lie beside the project."""


@op("Zone")
def set_zone(tx, zone):
    settings.write(tx, DeskSettings(zone=zone))


@pytest.fixture
def bring(desk, tmp_path):
    """Import tables given as texts; each call is a folder of its own."""
    made = []

    def run(_options=None, **tables):
        folder = folders.write(tmp_path / f"folder {len(made)}", tables)
        made.append(folder)
        return desk.do(imports.run, [folder], **(_options or {}))

    return run


def out(desk, tmp_path, table):
    """One exported table, as rows by column."""
    text = folders.exported(desk, tmp_path / "out")[f"{table}.csv"].decode()
    return list(csv.DictReader(text.splitlines()))


def reasons(result):
    return [(r.file, r.line, r.column, r.value, r.reason) for r in result.rejects]


def test_new_changed_same_and_rejected_are_counted(bring, desk, tmp_path):
    bring(
        accounts=ACCOUNTS, tickets="ticket_id,account_id,opened_on,priority\nt1,a1,2026-01-01,low\n"
    )
    result = bring(
        tickets="ticket_id,account_id,opened_on,priority\n"
        "t1,a1,2026-01-01,high\nt2,a2,2026-01-02,low\nt3,nobody,2026-01-02,low\n"
    )
    assert result.tables == {"tickets": TableCount(read=3, new=1, changed=1, same=0, rejected=1)}
    reason = "names no account of the desk or of this import"
    assert reasons(result) == [("tickets.csv", 4, "account_id", "nobody", reason)]
    assert [row["priority"] for row in out(desk, tmp_path, "tickets")] == ["high", "low"]


def test_an_empty_cell_clears_and_an_absent_column_leaves(bring, desk, tmp_path):
    head = "subscription_id,account_id,start"
    bring(accounts=ACCOUNTS, subscriptions=f"{head},seats,arr\ns1,a1,2026-01-01,5,100\n")
    bring(subscriptions=f"{head},seats\ns1,a1,2026-01-01,\n")
    (row,) = out(desk, tmp_path, "subscriptions")
    assert (row["seats"], row["arr"]) == ("", "100")


def test_the_same_key_twice_is_same_or_rejected(bring):
    result = bring(
        accounts="account_id,name\na1,One\na1,One\na1,Other\n",
        usage="value,metric,day,account_id\n"
        "1,m,2026-01-01,a1\n1.0,m,2026-01-01,a1\n 2,m,2026-01-01,a1\n",
        outcomes="account_id,day,kind,reason\na1,2026-01-01,churned,x\na1,2026-01-01,churned,y\n",
    )
    assert result.tables["accounts"] == TableCount(3, 1, 0, 1, 1)
    assert result.tables["usage"] == TableCount(3, 1, 0, 1, 1)
    assert result.tables["outcomes"] == TableCount(2, 1, 0, 0, 1)
    assert [(r.file, r.line, r.column, r.value) for r in result.rejects] == [
        ("accounts.csv", 4, "account_id", "a1"),
        ("outcomes.csv", 3, "account_id", "a1"),
        ("usage.csv", 4, "value", " 2"),
    ], "as the file spells it"
    with Path(result.rejects_file).open(encoding="utf-8", newline="") as rejected:
        assert list(csv.reader(rejected))[3][5:] == [" 2", "m", "2026-01-01", "a1"]


def test_a_usage_cell_that_stands_in_two_blocks_or_files_is_rejected_where_it_stands(
    bring, monkeypatch
):
    monkeypatch.setattr(import_usage, "BLOCK", 2)
    monkeypatch.setattr(import_usage, "CHUNK", 2)
    rows = "a1,m,2026-01-01,1\na1,m,2026-01-02,1\na2,m,2026-01-01,1\na1,m,2026-01-01,3.0\n"
    result = bring(accounts=ACCOUNTS, usage=f"account_id,metric,day,value\n{rows}{rows}")
    assert result.tables["usage"] == TableCount(read=8, new=3, changed=0, same=3, rejected=2)
    assert [(r.line, r.value) for r in result.rejects] == [(5, "3.0"), (9, "3.0")]


def test_a_row_that_contradicts_the_desk_shows_its_cell(bring):
    head = "subscription_id,account_id,start"
    bring(accounts=ACCOUNTS, subscriptions=f"{head}\ns1,a1,2026-02-01\n")
    result = bring(subscriptions=f"{head},end\ns1,a1,2026-02-01,2026-01-31\n")
    assert [(r.column, r.value) for r in result.rejects] == [("end", "2026-01-31")]


def test_row_order_never_matters_for_parents(bring, desk, tmp_path):
    result = bring(accounts="account_id,name,parent_id\nchild,C,mother\nmother,M,\n")
    assert result.rejects == ()
    assert out(desk, tmp_path, "accounts")[0]["parent_id"] == "mother"


def test_a_parent_that_is_nowhere_or_leads_back_is_rejected_with_all_below(bring):
    result = bring(
        accounts="account_id,name,parent_id\na,A,nowhere\nb,B,a\nc,C,d\nd,D,c\ne,E,e\nfine,F,\n"
    )
    assert sorted((r.line, r.value) for r in result.rejects) == [
        (2, "nowhere"),
        (3, "a"),
        (4, "d"),
        (5, "c"),
        (6, "e"),
    ]
    assert result.tables["accounts"].new == 1


def test_a_metric_that_stands_only_in_usage_is_made(bring, desk, tmp_path):
    result = bring(
        accounts=ACCOUNTS,
        metrics="metric,name,fill,feature\nknown,Known,gap,yes\n",
        usage="account_id,metric,day,value\na1,fresh,2026-01-01,3\nnobody,never,2026-01-01,3\n",
    )
    assert result.tables["metrics"] == TableCount(1, 1, 0, 0, 0)
    rows = [(r["metric"], r["fill"], r["feature"]) for r in out(desk, tmp_path, "metrics")]
    assert rows == [("fresh", "zero", "false"), ("known", "gap", "true")]


def test_an_instant_falls_on_a_day_of_the_desks_zone_and_is_kept(bring, desk, tmp_path):
    desk.do(set_zone, "Pacific/Auckland")
    bring(
        accounts=ACCOUNTS,
        tickets="ticket_id,account_id,opened_on,closed_on,priority\n"
        "t1,a1,2026-03-01T20:00:00+01:00,2026-03-05,low\n",
    )
    assert desk.read(
        lambda tx: (
            tx.connection()
            .exec_driver_sql("SELECT opened_on, opened_at, closed_at FROM ticket")
            .one()
        )
    ) == (20_514, "2026-03-01T19:00:00+00:00", None)
    (row,) = out(desk, tmp_path, "tickets")
    assert row["opened_on"] == "2026-03-01T19:00:00+00:00"


HEADS = {
    "usage": "account_id,metric,day,value",
    "surveys": "response_id,account_id,kind,rating,day,contact_id",
    "pulses": "account_id,day,value",
    "touchpoints": "touchpoint_id,account_id,kind,day,direction,contact_ids",
    "tickets": "ticket_id,account_id,opened_on,priority",
    "subscriptions": "subscription_id,account_id,start,end,seats",
    "contacts": "contact_id,account_id,advocate",
    "contact_usage": "contact_id,metric,day,value",
    "overrides": "account_id,band,score,reason,from,until",
    "outcomes": "account_id,day,kind",
    "mentions": "mention_id,account_id,day,channel",
}


@pytest.mark.parametrize(
    ("table", "row", "column", "reason"),
    [
        ("usage", "a1,m,2026-02-30,1", "day", "calendar"),
        ("usage", "a1,m,2026-02-03,1e400", "value", "larger"),
        ("usage", "a1,m,2026-02-03,nan", "value", "no number"),
        ("usage", "a1,m,2026-02-03,-inf", "value", "no number"),
        ("usage", "a1,m,2026-02-03,1_0", "value", "no number"),
        ("usage", "a1,m,2026-02-03,", "value", "required"),
        ("usage", f"a1,{'m' * 501},2026-02-03,1", "metric", "at most 500"),
        ("usage", f"{'a' * 10_000},m,2026-02-03,1", "account_id", "10,000 characters"),
        ("usage", "a1,m,2026-02-03,1,5", "", "has 5 cells"),
        ("surveys", "r,a1,nps,11,2026-01-01,", "rating", "0 to 10"),
        ("surveys", "r,a1,csat,0,2026-01-01,", "rating", "1 to 5"),
        ("surveys", "r,a1,ces,8,2026-01-01,", "rating", "1 to 7"),
        ("surveys", "r,a1,npx,8,2026-01-01,", "kind", "none of"),
        ("surveys", "r,a1,nps,8,2026-01-01,no", "contact_id", "no contact"),
        ("pulses", "a1,2026-01-01,1.5", "value", "above 1"),
        ("touchpoints", "t,a1,call,2026-01-01,,c1;no", "contact_ids", "contact"),
        ("touchpoints", "t,a1,call,2026-01-01,sideways,", "direction", "none of"),
        ("tickets", "t,a1,2026-01-01T10:00:00,low", "opened_on", "offset"),
        ("subscriptions", "s,a1,2026-01-02,2026-01-01,", "end", "before"),
        ("subscriptions", "s,a1,2026-01-02,,-1", "seats", "below"),
        ("contacts", "a;b,a1,", "contact_id", "separates"),
        ("contacts", "x,a1,perhaps", "advocate", "true nor false"),
        ("contact_usage", "c1,unheard,2026-01-01,1", "metric", "no metric"),
        ("overrides", "a1,Poor,10,x,2026-01-01,2026-02-01", "band", "not both"),
        ("overrides", "a1,,,x,2026-01-01,2026-02-01", "band", "neither"),
        ("overrides", "a1,Poor,,,2026-01-01,2026-02-01", "reason", "required"),
        ("overrides", "a1,Poor,,x,2026-01-01,2026-04-02", "until", "90 days"),
        ("outcomes", "a1,2026-01-01,lost", "kind", "none of"),
        ("mentions", f"{'x' * 10_000},a1,2026-01-01,blog", "mention_id", "10,000 characters"),
        ("mentions", "x\0,a1,2026-01-01,blog", "mention_id", "NUL"),
    ],
)
def test_a_row_that_cannot_be_read_is_rejected_and_the_others_go_in(
    bring, table, row, column, reason
):
    tables = {"accounts": ACCOUNTS, "contacts": "contact_id,account_id\nc1,a1\n"}
    result = bring(**tables | {table: f"{HEADS[table]}\n{row}\n"})
    (reject,) = result.rejects
    assert (reject.file, reject.line, reject.column) == (f"{table}.csv", 2, column)
    assert reason in reject.reason
    assert len(reject.value) <= 80
    assert result.tables[table] == TableCount(read=1, rejected=1)
    assert result.tables["accounts"].new == 2


def test_an_end_equal_to_its_start_goes_in(bring):
    result = bring(
        accounts=ACCOUNTS,
        subscriptions="subscription_id,account_id,start,end\ns,a1,2026-01-02,2026-01-02\n",
    )
    assert result.tables["subscriptions"].new == 1


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"usage": "account_id,metric,day\n"}, "lacks the required column value"),
        ({"overrides": "account_id,reason,from,until\n"}, "band or score"),
        ({"usage": "account_id,metric,day,value,Day\n"}, "“Day” twice"),
        ({"usage": ""}, "0 bytes"),
        ({"readme.txt": "x"}, "no table of an exchange folder"),
        ({"profiles.json": "{"}, "no JSON"),
        ({"usage": '"a\n'}, "header"),
    ],
)
def test_what_makes_a_batch_senseless_refuses_it_whole(bring, desk, files, told):
    before = make.dump(desk)
    with pytest.raises(BadImport, match="nothing was imported") as refused:
        bring(accounts=ACCOUNTS, **files) if "readme.txt" not in files else bring(**files)
    assert told in str(refused.value)
    assert make.dump(desk) == before


def test_other_encodings_are_refused_with_file_byte_and_line(desk, tmp_path):
    folder = folders.write(tmp_path / "in", {"accounts": ACCOUNTS})
    (folder / "accounts.csv").write_bytes(b"account_id,name\r\na1,M\xfcller\r\n")
    with pytest.raises(BadImport, match=r"accounts.csv is not UTF-8: byte 22, on line 2"):
        desk.do(imports.run, [folder])
    (folder / "accounts.csv").write_bytes(ACCOUNTS.encode("utf-16"))
    with pytest.raises(BadImport, match="UTF-16"):
        desk.do(imports.run, [folder])


def test_a_bom_is_accepted(desk, tmp_path):
    folder = folders.write(tmp_path / "in", {"accounts": "\ufeff" + ACCOUNTS})
    assert desk.do(imports.run, [folder]).tables["accounts"].new == 2


def test_a_folder_that_is_a_file_or_nowhere_is_refused_in_a_sentence(desk, tmp_path):
    (tmp_path / "plain").write_text("x")
    with pytest.raises(BadImport, match="is a file, not an exchange folder"):
        desk.do(imports.run, [tmp_path / "plain"])
    with pytest.raises(BadImport, match="is not there"):
        desk.do(imports.run, [tmp_path / "nowhere"])


def test_unknown_files_and_columns_are_told(bring):
    result = bring(
        accounts=ACCOUNTS,
        tickets="ticket_id,account_id,opened_on,priority,mood,sentiment_estimated\n",
        **{"notes.txt": "x"},
    )
    assert result.notes == (
        "notes.txt was left out: it is no table of an exchange folder.",
        "tickets.csv: left out what the table does not know: mood.",
        (
            "2 new accounts have neither a start, nor usage, nor a contract: without one of them"
            " they have no score and no place in the list of accounts."
        ),
    )


def test_lines_are_physical_and_a_broken_quote_loses_only_its_row(bring, desk, tmp_path):
    result = bring(
        accounts='account_id,name\n"a1","One\nof two lines"\n\nbad\na2,"Two" x\na3,Three\n'
        'a4,"never closed\na5,Five\n'
    )
    assert [(r.line, r.reason.split(",")[0]) for r in result.rejects] == [
        (5, "the row has 1 cells"),
        (6, "has text after a closing quote"),
        (8, "opens a quote that never closes"),
    ]
    assert [row["account_id"] for row in out(desk, tmp_path, "accounts")] == ["a1", "a3", "a5"]


def test_attributes_find_their_kind_from_every_value_known(bring, desk):
    def kinds():
        sql = "SELECT key, kind FROM attribute"
        return dict(desk.read(lambda tx: tx.connection().exec_driver_sql(sql).all()))

    bring(
        accounts="account_id,name,arr,started_on,tier,users,code,trial,since,empty\n"
        "a1,One,12.50,2026-01-01,1,3,007,yes,2025-01-01,\na2,Two,,,gold,-2.5,8,no,,\n"
    )
    assert kinds() == {
        "arr": "number", "started_on": "day", "tier": "text", "users": "number",
        "code": "text", "trial": "boolean", "since": "day",
    }  # fmt: skip
    last = bring(accounts="account_id,name,users\na1,One,n/a\n")
    assert kinds()["users"] == "text"
    desk.do(imports.take_back, last.batch)
    assert kinds()["users"] == "number"


def test_attributes_keep_their_history_and_only_changes(tmp_path):
    days = (1, 5, 5, 9)
    texts = ("gold", "silver", "bronze", "bronze")
    path = tmp_path / "d"
    for place, (day, tier) in enumerate(zip(days, texts, strict=True)):
        clock = Clock(instant=datetime(2026, 3, day, 12, tzinfo=UTC))
        opened = (
            make.desk(tmp_path, "d", clock)
            if not place
            else make.Desk.open(path.with_suffix(".healthdesk"), clock=clock)
        )
        folder = folders.write(
            tmp_path / str(place), {"accounts": f"account_id,name,tier\na,A,{tier}\n"}
        )
        opened.do(imports.run, [folder])
        sql = "SELECT day, value FROM attribute_value ORDER BY day"
        found = opened.read(lambda tx: tx.connection().exec_driver_sql(sql).all())  # noqa: B023
        opened.close()
    assert [(day - 20_512, value) for day, value in found] == [(1, "gold"), (5, "bronze")]


def test_several_folders_are_one_batch(desk, tmp_path):
    one = folders.write(tmp_path / "one", {"accounts": ACCOUNTS})
    two = folders.write(
        tmp_path / "two", {"usage": "account_id,metric,day,value\na1,m,2026-01-01,x\n"}
    )
    result = desk.do(imports.run, [two, one])
    assert result.tables["accounts"].new == 2
    assert result.rejects[0].file == "two/usage.csv"
    (view,) = desk.read(imports.history)
    assert view.files == ("one/accounts.csv", "two/usage.csv")
    assert view.tables == result.tables


def test_a_dry_run_tells_everything_and_keeps_nothing(bring, desk, tmp_path):
    before, stamp = make.dump(desk), desk.stamp
    result = bring(
        {"dry_run": True, "rejects_dir": tmp_path / "rejects"},
        accounts=ACCOUNTS + "a3,\n",
        usage="account_id,metric,day,value\na1,m,2026-01-01,1\n",
    )
    assert (result.batch, result.dry_run, result.rejects_file) == (None, True, None)
    assert result.tables["accounts"] == TableCount(3, 2, 0, 0, 1)
    assert not (tmp_path / "rejects").exists()
    assert (make.dump(desk), desk.stamp, desk.undo_label) == (before, stamp, None)


def test_rejected_rows_are_written_to_a_file_only_when_there_are_any(bring, tmp_path, desk):
    folder = tmp_path / "rejects"
    assert bring({"rejects_dir": folder}, accounts=ACCOUNTS).rejects_file is None
    assert not folder.exists()
    text = "account_id,name\n" + "".join(f"b{n},\n" for n in range(1_200))
    result = bring({"rejects_dir": folder}, accounts=text)
    assert len(result.rejects) == 1_000
    with Path(result.rejects_file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["file", "line", "column", "value", "reason", "row"]
    assert len(rows) == 1_201
    assert rows[1] == ["accounts.csv", "2", "name", "", "is required and empty", "b0", ""]
    assert [child.name for child in folder.iterdir()] == [Path(result.rejects_file).name]
    assert desk.read(imports.history)[0].rejects_file == result.rejects_file


def test_without_a_folder_rejects_go_beside_the_desk(bring, desk):
    file = Path(bring(accounts="account_id,name\na,\n").rejects_file)
    assert file.parent == desk.path.parent / "desk rejects"


class Stops:
    """Progress that asks to stop after some rows."""

    def __init__(self, after):
        self.after, self.steps = after, []

    def step(self, done, total, text):
        self.steps.append((done, total, text))
        if done >= self.after:
            raise Cancelled


def test_progress_is_told_in_rows_and_cancelling_rolls_everything_back(bring, desk, tmp_path):
    before = make.dump(desk)
    usage = "account_id,metric,day,value\n" + "".join(
        f"a1,m{n % 7},2026-01-01,{n}\n" for n in range(45_000)
    )
    stops = Stops(20_000)
    with pytest.raises(Cancelled):
        bring(
            {"progress": stops, "rejects_dir": tmp_path / "r"},
            accounts=ACCOUNTS + "x,\n",
            usage=usage,
        )
    assert stops.steps[-1] == (20_003, 45_005, "Importing usage.csv")
    assert make.dump(desk) == before
    assert not list((tmp_path / "r").iterdir())


def test_profiles_and_segments_come_in_and_are_taken_back(bring, desk, tmp_path):
    bring(accounts=ACCOUNTS, usage="account_id,metric,day,value\na1,logins,2026-01-01,1\n")
    before = make.dump(desk)
    measure = {"key": "level", "weight": 1, "reading": {"kind": "usage_level", "metric": "logins"},
               "scale": {"kind": "curve", "points": [[0, 0], [9, 100]]}}  # fmt: skip
    profile = {
        "key": "mine",
        "name": "Mine",
        "dimensions": [{"key": "u", "weight": 1, "measures": [measure]}],
    }
    segment = {"name": "Big", "rule": {"field": "arr", "op": ">", "value": 5}}
    result = bring(
        **{"profiles.json": json.dumps([profile]), "segments.json": json.dumps([segment])}
    )
    files = folders.exported(desk, tmp_path / "one")
    assert [one["key"] for one in json.loads(files["profiles.json"])] == ["mine"]
    assert [one["name"] for one in json.loads(files["segments.json"])] == ["Big"]
    desk.do(imports.take_back, result.batch)
    kept = {"import_batch", "import_part", "batch_row", "batch_usage"}
    after = make.dump(desk)
    assert {n: after[n] for n in after if n not in kept} == {
        n: before[n] for n in before if n not in kept
    }


def test_a_profile_that_names_an_unknown_metric_refuses_the_batch(bring, desk):
    before = make.dump(desk)
    measure = {"key": "level", "weight": 1, "reading": {"kind": "usage_level", "metric": "unheard"},
               "scale": {"kind": "curve", "points": [[0, 0], [9, 100]]}}  # fmt: skip
    profile = {
        "key": "default",
        "name": "P",
        "dimensions": [{"key": "u", "weight": 1, "measures": [measure]}],
    }
    with pytest.raises(BadDocument, match=r"profiles\.json > default > u > level"):
        bring(accounts=ACCOUNTS, **{"profiles.json": json.dumps([profile])})
    assert make.dump(desk) == before


def test_a_batch_is_taken_back_once_and_only_if_it_is_there(bring, desk):
    batch = bring(accounts=ACCOUNTS).batch
    desk.do(imports.take_back, batch)
    assert desk.read(imports.history)[0].undone
    with pytest.raises(DeskError, match="taken back already"):
        desk.do(imports.take_back, batch)
    with pytest.raises(NotFound, match="no import number 77"):
        desk.do(imports.take_back, 77)


def test_undo_redo_and_the_undo_of_taking_back(bring, desk):
    batch = bring(accounts=ACCOUNTS).batch
    with_it = make.dump(desk)
    assert desk.undo_label == "Import"
    desk.undo()
    assert make.dump(desk)["account"] == []
    desk.redo()
    assert make.dump(desk) == with_it
    desk.do(imports.take_back, batch)
    assert desk.undo_label == "Undo import"
    desk.undo()
    assert make.dump(desk) == with_it


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.long] * place) for place, name in enumerate(REAL)],
)
def test_real_folders_lose_no_row_and_come_back_byte_for_byte(desk, tmp_path, name):
    result = desk.do(imports.run, [EXCHANGE / name])
    assert result.rejects == ()
    for file in (EXCHANGE / name).glob("*.csv"):
        with file.open(newline="") as stream:
            rows = sum(1 for _ in csv.reader(stream)) - 1
        assert result.tables[file.stem] == TableCount(read=rows, new=rows)
    files = folders.exported(desk, tmp_path / "out")
    for file in (EXCHANGE / name).glob("*.csv"):
        with file.open(newline="") as stream:
            rows = sum(1 for _ in csv.reader(stream))
        assert files[file.name].count(b"\r\n") == rows
    with folders.new_desk() as (other, aside):
        other.do(imports.run, [tmp_path / "out"])
        assert folders.exported(other, aside / "again") == files
