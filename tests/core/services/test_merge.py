"""Texts with fields: filled from the desk, every missing field told, faults with their line."""

from __future__ import annotations

from functools import partial

import pytest

from healthdesk.core.desk import Desk
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.template import FIELDS, FILTERS, Fault, still_missing, tokens
from healthdesk.core.services import contacts, desks, imports, merge, merge_fields, recipients
from healthdesk.core.services.merge_sandbox import Template
from tests import folders, make

FACTS = {
    "accounts": "account_id,name,started_on,stage,tier,arr,currency,favourite colour\n"
    "a,One,2024-01-01,Adoption,Enterprise,184000,EUR,blue\n"
    "b,Two,2025-01-01,,,,,\n",
    "contacts": "contact_id,account_id,name,email,role,title,do_not_contact\n"
    "c1,a,Dana Ortiz,dana@one.example,champion,Head of Ops,\n"
    "c2,a,Marc Aubert,marc@one.example,sponsor,,\n"
    'c3,a,"Wei, Li",li@one.example,admin,,true\n'
    "c4,b,,bo@two.example,user,,\n",
    "subscriptions": "subscription_id,account_id,product,seats,arr,start,end\n"
    "s,a,Fleet,240,184000,2024-01-01,2026-05-22\n",
    "touchpoints": "touchpoint_id,account_id,contact_ids,kind,direction,day,subject\n"
    "t,a,c2,email,outbound,2026-01-31,Rollout in Lyon\n",
    "tickets": "ticket_id,account_id,opened_on,closed_on,priority,subject\n"
    "k1,a,2026-03-01,,high,Export stops\n"
    "k2,a,2026-03-02,2026-03-03,low,Solved\n",
    "surveys": "response_id,account_id,contact_id,kind,rating,day\n"
    "r1,a,c1,nps,9,2026-02-01\nr2,a,c2,nps,3,2026-02-02\n",
    "metrics": "metric,name,feature\nroutes,Route planner,true\nalerts,Alerts,true\n"
    "active_users,Active users,false\n",
    "usage": "account_id,day,metric,value\na,2026-03-10,routes,4\na,2026-03-12,active_users,38\n",
}
TODAY = to_day(make.NOW.date())


def made(folder):
    desk = Desk.create(
        folder / "merge.healthdesk",
        clock=make.CLOCK,
        furnish=partial(desks.furnish, name="merge", zone="UTC", currency="EUR"),
    )
    desk.do(imports.run, [folders.write(folder / "facts", FACTS)])
    return desk


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A desk that is only read."""
    desk = made(tmp_path_factory.mktemp("merge"))
    yield desk
    desk.close()


@pytest.fixture
def own(tmp_path):
    """A desk that a test may change."""
    desk = made(tmp_path)
    yield desk
    desk.close()


def value(desk, key, account="a", contact="c1"):
    return desk.read(merge_fields.values, account, contact, TODAY, [key])[key]


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("first_name", "Dana"),
        ("full_name", "Dana Ortiz"),
        ("title", "Head of Ops"),
        ("role", "champion"),
        ("account", "One"),
        ("product", "Fleet"),
        ("stage", "Adoption"),
        ("tier", "Enterprise"),
        ("seats", 240),
        ("started_on", "1 Jan 2024"),
        ("customer_for", "2 years"),
        ("champion", "Dana Ortiz"),
        ("sponsor", "Marc Aubert"),
        ("admin", None),
        ("left_contact", None),
        ("top_feature_1", "Route planner"),
        ("top_feature_2", None),
        ("unused_feature", "Alerts"),
        ("active_users", 38),
        ("last_used_on", "12 Mar 2026"),
        ("last_touch_on", "31 Jan 2026"),
        ("days_since_touch", 42),
        ("last_subject", "Rollout in Lyon"),
        ("open_tickets", 1),
        ("oldest_ticket", "Export stops"),
        ("renewal_on", "22 May 2026"),
        ("days_to_renewal", 69),
        ("arr", "€184,000"),
        ("today", "14 Mar 2026"),
        ("weekday", "Saturday"),
        ("my_name", None),
        ('attribute["favourite colour"]', "blue"),
    ],
)
def test_a_field_says_what_the_desk_knows(full, key, known):
    assert value(full, key) == known


def test_every_field_of_the_catalogue_can_be_read_and_of_an_empty_account_none_is_made_up(full):
    keys = [one.key for one in FIELDS]
    found = full.read(merge_fields.values, "b", "c4", TODAY, keys)
    assert set(found) == set(keys)
    known = {key for key, held in found.items() if held not in (None, [], 0)}
    assert known == {"account", "role", "started_on", "customer_for", "today", "weekday"}


def test_every_example_of_the_catalogue_is_one_the_sandbox_fills():
    for one in FIELDS:
        if not one.parts:
            template = Template(one.token)
            given = [one.example] if one.listed else one.example
            assert template.fill({one.key: given}).text == one.example, one.key


def test_a_text_is_filled_in_pieces_and_all_that_is_missing_is_told(full):
    words = "Dear {{ first_name }}, {{ admin }} of {{ account }} and {{top_feature_2}}: {{ admin }}"
    filled = full.read(merge.fill, words, "a", "c1", TODAY)
    assert filled.missing == ("admin", "top_feature_2")
    assert filled.runs[:4] == (
        ("Dear ", "plain"),
        ("Dana", "field"),
        (", ", "plain"),
        ("{{ admin }}", "missing"),
    )
    assert tokens(filled.text) == ("admin", "top_feature_2")
    assert still_missing(filled.missing, filled.text.replace("{{ admin }}", "Li")) == (
        "top_feature_2",
    )


def test_without_a_person_what_is_about_them_is_missing(full):
    assert full.read(merge.fill, "Dear {{ first_name }}", "a", None, TODAY).missing == (
        "first_name",
    )


def test_conditions_loops_and_filters_do_what_they_say(full):
    words = (
        "{% if days_to_renewal < 90 and champion %}soon{% else %}later{% endif %}\n"
        "{% for one in tickets %}\n- {{ one.subject | upper }} ({{ one.days }} days)\n"
        "{% endfor %}\n"
        "{{ top_features | join(' and ') }}, {{ admin | default('your admin') }},"
        " {{ attribute.stage | lower }}, {{ top_features | length }}, {{ account | truncate(2) }}"
    )
    assert full.read(merge.fill, words, "a", "c1", TODAY).text == (
        "soon\n- EXPORT STOPS (13 days)\nRoute planner, your admin, adoption, 1, O…"
    )


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("key", ["first_name", "days_to_renewal", "top_features"])
def test_every_filter_takes_every_kind_of_value(name, key):
    filled = Template(f"{{{{ {key} | {name} }}}}").fill(
        {"first_name": "Dana", "days_to_renewal": 69, "top_features": ["Routes"]}
    )
    assert filled.ready
    assert filled.text


def test_a_condition_on_what_is_not_known_does_not_hold():
    words = "{% if days_to_renewal < 90 %}soon{% endif %}{% if not champion %}none{% endif %}"
    assert Template(words).fill({"days_to_renewal": None, "champion": None}).text == "none"


def test_an_unknown_field_is_told_with_its_line_and_column(full):
    told = merge.check_template("Dear\n  {{ frist_name }}")
    assert told == (Fault(2, 6, "There is no field “frist_name”."),)
    own = full.read(merge_fields.attributes)
    assert merge.check_template('{{ attribute["favourite colour"] }}', own) == ()
    assert merge.check_template('{{ attribute["colour"] }}', own)[0].sentence == (
        "No account has a field “colour”."
    )


def test_how_many_accounts_miss_what(full):
    words = "{{ first_name }} {{ renewal_on }} {{ account }}"
    assert full.read(merge.missing_for, words, "user", ["a", "b"], TODAY) == {
        "first_name": 2,
        "renewal_on": 1,
    }


@pytest.mark.parametrize(
    ("to", "who"),
    [
        ("", None),
        ("champion", "c1"),
        ("sponsor", "c2"),
        ("admin", None),
        ("decision maker", None),
        ("detractor", "c2"),
        ("last in touch", "c2"),
        ("newest", "c2"),
        ("successor", None),
        ("advocate", None),
        ("whoever", None),
    ],
)
def test_who_is_picked(full, to, who):
    found = full.read(recipients.pick, "a", to, TODAY)
    assert (found and found.contact_id) == who


def test_who_left_is_never_picked_and_their_successor_is(own):
    own.do(contacts.mark_left, "c1", TODAY - 3, "c2")
    assert own.read(recipients.pick, "a", "champion", TODAY) is None
    assert own.read(recipients.pick, "a", "champion", TODAY - 4).contact_id == "c1"
    assert own.read(recipients.pick, "a", "successor", TODAY).contact_id == "c2"
    assert value(own, "left_contact_first_name", contact="c2") == "Dana"
    told = {one.contact_id: one.refused for one in own.read(recipients.everybody, "a", TODAY)}
    assert told == {"c2": "", "c1": "left on 11 Mar 2026", "c3": "must not be contacted"}
