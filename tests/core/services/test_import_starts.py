"""An import says which accounts it leaves without a first day."""

from __future__ import annotations

from healthdesk.core.services import imports
from tests import folders

ACCOUNTS = "account_id,name,started_on\nA,Alder,2025-01-01\nB,Birch,\nC,Cedar,\nD,Dogwood,\n"
USAGE = "account_id,metric,day,value\nB,logins,2026-01-01,1\n"
CONTRACTS = "subscription_id,account_id,start\nS,C,2026-01-01\n"


def test_accounts_without_a_start_are_told(furnished, tmp_path):
    desk = furnished()
    tables = {"accounts": ACCOUNTS, "usage": USAGE, "subscriptions": CONTRACTS}
    folder = folders.write(tmp_path / "in", tables)
    (note,) = desk.do(imports.run, [folder]).notes
    assert note.startswith("1 new account has neither a start, nor usage, nor a contract")
    assert desk.do(imports.run, [folder]).notes == ()
