"""Each figure of an account's head leads to the rows it was read from, as of a day."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.services import head_rows, imports, scoring
from tests import folders, make

DAY = to_day(make.NOW.date())


def on(back: int) -> str:
    return to_date(DAY - back).isoformat()


FACTS = {
    "accounts": "account_id,name,arr\na,One,1000\nb,Two,\n",
    "subscriptions": (
        "subscription_id,account_id,product,seats,arr,start,end\n"
        f"old,a,Desk,8,600,{on(700)},{on(330)}\nnear,a,Desk,10,700,{on(330)},{on(-35)}\n"
        f"far,a,Flow,,200,{on(100)},{on(-90)}\nopen,a,Flow,,100,{on(100)},\n"
    ),
    "touchpoints": (
        "touchpoint_id,account_id,kind,direction,day\n"
        f"first,a,email,inbound,{on(40)}\nlast,a,call,outbound,{on(7)}\nnote,a,note,,{on(2)}\n"
    ),
    "pulses": f"account_id,day,value,by\na,{on(50)},0.5,N\na,{on(10)},-1,N\n",
}
ASKED = (
    ("renewal", 0, {"near"}),
    ("renewal", 340, {"old"}),
    ("touch", 0, {"last"}),
    ("touch", 20, {"first"}),
    ("touch", 60, set()),
)


@pytest.fixture
def told(desk, tmp_path):
    desk.do(imports.run, [folders.write(tmp_path / "facts", FACTS)])
    return desk


def named(told, refs):
    def read(tx):
        sql = "SELECT {0}_id FROM {0} WHERE id = :row"
        return {
            tx.execute(text(sql.format(one.table)), {"row": one.row}).scalar_one() for one in refs
        }

    return told.read(read)


@pytest.mark.parametrize(("figure", "back", "expected"), ASKED)
def test_a_figure_leads_to_its_rows(told, figure, back, expected):
    refs = told.read(head_rows.rows, "a", figure, DAY - back)
    assert named(told, refs) == expected
    header = told.read(scoring.account_header, "a", DAY - back)
    value = header.renewal_days if figure == "renewal" else header.touch_days
    assert (value is not None) == bool(expected)


def test_arr_leads_to_what_is_in_force_and_to_the_account_s_own_figure(told):
    refs = told.read(head_rows.rows, "a", "arr", DAY)
    terms = [one for one in refs if one.table == "subscription"]
    assert named(told, terms) == {"near", "far", "open"}
    assert [one.table for one in refs if one not in terms] == ["attribute_value"]


def test_the_pulse_leads_to_the_newest_one_by_the_day(told):
    (now,) = told.read(head_rows.rows, "a", "pulse", DAY)
    (then,) = told.read(head_rows.rows, "a", "pulse", DAY - 20)
    assert isinstance(now, RowRef)
    assert (now.table, now.row > then.row) == ("pulse", True)


@pytest.mark.parametrize("figure", ["renewal", "touch", "pulse"])
def test_where_nothing_is_known_no_row_is_told(told, figure):
    assert told.read(head_rows.rows, "b", figure, DAY) == ()
