"""Accounts of a file that knows them by name, whose names are nearly those of the desk's."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from healthdesk.core.desk import Desk
from healthdesk.core.domain.intake import Decisions, Match
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.matching.fuzzy import nearly
from healthdesk.core.services import imports, intake, waiting
from tests.core.services.conftest import Made

HERE = "account_id,name,arr\na1,Borealis Freight,120\na2,Depot 12,80\na3,Acme,7\n"
BILLING = """Customer,Region,ARR
Boreallis Freight,EMEA,5
Depot 13,APAC,6
Acme Inc.,EMEA,7
Nordwind,EMEA,8
"""


@pytest.fixture
def desk(furnished: Made, tmp_path: Path) -> Desk:
    """A desk with three accounts."""
    made = furnished()
    _take(made, tmp_path / "crm.csv", HERE)
    return made


def _take(desk: Desk, path: Path, body: str, *matches: Match) -> ImportResult:
    path.write_text(body, encoding="utf-8")
    plan = intake.plan_of(desk.read(intake.look, [str(path)]), Decisions(matches=matches))
    return desk.do(imports.run, [], plan=plan)


def _accounts(desk: Desk) -> dict[str, str | None]:
    return desk.read(
        lambda tx: dict(
            tx.execute(
                text(
                    "SELECT a.name, (SELECT v.value FROM attribute_value AS v JOIN attribute AS t"
                    " ON t.id = v.attribute_id AND t.key = 'region' WHERE v.account_id = a.id)"
                    " FROM account AS a"
                )
            ).all()
        )
    )


def test_a_slip_of_the_pen_waits_and_other_names_are_new(desk: Desk, tmp_path: Path) -> None:
    """A number that differs is another name; the legal form is none."""
    result = _take(desk, tmp_path / "billing.csv", BILLING)
    assert [(one.by, one.value, one.rows) for one in result.unmatched] == [
        ("name", "Boreallis Freight", 1)
    ]
    assert result.unmatched[0].candidates[0].account_id == "a1"
    assert (result.tables["accounts"].new, result.tables["accounts"].waiting) == (2, 1)
    assert _accounts(desk) == {
        "Borealis Freight": None, "Depot 12": None, "Depot 13": "APAC", "Acme": "EMEA",
        "Nordwind": "EMEA",
    }  # fmt: skip


@pytest.mark.parametrize("later", [False, True])
def test_settled_once_it_is_the_same_for_good(desk: Desk, tmp_path: Path, later: bool) -> None:
    """In the preview or in To settle: the account keeps its name, the next file asks nothing."""
    match = Match("name", "Boreallis Freight", "a1")
    _take(desk, tmp_path / "billing.csv", BILLING, *(() if later else (match,)))
    if later:
        assert [one.value for one in desk.read(waiting.listed)] == ["Boreallis Freight"]
        desk.do(waiting.settle, [match])
    assert _accounts(desk)["Borealis Freight"] == "EMEA"
    again = _take(desk, tmp_path / "billing.csv", BILLING.replace("EMEA", "LATAM"))
    assert not again.unmatched
    assert _accounts(desk)["Borealis Freight"] == "LATAM"
    assert len(_accounts(desk)) == 5


@pytest.mark.parametrize("later", [False, True])
def test_it_may_be_new_or_left_out(desk: Desk, tmp_path: Path, later: bool) -> None:
    """Both are decided the same way."""
    for at, own in enumerate(("+", None)):
        name = ("Borealis Freigt", "Boreals Freight")[at]
        match = Match("name", name, own)
        result = _take(
            desk, tmp_path / f"{at}.csv", f"Customer,Region,ARR\n{name},EMEA,5\n",
            *(() if later else (match,)),
        )  # fmt: skip
        assert len(result.unmatched) == later
        if later:
            desk.do(waiting.settle, [match])
        assert (name in _accounts(desk)) == (own == "+")
        assert not desk.read(waiting.listed)


def test_nearly() -> None:
    """Two slips in a long name, one in a middling one, none in a short one."""
    held = ["Borealis Freight", "Acme", "Kestrel", "Company 7"]
    asked = ["Boralis Frieght", "Acne", "Kestrle", "Kasterl", "Company 8", "Compony 7", ""]
    assert nearly(asked, held) == {
        "Boralis Frieght": "Borealis Freight", "Acne": "", "Kestrle": "Kestrel", "Kasterl": "",
        "Company 8": "", "Compony 7": "Company 7", "": "",
    }  # fmt: skip
