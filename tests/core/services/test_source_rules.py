"""Which source wins a field: in imports, when the rule changes, when an import is taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk, Tx
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.services import (
    edits,
    imports,
    intake,
    provenance,
    source_rules,
    sources_said,
)
from tests.core.services.conftest import Made

CRM = "account_id,name,arr,region\na1,Acme,120,EMEA\na2,Borealis,80,\n"
BILLING = "account_id,name,arr,tier\na1,ACME Inc,100,Gold\na2,Borealis,80,\n"
BOTH = ("crm", "billing")


class Files:
    """Writes a file and takes it in, as exchange records under the file's own name."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder

    def take(self, **files: str) -> ImportResult:
        """Import files, named without their ending."""
        paths = []
        for name, body in files.items():
            path = self.folder / f"{name}.csv"
            path.write_text(body, encoding="utf-8")
            paths.append(str(path))
        plan = intake.plan_of(self.desk.read(intake.look, paths))
        return self.desk.do(imports.run, [], plan=plan)


@pytest.fixture
def files(furnished: Made, tmp_path: Path) -> Files:
    """A new desk, and a way to bring files in."""
    return Files(furnished(), tmp_path)


def facts(desk: Desk) -> dict[str, Any]:
    """Names and what is in force of every attribute, by account."""
    rows = desk.read(
        lambda tx: tx.execute(
            text(
                "SELECT a.account_id, a.name, t.key, v.value FROM account AS a"
                " LEFT JOIN attribute_value AS v ON v.account_id = a.id AND v.day = (SELECT"
                " max(w.day) FROM attribute_value AS w WHERE w.account_id = a.id"
                " AND w.attribute_id = v.attribute_id)"
                " LEFT JOIN attribute AS t ON t.id = v.attribute_id"
            )
        ).all()
    )
    out: dict[str, Any] = {}
    for own, name, key, value in rows:
        out.setdefault(own, {"name": name}).update({key: value} if value is not None else {})
    return out


def arr(desk: Desk) -> str | None:
    """What is in force of the ARR of Acme."""
    found: str | None = facts(desk).get("a1", {}).get("arr")
    return found


def test_the_newest_wins_without_a_rule(files: Files) -> None:
    """As it always was."""
    files.take(crm=CRM)
    files.take(billing=BILLING)
    assert facts(files.desk)["a1"] == {
        "name": "ACME Inc", "arr": "100", "region": "EMEA", "tier": "Gold"
    }  # fmt: skip


@pytest.mark.parametrize("together", [False, True])
def test_the_order_of_imports_does_not_matter_under_a_rule(
    files: Files, furnished: Made, tmp_path: Path, together: bool
) -> None:
    """One after the other in both orders, or in one import."""
    found = []
    for at, names in enumerate((BOTH, BOTH[::-1])):
        mine = Files(furnished(f"desk {at}"), tmp_path)
        for field in ("arr", "name"):
            mine.desk.do(source_rules.change, "accounts", field, BOTH)
        bodies = {"crm": CRM, "billing": BILLING}
        for some in (names,) if together else ((names[0],), (names[1],)):
            result = mine.take(**{name: bodies[name] for name in some})
            assert not result.rejects
        found.append(facts(mine.desk))
    assert found[0] == found[1]
    assert found[0]["a1"] == {"name": "Acme", "arr": "120", "region": "EMEA", "tier": "Gold"}


def test_what_loses_is_kept_and_told(files: Files) -> None:
    """The result says so; a change of the rule finds it again, is one step and is undone."""
    files.desk.do(source_rules.change, "accounts", "arr", BOTH)
    files.take(crm=CRM)
    result = files.take(billing=BILLING)
    told = result.notes
    assert (result.words, files.take(billing=BILLING).words) == (2, 0)
    assert any("billing says otherwise than crm" in one and "arr 1" in one for one in told)
    ((_, *cells),) = (one.cells for one in files.desk.read(provenance.rows, [RowRef("account", 1)]))
    assert ("arr as billing says", "100 (on 2026-03-14)") in cells
    before = facts(files.desk)
    would = files.desk.read(source_rules.would_turn, "accounts", "arr", BOTH[::-1])
    assert [(one.own, one.before, one.say.value) for one in would] == [("a1", "120", "100")]
    assert facts(files.desk) == before
    assert files.desk.do(source_rules.change, "accounts", "arr", BOTH[::-1]) == would
    assert arr(files.desk) == "100"
    assert files.desk.undo() == "Change which source wins"
    assert facts(files.desk) == before
    files.desk.redo()
    assert arr(files.desk) == "100"


def test_a_source_that_says_nothing_any_more_leaves_the_field_to_the_next(files: Files) -> None:
    """An empty cell of the winner is no word."""
    files.desk.do(source_rules.change, "accounts", "arr", BOTH)
    files.take(crm=CRM)
    files.take(billing=BILLING)
    files.take(crm=CRM.replace("120", ""))
    assert arr(files.desk) == "100"


@pytest.mark.parametrize("first", BOTH)
def test_taking_the_winner_back_lets_the_next_stand(files: Files, first: str) -> None:
    """And undoing that brings the winner back; the desk is then as it was."""
    files.desk.do(source_rules.change, "accounts", "arr", BOTH)
    bodies = {"crm": CRM, "billing": BILLING}
    batches = {}
    for name in (first, *(one for one in BOTH if one != first)):
        batches[name] = files.take(**{name: bodies[name]}).batch
    before = facts(files.desk)
    files.desk.do(imports.take_back, batches["crm"])
    assert arr(files.desk) == "100"
    files.desk.undo()
    assert facts(files.desk) == before
    files.desk.redo()
    assert arr(files.desk) == "100"
    files.desk.do(imports.take_back, batches["billing"])
    assert facts(files.desk) == {}


def test_a_word_that_only_lost_keeps_its_account(files: Files) -> None:
    """Nothing of the losing file is in force, but its word stands when the other goes."""
    files.desk.do(source_rules.change, "accounts", "arr", BOTH)
    batch = files.take(crm="account_id,name,arr\na1,Acme,120\n").batch
    files.take(billing="account_id,name,arr\na1,Acme,100\n")
    files.desk.do(imports.take_back, batch)
    assert facts(files.desk) == {"a1": {"name": "Acme", "arr": "100"}}


def test_what_was_typed_stays(files: Files) -> None:
    """A losing file asks nothing of it, the winner's does; no change of rule touches it."""
    files.desk.do(source_rules.change, "accounts", "arr", BOTH)
    files.take(crm=CRM)
    files.desk.do(edits.set_account, "a1", "arr", "500")
    assert not files.take(billing=BILLING).conflicts
    assert arr(files.desk) == "500"
    assert len(files.take(crm=CRM.replace("120", "130")).conflicts) == 1
    files.desk.do(source_rules.change, "accounts", "arr", BOTH[::-1])
    assert arr(files.desk) == "500"


def test_the_currency_goes_with_the_money(files: Files) -> None:
    """The source that wins the ARR says in what it is, in imports and when a rule changes."""
    head = "account_id,name,arr,currency\n"
    crm, billing = f"{head}a1,Acme,120,USD\n", f"{head}a1,Acme,100,EUR\n"
    files.take(crm=crm)
    files.take(billing=billing)
    files.desk.do(source_rules.change, "accounts", "arr", BOTH)
    assert facts(files.desk)["a1"] == {"name": "Acme", "arr": "120", "currency": "USD"}
    files.desk.do(source_rules.change, "accounts", "currency", BOTH[::-1])
    assert facts(files.desk)["a1"]["currency"] == "EUR"
    files.desk.do(source_rules.change, "accounts", "currency", ())
    assert facts(files.desk)["a1"] == {"name": "Acme", "arr": "120", "currency": "USD"}
    assert files.take(billing=billing.replace("100", "90")).overruled == 2
    assert facts(files.desk)["a1"] == {"name": "Acme", "arr": "120", "currency": "USD"}
    files.take(crm=crm.replace("120", ""))
    assert facts(files.desk)["a1"] == {"name": "Acme", "arr": "90", "currency": "EUR"}


def test_contacts_have_rules_too(files: Files) -> None:
    """Their columns are decided the same way."""
    files.take(crm=CRM)
    files.desk.do(source_rules.change, "contacts", "title", ("people", "list"))
    head = "contact_id,account_id,name,email,title\n"
    one = files.take(people=f"{head}c1,a1,Ada,ada@acme.com,CTO\n").batch
    files.take(list=f"{head}c1,a1,Ada Byron,ada@acme.com,Chief\n")
    said = "SELECT name, title FROM contact"
    assert files.desk.read(lambda tx: tuple(tx.execute(text(said)).one())) == ("Ada Byron", "CTO")
    files.desk.do(imports.take_back, one)
    assert files.desk.read(lambda tx: tx.execute(text(said)).one().title) == "Chief"


def test_the_overview_tells_who_says_what(files: Files) -> None:
    """Fields that several sources spoke of, how often they differ, and examples."""
    files.take(crm=CRM)
    files.take(billing=BILLING)
    found = {(one.table, one.field): one for one in files.desk.read(sources_said.overview)}
    money = found["accounts", "arr"]
    assert [(one.source, one.records) for one in money.speakers] == [("billing", 2), ("crm", 2)]
    assert (money.shared, money.differ, money.order) == (2, 1, ())
    (example,) = files.desk.read(sources_said.examples, "accounts", "arr")
    assert (example.name, example.stands, example.typed) == ("ACME Inc", "100", False)
    assert [(one.source, one.value) for one in example.says] == [("billing", "100"), ("crm", "120")]
    assert [one.source for one in found["accounts", "tier"].speakers] == ["billing"]


def test_imports_of_before_are_told_by_their_log(files: Files) -> None:
    """What they wrote is known, what they said alike is not."""
    files.take(crm=CRM)
    files.take(billing=BILLING)

    @op("Forget what was said")
    def forget(tx: Tx) -> None:
        tx.execute(text("DELETE FROM batch_row WHERE table_name = 'import_batch'"))

    files.desk.do(forget)
    (one,) = files.desk.read(source_rules.would_turn, "accounts", "arr", BOTH)
    assert (one.own, one.before, one.say.value, one.say.source) == ("a1", "100", "120", "crm")


def test_an_order_names_each_source_once(files: Files) -> None:
    """Refused in a sentence before anything changes."""
    with pytest.raises(UsageError):
        files.desk.do(source_rules.change, "accounts", "arr", ("crm", "crm"))
    assert files.desk.read(source_rules.kept) == {}
