"""Exit conditions that a person builds: there and back as rules, and days counted in a row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.plan import ExitDraft, first_met, run_at, simple_exit
from healthdesk.core.domain.rule import dump_rule, parse_rule
from healthdesk.core.readings import CATALOGUE

WHATS = ("score", "days_since_touch", "open_tickets", "nps", "usage_level:logins")
DRAFTS = st.builds(
    ExitDraft,
    what=st.sampled_from(WHATS),
    level=st.floats(-1e6, 1e6).map(lambda one: round(one, 3)),
    days=st.integers(1, 366),
    least=st.booleans(),
    window=st.just(7),
)


@given(DRAFTS)
def test_a_simple_condition_is_a_rule_and_is_read_back(draft):
    rule = parse_rule(draft.rule, "exit", {"logins"}, CATALOGUE)
    assert simple_exit(dump_rule(rule), draft.days) == draft


def test_other_rules_are_not_taken_for_simple_ones():
    test = {"field": "score", "op": ">=", "value": 50}
    assert simple_exit({"all": [test]}, 3) is None
    assert simple_exit({"field": "band", "op": "=", "value": "Poor"}, 3) is None
    assert simple_exit({**test, "op": "between", "value": [1, 2]}, 3) is None
    assert simple_exit({"field": "churned", "op": ">=", "value": 1}, 3) is None
    assert simple_exit(None, 3) is None


@given(st.lists(st.sampled_from([True, False, None]), max_size=40), st.integers(1, 12))
def test_days_in_a_row_agree_with_counting_by_hand(days, needed):
    held = tuple(days)
    known = list(held)
    while known and known[-1] is None:
        known.pop()
    run = 0
    while run < len(known) and known[-1 - run] is True:
        run += 1
    assert run_at(held) == run
    found = first_met(held, needed)
    ends = [
        at
        for at in range(needed - 1, len(held))
        if all(one is True for one in held[at - needed + 1 : at + 1])
    ]
    assert found == (ends[0] if ends else None)
