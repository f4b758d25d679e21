"""What a desk knows already decides what strange files mean; nothing of a parted table is lost."""

from __future__ import annotations

from tests.core.services.test_foreign_worlds import DOMAINS, NAMES, asked, day, sheet, world

__all__ = ["world"]

STRIPE = (
    "id", "Customer ID", "Customer Description", "Customer Email", "Plan", "Quantity", "Interval",
    "Amount", "Status", "Created (UTC)", "Start (UTC)", "Current Period End (UTC)",
    "Ended At (UTC)",
)  # fmt: skip


def subscriptions(count):
    return sheet(STRIPE, [
        (f"sub_{at}", f"cus_{at}", NAMES[at % 5], f"bill@{DOMAINS[at % 5]}", "Pro", 5, "month",
         f"{100 + at}.00", "active", "2025-01-02 10:11", "2025-01-02 10:11", "2025-12-02 10:11", "")
        for at in range(count)
    ])  # fmt: skip


def test_customers_of_a_billing_system_are_known_by_what_the_desk_knows(world):
    files = {"subscriptions.csv": subscriptions(12)}
    (proposal,) = world.look(files).proposals
    (account,) = (one for one in proposal.columns if one.target == "account_id")
    assert account.source in {"Customer Description", "Customer Email"}
    assert "nobody knows a “Customer ID”" in account.why
    world.take(files)
    assert world.pairs("subscriptions", "account_id")[:3] == [("A0",), ("A0",), ("A0",)]


def test_tickets_without_a_priority_keep_their_answers_and_are_told_once(world):
    words = ("Urgent", "High", "Normal", "Low", "")
    rows = [
        (f"T{at}", NAMES[at % 5], words[at % 5 if at < 40 else 4], day(at), day(at + 1, "%Y-%m-%d"),
         ("Good", "Bad", "Offered")[at % 3])
        for at in range(60)
    ]  # fmt: skip
    header = ("Ticket ID", "Organization", "Priority", "Created at", "Solved at", "Satisfaction")
    result = world.take({"tickets.csv": sheet(header, rows)})
    assert len(world.rows("tickets")) == 60
    assert len(world.rows("surveys")) == 40
    left = [note for note in result.notes if "left out" in note]
    assert left == ["tickets.csv: 20 rows left out: Satisfaction is not Good or Bad."]


def test_a_list_that_points_at_known_accounts_is_no_list_of_accounts(world):
    rows = [(at, f"A{at % 5}", f"0{1 + at % 9}/0{1 + at % 8}/2025") for at in range(5)]
    found = world.look({"odd.csv": sheet(("number", "account", "opened"), rows)})
    assert all("accounts" not in one.tables for one in found.proposals)
    assert asked(found)
