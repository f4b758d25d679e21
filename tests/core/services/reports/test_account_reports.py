"""The review and the brief of an account: what they say, equal to the desk; what goes out."""

from __future__ import annotations

import msgspec
import pytest

from healthdesk.core.domain import report as doc
from healthdesk.core.domain.errors import BadDocument, NotFound, UsageError
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_prepare import blocks, numbered, prepare, warned
from healthdesk.core.services import commercial, explain, scoring, trends
from healthdesk.core.services.reports import building
from tests.core.services.reports import review_story as story

GOALS = (
    "Daily users: users at least 40 by 2026-12-31",
    "Open tickets at most 0",
    "Shops connected, done 2026-11-02",
    "A named person in each branch by 2026-12-14",
)
REVIEW = ReportOptions(
    kind="account_review", account="v", choices={"objectives": GOALS, "asks": ("A name",)}
)
BRIEF = ReportOptions(kind="account_brief", account="v")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = story.desk(tmp_path_factory.mktemp("reports"))
    yield made
    made.close()


def review(desk, **changed):
    return desk.read(building.build, msgspec.structs.replace(REVIEW, **changed), story.DAY)


def sent(desk, options=REVIEW, day=story.DAY):
    return desk.read(building.make, options, day)


def page(report, key):
    return next(one for one in report.sections if one.key == key)


def block(report, section, key):
    return next(one for one in blocks(page(report, section)) if one.key == key)


def figure(report, section, key):
    return next(one for one in block(report, section, "figures").items if one.key == key)


def test_the_customer_gets_ten_pages_in_their_words(desk):
    report = sent(desk)
    assert (report.title, report.subject, report.period) == (
        "Quarterly review",
        "Velora",
        "Q4 2026",
    )
    assert [one.title for one in report.sections] == [
        *("Title", "Goals", "Summary", "Adoption", "Usage", "Tickets", "Voice"),
        *("Milestones", "Actions", "Next"),
    ]
    adoption = page(report, "adoption")
    assert adoption.headline == "Your teams use more of the product"
    assert adoption.lead.text == (
        "Two of three features are in use, one in September; active users rose from 21 to 43 a day."
    )
    users, ranks = adoption.lines[0].blocks
    assert [one.words for one in users.moments] == ["training, 6 Oct", "Go-live, 18 Oct"]
    assert (ranks.labels, ranks.values, ranks.marks) == (
        ("Planning", "Shipping"),
        (200, 80),
        (200, 0),
    )
    assert page(report, "goals").headline == "Two of four goals are reached"
    assert [one.state for one in block(report, "goals", "goals").items] == [
        *("done", "open", "done", "open")
    ]
    assert block(report, "goals", "goals").items[0].detail == "43, goal 40; 21 on 25 Aug"


def test_adoption_tells_the_goal_where_things_stand_and_what_comes_next(desk):
    def told(report):
        return [(one.name, one.text) for one in block(report, "adoption", "goal").items]

    assert told(sent(desk))[:2] == [
        ("Goal", "Daily users: at least 40"),
        ("Today", "43, reached"),
    ]
    assert told(review(desk, choices={"objectives": ()}))[:2] == [
        ("Goal", "to agree on"),
        ("Today", "43 active users a day"),
    ]
    words = review(desk, choices={"objectives": ("A reference visit",)})
    assert told(words)[0] == ("Goal", "A reference visit")
    assert [name for name, _ in told(words)] == ["Goal", "Next"]


def test_nothing_of_the_inside_goes_to_a_customer(desk):
    report = sent(desk)
    assert warned(report) == ()
    told = msgspec.json.encode(report).decode()
    for secret in ("Roche", "Secret", "proud", "Whisper", "118,000", "120,000", "They grow"):
        assert secret not in told, secret
    assert "two branches" in told
    inside = sent(desk, msgspec.structs.replace(REVIEW, audience="inside"))
    assert {"health", "made", "forecast"} <= {one.key for one in inside.sections}
    shown = sent(desk, msgspec.structs.replace(REVIEW, hide=()))
    words = {one.words for one in warned(shown)}
    assert "the sentiment of a call of 12 Nov" in words
    assert "the task “Whisper to the boss”" in words
    assert "the name of Delphine Roche" in words


def test_figures_are_those_of_the_desk(desk):
    report = review(desk)
    (score,) = desk.read(scoring.scores, story.DAY, account="v")
    assert figure(report, "health", "score").value == score.score
    why = desk.read(explain.why, "v", story.DAY - 54, story.DAY)
    table = block(report, "health", "why")
    assert sum(row.cells[0].value for row in table.rows) == pytest.approx(why.change)
    assert table.total[0].value == why.change
    made = block(report, "made", "measures")
    assert sum(row.cells[-1].value for row in made.rows) == pytest.approx(score.uncapped)
    seats = desk.read(commercial.seats, "v", story.DAY)
    assert figure(report, "usage", "seats").value == seats.used
    brief = sent(desk, BRIEF)
    lasting = [one for one in desk.read(trends.events, "v", story.DAY) if one.last is None]
    assert all(one.text.rstrip(".") in block(brief, "brief", "dips").text for one in lasting)
    assert figure(brief, "brief", "score").value == score.shown


def test_what_is_not_known_is_not_there(desk):
    report = desk.read(building.build, ReportOptions(kind="account_review", account="q"), story.DAY)
    keys = {one.key for one in report.sections}
    assert keys.isdisjoint({"adoption", "usage", "support", "voice", "milestones", "actions"})
    assert page(report, "goals").headline == "Goals to agree on"
    brief = sent(desk, msgspec.structs.replace(BRIEF, account="q"))
    assert block(brief, "brief", "issues").rows == ()


def test_every_figure_leads_to_its_source(desk):
    for report in (review(desk), sent(desk, BRIEF)):
        known = {one.key for one in report.sources}
        for section in report.sections:
            assert set(numbered(section)) <= known
            for one in blocks(section):
                if isinstance(one, doc.CHARTS):
                    assert one.notes, (section.key, one.key)
                elif isinstance(one, doc.Figures):
                    assert all(item.notes for item in one.items), (section.key, one.key)
                elif isinstance(one, doc.Table):
                    assert one.notes or any(part.notes for part in one.columns)
        told = {one.words: one.whence for one in report.sources}
        assert told["Tickets"] == "tickets.csv, imported 23 Nov 2026"
        assert told["Promises and quotes"] == "typed here"


def test_the_same_desk_day_and_options_make_the_same_report(desk):
    one, other = (msgspec.json.encode(sent(desk)) for _ in range(2))
    assert one == other
    assert msgspec.json.decode(one, type=doc.Report) == sent(desk)
    for options in (REVIEW, BRIEF, msgspec.structs.replace(REVIEW, audience="inside")):
        whole = desk.read(building.build, options, story.DAY)
        assert prepare(whole, options) == sent(desk, options)


def test_texts_of_others_stay_as_they_are(desk):
    row = block(review(desk), "support", "open").rows[0]
    assert row.cells[0].text == story.HOSTILE


def test_a_period_that_is_over_is_told_as_it_ended(desk):
    report = review(desk, period="2026-Q3")
    assert page(report, "adoption").headline == "Your teams use the product as before"
    assert figure(report, "support", "opened").text == "1"
    later = review(desk, choices={"before": "2026-11-01"})
    assert "October" in page(later, "adoption").lead.text


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"kind": "nothing"}, UsageError),
        ({"account": ""}, UsageError),
        ({"account": "nobody"}, NotFound),
        ({"period": "2027-Q1"}, UsageError),
        ({"style": "klingon"}, UsageError),
        ({"brand": "none"}, NotFound),
        ({"choices": {"quotes": 99}}, BadDocument),
        ({"choices": {"before": "2027-01-01"}}, UsageError),
    ],
)
def test_what_cannot_be_is_refused(desk, changed, error):
    with pytest.raises(error):
        review(desk, **changed)


def test_the_brief_fits_a_call(desk):
    brief = sent(desk, BRIEF)
    assert page(brief, "brief").lead.text.startswith("Strong at")
    people = block(brief, "brief", "people")
    assert [row.cells[0].text for row in people.rows] == ["Delphine Roche", "Petr Joubert"]
    steps = block(brief, "brief", "promises").items
    assert [(one.text, one.state) for one in steps][:1] == [("Send the list", "late")]
    renewal = figure(brief, "brief", "renewal")
    assert (renewal.text, renewal.detail) == ("7 Jan 2027", "in 45 days, €118,000 a year")
