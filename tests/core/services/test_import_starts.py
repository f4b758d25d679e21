"""An import says which new accounts have no first day, and which may be there already."""

from __future__ import annotations

from healthdesk.core.services import duplicates, imports
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


OTHERS = "account_id,name,started_on\n101,ALDER Ltd.,2025-01-01\n102,Elm,2025-01-01\n"


def test_new_accounts_of_a_name_that_the_desk_had_are_told(furnished, tmp_path):
    desk = furnished()
    ours = folders.write(tmp_path / "in", {"accounts": ACCOUNTS.replace(",\n", ",2025-02-02\n")})
    assert desk.do(imports.run, [ours]).notes == ()
    theirs = folders.write(tmp_path / "theirs", {"accounts": OTHERS})
    for dry_run in (True, False):
        (note,) = desk.do(imports.run, [theirs], dry_run=dry_run).notes
        assert note == (
            "accounts.csv: 1 new account has the name of one that the desk had (ALDER Ltd.)."
            " If they are the same, merge them in To settle."
        )
    assert desk.do(imports.run, [theirs]).notes == ()
    desk.do(duplicates.merge, "accounts", "A", ["101"])
    assert desk.do(imports.run, [theirs]).notes == ()
