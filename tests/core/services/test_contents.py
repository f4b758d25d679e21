"""What the desk holds: counts and newest days, as the exchange folder counts."""

from __future__ import annotations

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_date
from healthdesk.core.services import contents, imports


@pytest.fixture
def new_desk(tmp_path):
    made = Desk.create(tmp_path / "c.healthdesk")
    yield made
    made.close()


def take_in(desk, folder, **files):
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    desk.do(imports.run, [folder])


def test_a_new_desk_holds_nothing(new_desk):
    assert new_desk.read(contents.contents) == ()


def test_usage_is_counted_by_value_and_the_newest_day_is_the_facts(new_desk, tmp_path):
    take_in(
        new_desk,
        tmp_path / "in",
        accounts="account_id,name\nA,Alpha\n",
        usage="account_id,metric,day,value\nA,x,2026-10-01,1\nA,y,2026-10-01,2\nA,x,2026-10-03,1\n",
        tickets="ticket_id,account_id,opened_on,priority\nt,A,2026-09-30,low\n",
    )
    found = {one.name: one for one in new_desk.read(contents.contents)}
    assert list(found) == ["accounts", "usage", "tickets"]
    assert found["accounts"].newest is None
    assert found["usage"].rows == 3
    assert to_date(found["usage"].newest).isoformat() == "2026-10-03"
    assert to_date(found["tickets"].newest).isoformat() == "2026-09-30"


def test_counts_follow_an_import_that_is_taken_back(new_desk, tmp_path):
    take_in(new_desk, tmp_path / "in", accounts="account_id,name\nA,Alpha\n")
    assert len(new_desk.read(contents.contents)) == 1
    new_desk.do(imports.take_back, 1)
    assert new_desk.read(contents.contents) == ()
