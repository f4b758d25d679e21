"""What the language of mappings says, column by column and row by row."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import ColumnMap, Join, Latest, TableMap, Where
from healthdesk.core.domain.records import Broken, Chunk, Fault, Refused
from healthdesk.core.mapping import joins, latest, rows, texts
from healthdesk.core.mapping.joins import Joined
from healthdesk.core.mapping.mapped import MappedFile
from tests.core.mapping import foreign
from tests.core.mapping.foreign import ANYONE, People

BERLIN = ZoneInfo("Europe/Berlin")


def accounts(**columns: ColumnMap) -> TableMap:
    ready = {"account_id": ColumnMap(source="id"), "name": ColumnMap(source="name")}
    return TableMap("accounts", {**ready, **columns})


def one(column: ColumnMap, *cells: str, attribute: str = "x") -> list[str]:
    """What a column of accounts makes of cells."""
    rows = [[str(number), "n", cell] for number, cell in enumerate(cells)]
    file = foreign.table("a.csv", ["id", "name", "cell"], rows)
    result = foreign.convert(file, accounts(**{attribute: column}))
    return [row.get(attribute, "") for row in result.rows]


def tickets(told: str, people: People = ANYONE, **columns: ColumnMap) -> foreign.Result:
    ready = {
        "ticket_id": ColumnMap(source="id"),
        "account_id": ColumnMap(source="org", by="name"),
        "opened_on": ColumnMap(source="opened", date="dmy"),
        "priority": ColumnMap(
            source="prio", values={"P1": "urgent", "P2": "high"}, otherwise="low"
        ),
    }
    return foreign.convert(
        foreign.text("tickets.csv", told), TableMap("tickets", {**ready, **columns}), people,
        zone=BERLIN,
    )  # fmt: skip


TICKETS = """id,org,opened,prio
1,TB Clinics,31/12/2024 08:30,P1
2,Nobody,05/03/2024,p2
3,Gone,05/03/2024,P3
4,TB Clinics,2024/99/99,P3
5,,05/03/2024,P3
006,TB Clinics,05/03/2024,
"""


def test_rows_are_good_wait_are_left_out_or_are_refused_with_the_files_own_words() -> None:
    people = People({("name", "TB Clinics"): "A-1"}, unwanted=frozenset({"Gone"}))
    result = tickets(TICKETS, people)
    assert result.rows == [
        {
            "ticket_id": "1",
            "account_id": "A-1",
            "opened_on": "2024-12-31T07:30:00+00:00",
            "priority": "urgent",
        }
    ]
    assert result.lines == [2]
    (waits,) = result.waiting
    assert (waits.line, waits.by, waits.value) == (3, "name", "Nobody")
    assert waits.cells == {"ticket_id": "2", "opened_on": "2024-03-05", "priority": "high"}
    faults = [(one.line, one.fault.column, one.fault.value) for one in result.refused]
    assert faults == [(5, "opened", "2024/99/99"), (6, "org", ""), (7, "prio", "")]
    assert result.refused[0].cells == ["4", "TB Clinics", "2024/99/99", "P3"]
    assert "required" in result.refused[1].fault.reason
    assert result.notes == ["1 row left out: so decided for their org"]


def test_ids_keep_their_zeros_and_lose_their_blanks() -> None:
    assert one(ColumnMap(source="cell"), " 007 ", "1.50") == ["007", "1.50"]


def test_factors_are_exact() -> None:
    assert one(ColumnMap(source="cell", factor=0.01), "2999", "-1", "0") == ["29.99", "-0.01", "0"]
    assert one(ColumnMap(source="cell", factor=12, number="comma"), "1.000,10 €") == ["12001.2"]


def test_values_speak_without_case_and_otherwise_means_the_rest() -> None:
    column = ColumnMap(source="cell", values={"p1": "urgent"}, otherwise="normal")
    assert one(column, "P1", " p1 ", "P9", "", "n/a") == ["urgent", "urgent", "normal", "", ""]
    assert one(ColumnMap(source="cell", values={"a": "b"}), "A", "c") == ["b", "c"]
    assert (
        one(ColumnMap(source="cell", values={"": "none given"}), "", "null") == ["none given"] * 2
    )


def test_unknown_is_empty_unless_the_column_says_otherwise() -> None:
    assert one(ColumnMap(source="cell"), "NA", "n/a", "None", "x") == ["", "", "", "x"]
    assert one(ColumnMap(source="cell", missing=()), "NA", "None", " ") == ["NA", "None", ""]
    assert one(ColumnMap(source="cell", missing=("x",)), "NA", "X") == ["NA", ""]
    assert one(ColumnMap(source="cell", values={"NA": "Namibia"}), "NA", "-") == ["Namibia", ""]


def test_lists_are_split() -> None:
    several = "a | b||c"
    assert one(ColumnMap(source="cell", split="|"), several) == ["a"]
    assert one(ColumnMap(source="cell", split="|", take=-1), several) == ["c"]
    assert one(ColumnMap(source="cell", split="|", take=1), several, "a") == ["b", ""]
    assert one(ColumnMap(source="cell", split="|", take=-2), several, "") == ["a;b;c", ""]


def test_texts_are_put_together_and_nothing_in_them_is_a_format() -> None:
    file = foreign.table(
        "a.csv", ["id", "first", "last {0}"], [["1", "Ann", "{id}"], ["2", "", "-"]]
    )
    mapping = accounts(name=ColumnMap(text="{first} %s {last {0}}"))
    with pytest.raises(BadImport, match="no column"):
        foreign.convert(file, mapping)
    file = foreign.table("a.csv", ["id", "first", "last"], [["1", "Ann", "{id}"], ["2", "-", "B"]])
    result = foreign.convert(file, accounts(name=ColumnMap(text="{first} %s {last}")))
    assert [row["name"] for row in result.rows] == ["Ann %s {id}", "%s B"]
    empty = foreign.table("a.csv", ["id", "first", "last"], [["1", " ", "n/a"]])
    result = foreign.convert(empty, accounts(name=ColumnMap(text="Mr {first} {last}")))
    assert "required" in result.refused[0].fault.reason
    assert result.refused[0].fault.column == "first + last"


def test_attributes_convert_when_the_mapping_says_what_they_are() -> None:
    assert one(ColumnMap(source="cell", date="dmy"), "05/03/2024 10:00") == ["2024-03-05"]
    assert one(ColumnMap(source="cell", number="comma"), "1.234,5 €") == ["1234.5"]
    assert one(ColumnMap(source="cell"), "05/03/2024") == ["05/03/2024"]


def test_zones_and_days_only() -> None:
    started = ColumnMap(source="cell", zone="America/New_York")
    assert one(started, "2024-03-05 23:00", attribute="started_on") == ["2024-03-06"]
    assert one(started, "2024-03-05 00:00:00", attribute="started_on") == ["2024-03-05"]


def test_joins_of_two_steps_and_what_they_do_not_know() -> None:
    ticket = foreign.text("ticket_company.csv", "ticket,company\n1,c1\n2,c9\n1,c1\n")
    company = foreign.text("company.csv", "id,name\nc1,TB Clinics\n")
    through = (Join("ticket_company*", "ticket", "company"), Join("company.csv", "id", "name"))
    mapping = TableMap(
        "surveys",
        {
            "response_id": ColumnMap(source="id"),
            "account_id": ColumnMap(source="ticket", through=through, by="name"),
            "kind": ColumnMap(constant="csat"),
            "rating": ColumnMap(source="score"),
            "day": ColumnMap(source="day"),
        },
    )
    told = "id,ticket,score,day\na,1,5,2024-03-05\nb,2,4,2024-03-05\n"
    file = foreign.text("answers.csv", told)
    result = foreign.convert(file, mapping, others=[ticket, company])
    assert [row["account_id"] for row in result.rows] == ["TB Clinics"]
    (refused,) = result.refused
    assert (refused.fault.column, refused.fault.value) == ("ticket", "2")
    assert "not found" in refused.fault.reason
    with pytest.raises(BadImport, match=r"company\.csv"):
        foreign.convert(file, mapping, others=[ticket])


def test_conditions_are_counted_and_history_keeps_the_row_in_force() -> None:
    told = """id,name,stage,at,deleted
1,One,old,01.02.2024,False
1,One,new,01.10.2024,False
1,One,gone,01.11.2024,TRUE
2,Two,only,,false
"""
    mapping = TableMap(
        "accounts",
        {name: ColumnMap(source=source, date=date) for name, source, date in (
            ("account_id", "id", ""), ("name", "name", ""), ("stage", "stage", ""),
            ("changed", "at", "dmy"))},
        where=(Where("deleted", "not in", ("true",)),),
        latest=Latest(("id",), "at"),
    )  # fmt: skip
    for size in (1, 2, 100):
        result = foreign.convert(foreign.text("a.csv", told), mapping, size=size)
        assert [row["stage"] for row in result.rows] == ["new", "only"]
        assert result.lines == [3, 5]
        assert result.notes == [
            "1 row left out: a later one is in force",
            "1 row left out: deleted is true",
        ]


def test_conditions_through_a_join_and_on_emptiness() -> None:
    other = foreign.text("plans.csv", "id,kind\n1,Paid\n2,Free\n")
    file = foreign.text("a.csv", "id,name,end\n1,One,\n2,Two,\n1,Three,2024-01-01\n3,Four,\n")
    where = (
        Where("id", "in", ("paid",), (Join("plans.csv", "id", "kind"),)),
        Where("end", "empty"),
    )
    mapping = TableMap("accounts", accounts().columns, where=where)
    result = foreign.convert(file, mapping, others=[other])
    assert [row["name"] for row in result.rows] == ["One"]
    assert result.notes == [
        "1 row left out: end is filled",
        "2 rows left out: id > kind is not paid",
    ]


def test_made_up_ids_come_again_and_equal_rows_are_told_apart() -> None:
    mapping = TableMap(
        "subscriptions",
        {
            "subscription_id": ColumnMap(digest=("acc", "from", "mrr")),
            "account_id": ColumnMap(source="acc"),
            "arr": ColumnMap(source="mrr", factor=12),
            "start": ColumnMap(source="from", date="dmy"),
        },
    )
    first = foreign.convert(
        foreign.text("s.csv", "acc,from,mrr\n1,05/03/2024,10\n2,06/03/2024,10\n1,05/03/2024,10\n"),
        mapping,
    )
    ids = [row["subscription_id"] for row in first.rows]
    assert len(set(ids)) == 3
    assert ids[2] == f"{ids[0]}-2"
    again = foreign.convert(
        foreign.text("s.csv", "acc,from,mrr\n2,6.3.24,10.0\n1,2024-03-05,10\n1,05/03/2024,10\n"),
        mapping,
    )
    assert sorted(row["subscription_id"] for row in again.rows) == sorted(ids)


def test_contacts_are_found_in_a_row_and_in_lists_and_strangers_are_told() -> None:
    people = People({("", "A"): "A"}, contacts={"ann@x.com": "c1", "bob@x.com": "c2"})
    mapping = TableMap(
        "touchpoints",
        {
            "touchpoint_id": ColumnMap(source="id"),
            "account_id": ColumnMap(source="acc"),
            "contact_ids": ColumnMap(source="who", split=",", take=-2, by="email"),
            "kind": ColumnMap(constant="Meeting"),
            "day": ColumnMap(source="day"),
        },
    )
    told = (
        'id,acc,who,day\n1,A,"ann@x.com, bob@x.com",2024-03-05\n2,A,"x@y.z,ann@x.com",2024-03-05\n'
    )
    result = foreign.convert(foreign.text("t.csv", told), mapping, people)
    assert [row["contact_ids"] for row in result.rows] == ["c1;c2", "c1"]
    assert result.rows[0]["kind"] == "meeting"
    assert result.notes == ["1 row without their contact: who is nobody the desk knows"]


def test_parents_are_in_the_desk_or_in_the_file_or_nobody() -> None:
    told = "id,name,parent\n1,One,Two\n2,Two,\n3,Three,Old\n4,Four,Lost\n"
    people = People({("name", "Old"): "A-9"})
    result = foreign.convert(
        foreign.text("a.csv", told),
        accounts(parent_id=ColumnMap(source="parent", by="name")),
        people,
    )
    assert [row["parent_id"] for row in result.rows] == ["2", "", "A-9", ""]
    assert result.notes == ["1 row without their parent: parent is no account"]


def test_accounts_named_on_every_invoice_come_once() -> None:
    told = "customer,amount\nAcme,1\nAcme,2\nBest,3\nKnown,4\n"
    mapping = TableMap(
        "accounts",
        {
            "account_id": ColumnMap(source="customer", by="name"),
            "name": ColumnMap(source="customer"),
        },
        distinct=True,
    )
    people = People({("name", "Known"): "A-7"})
    result = foreign.convert(foreign.text("i.csv", told), mapping, people)
    assert [row["account_id"] for row in result.rows] == ["Acme", "Best", "A-7"]
    assert result.notes == ["1 row left out: the same as an earlier one"]


def test_reading_twice_tells_once() -> None:
    notes = ["something of the reader"]
    file = foreign.text("a.csv", "id,name\n1,One\n2,\n")
    mapping = TableMap("accounts", accounts().columns, where=(Where("name", "filled"),))
    source = foreign.mapped(file, mapping, notes=notes)
    for _ in range(2):
        assert sum(len(chunk.cells) for chunk in source.chunks(1)) == 1
        assert notes == ["something of the reader", "1 row left out: name is empty"]
    assert (source.name, source.about, source.foreign("account_id")) == ("a.csv", 2, "id")


BAD = [
    (TableMap("nonsense", {}), "nonsense"),
    (TableMap("accounts", {"account_id": ColumnMap(source="id")}), "says nothing about name"),
    (accounts(stage=ColumnMap(source="Stage")), "no column “Stage”"),
    (accounts(stage=ColumnMap()), "does not say what fills stage"),
    (accounts(stage=ColumnMap(source="id", zone="Mars/Base")), "Mars/Base"),
    (TableMap("accounts", accounts().columns, latest=Latest(("id",), "when")), "“when”"),
    (TableMap("tickets", {"colour": ColumnMap(source="id")}), "colour"),
    (TableMap("usage", {"account_id": ColumnMap(source="id")}), "metric, day, value"),
]


@pytest.mark.parametrize(("mapping", "told"), BAD)
def test_a_mapping_that_does_not_fit_is_refused_in_words(mapping: TableMap, told: str) -> None:
    file = foreign.text("a.csv", "id,name\n1,One\n")
    with pytest.raises(BadImport, match=told):
        foreign.mapped(file, mapping)


def test_a_nul_is_refused() -> None:
    file = foreign.table("a.csv", ["id", "name"], [["1", "a\0b"], ["2\0", "x"]])
    result = foreign.convert(file, accounts())
    assert [one.fault.column for one in result.refused] == ["name", "id"]


def test_what_the_reader_could_not_read_is_handed_on_in_its_place() -> None:
    broken, early = Broken(3, "opens a quote"), Refused(2, ["?"], Fault("", "", "has 1 cell"))
    raw = foreign.table("a.csv", ["id", "name"], []).raw

    def read(size: int) -> Iterator[Chunk]:
        yield Chunk([["1", ""], ["2", "Two"]], [4, 5], (broken,), (early,))

    source = MappedFile(raw, read, accounts(), ANYONE, BERLIN, Joined(), [])
    (chunk,) = source.chunks()
    assert chunk.broken == (broken,)
    assert [one.line for one in chunk.refused] == [2, 4]
    assert (chunk.cells, chunk.lines, chunk.raw) == ([["2", "Two"]], [5], [["2", "Two"]])


def test_more_keys_than_memory_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((joins, "KEYS"), (latest, "KEYS"), (rows, "DISTINCT"), (texts, "DIGESTS")):
        monkeypatch.setattr(module, name, 1)
    told = "id,name\n" + "".join(f"{number},n\n" for number in range(6))
    file = foreign.text("a.csv", told)
    by_join = accounts(stage=ColumnMap(source="id", through=(Join("a.csv", "id", "name"),)))
    made_up = {"account_id": ColumnMap(digest=("id",)), "name": ColumnMap(source="name")}
    for mapping in (
        by_join,
        TableMap("accounts", accounts().columns, latest=Latest(("id",), "name")),
        TableMap("accounts", accounts().columns, distinct=True),
        TableMap("accounts", made_up),
    ):
        with pytest.raises(BadImport, match=r"ore than 1 .*nothing was imported"):
            foreign.convert(file, mapping, size=2)


def test_a_key_that_leads_to_two_places_is_told() -> None:
    other = foreign.text("plans.csv", "id,kind\n1,Paid\n1,Paid\n1,Free\n")
    mapping = accounts(tier=ColumnMap(source="id", through=(Join("PLANS*", "id", "kind"),)))
    joined = joins.load([mapping], [(other.raw, other.read)])
    assert joined.follow(mapping.columns["tier"].through, "1") == "Free"
    assert joined.notes == (
        "plans.csv: in 1 row the id came before with another kind; the last one counts",
    )
    lacking = accounts(tier=ColumnMap(source="id", through=(Join("plans*", "key", "kind"),)))
    with pytest.raises(BadImport, match="lacks the column “key”"):
        joins.load([lacking], [(other.raw, other.read)])
