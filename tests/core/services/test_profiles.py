"""Profiles: versions, order, retirement, and the default that fits itself to the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import Profile, dump_profile, parse_profiles
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import imports, profiles
from tests import make


def profile(key: str = "default", weight: float = 1, rule: object = None) -> Profile:
    document = {
        "key": key,
        "applies_to": rule,
        "dimensions": [
            {
                "key": "touch",
                "weight": weight,
                "measures": [
                    {
                        "key": "since",
                        "weight": 1,
                        "reading": {"kind": "days_since_touch"},
                        "scale": {"kind": "curve", "points": [[7, 100], [90, 0]]},
                    }
                ],
            }
        ],
    }
    listed = (
        [document] if rule is None else [document, {**document, "key": "z", "applies_to": None}]
    )
    return parse_profiles(listed, (), CATALOGUE)[0]


RULE = {"field": "tier", "op": "=", "value": "gold"}


@op("Replace")
def replace(tx, *wanted: Profile) -> None:
    profiles.replace_all(tx, wanted, 20_000)


def state(desk) -> list[tuple[str, int]]:
    return [(one.profile.key, one.version) for one in desk.read(profiles.published)]


def test_a_new_desk_has_one_profile_that_can_score(furnished):
    desk = furnished()
    (only,) = desk.read(profiles.published)
    assert (only.profile.key, only.version) == ("default", 1)
    assert only.profile.measure_keys
    (version,) = desk.read(profiles.versions)
    assert version.reason == profiles.MADE


def test_publishing_makes_a_version_with_its_reason_and_day(furnished):
    desk = furnished()
    assert desk.do(profiles.publish, profile(weight=2), "less is more", 20_600) == 2
    assert desk.do(profiles.publish, profile(weight=2), "again the same", 20_601) == 2
    assert [(one.version, one.day, one.reason) for one in desk.read(profiles.versions)][1:] == [
        (2, 20_600, "less is more")
    ]
    assert desk.undo() == "Publish health profile"
    assert state(desk) == [("default", 1)]


def test_a_new_profile_comes_before_the_last(furnished):
    desk = furnished()
    desk.do(profiles.publish, profile("gold", rule=RULE), "for gold")
    assert state(desk) == [("gold", 1), ("default", 1)]
    with pytest.raises(BadDocument, match="gold > applies_to"):
        desk.do(profiles.publish, profile("gold"), "for all?")
    assert state(desk) == [("gold", 1), ("default", 1)]


def test_the_whole_list_publishes_what_differs_and_retires_the_rest(furnished):
    desk = furnished()
    desk.do(replace, profile("gold", rule=RULE), profile("silver", rule=RULE), profile())
    assert state(desk) == [("gold", 1), ("silver", 1), ("default", 2)]
    desk.do(replace, profile("silver", rule=RULE), profile("gold", 3, rule=RULE), profile())
    assert state(desk) == [("silver", 1), ("gold", 2), ("default", 2)]
    desk.do(replace, profile("other"))
    assert state(desk) == [("other", 1)]
    desk.do(replace, profile("gold", 3, rule=RULE), profile("other"))
    assert state(desk) == [("gold", 3), ("other", 1)], (
        "a retired profile comes back as a new version"
    )


def test_an_earlier_version_can_be_read(furnished):
    desk = furnished()
    desk.do(replace, profile("gold", 2, rule=RULE), profile())
    desk.do(replace, profile("gold", 5, rule=RULE), profile())
    first = desk.read(profiles.version, "gold", 1).profile
    assert first == profile("gold", 2, rule=RULE)
    with pytest.raises(NotFound):
        desk.read(profiles.version, "gold", 9)


def usage(folder: Path, metric: str, days: int = 28) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "accounts.csv").write_text(
        "account_id,name\n" + "".join(f"a{i},A\n" for i in range(8))
    )
    rows = [
        f"a{number},{metric},2026-03-{1 + day % 14:02},{number * 3 + day % 5}"
        for number in range(8)
        for day in range(min(days, 14))
    ]
    (folder / "usage.csv").write_text("account_id,metric,day,value\n" + "\n".join(rows) + "\n")
    return folder


def test_the_default_is_fitted_when_new_kinds_of_facts_come(furnished, tmp_path):
    desk = furnished()
    desk.do(imports.run, [usage(tmp_path / "one", "logins")])
    (fitted,) = desk.read(profiles.published)
    assert fitted.version == 2
    assert "usage.level" in fitted.profile.measure_keys
    assert desk.read(profiles.versions)[-1].reason == profiles.FITTED
    more = usage(tmp_path / "two", "logins", days=5)
    desk.do(imports.run, [more])
    assert state(desk) == [("default", 2)], "figures that drift move no curve unasked"
    (tmp_path / "three").mkdir()
    (tmp_path / "three" / "tickets.csv").write_text(
        "ticket_id,account_id,opened_on,priority\nt1,a1,2026-03-01,high\n"
    )
    desk.do(imports.run, [tmp_path / "three"])
    assert state(desk) == [("default", 3)]
    assert any(
        key.startswith("support.") for key in desk.read(profiles.published)[0].profile.measure_keys
    )


def test_a_default_that_somebody_changed_is_left_alone(furnished, tmp_path):
    desk = furnished()
    desk.do(profiles.publish, profile(weight=2), "mine")
    desk.do(imports.run, [usage(tmp_path / "one", "logins")])
    assert state(desk) == [("default", 2)]


def test_taking_the_import_back_takes_its_fitting_back(furnished, tmp_path):
    desk = furnished()
    before = make.dump(desk)["profile_version"]
    desk.do(imports.run, [usage(tmp_path / "one", "logins")])
    desk.do(imports.take_back, 1)
    assert make.dump(desk)["profile_version"] == before


def test_a_metric_that_is_gone_reads_as_missing(furnished, tmp_path):
    desk = furnished()
    desk.do(imports.run, [usage(tmp_path / "one", "logins")])
    (fitted,) = desk.read(profiles.published)
    renamed = dump_profile(fitted.profile) | {"name": "Mine"}
    desk.do(profiles.publish, parse_profiles([renamed], {"logins"}, CATALOGUE)[0], "mine")
    desk.do(imports.take_back, 1)
    (still,) = desk.read(profiles.published)
    assert "usage.level" in still.profile.measure_keys
