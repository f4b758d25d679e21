"""What an import says about profiles and segments: how many are new, changed and the same."""

from __future__ import annotations

import json

import pytest

from healthdesk.core.domain.views import TableCount
from healthdesk.core.services import imports
from tests import folders


@pytest.fixture
def documents(example, tmp_path):
    """The documents of a desk with the worked example, as they are exported."""
    files = folders.exported(example, tmp_path / "out")
    return {name: json.loads(files[f"{name}.json"]) for name in ("profiles", "segments")}


@pytest.fixture
def bring(example, tmp_path):
    made = []

    def run(*, dry_run=True, **documents):
        folder = tmp_path / f"in {len(made)}"
        made.append(folder)
        texts = {f"{name}.json": json.dumps(content) for name, content in documents.items()}
        return example.do(imports.run, [folders.write(folder, texts)], dry_run=dry_run)

    return run


def test_what_is_in_the_desk_already_is_the_same(bring, documents):
    result = bring(**documents)
    number = len(documents["segments"])
    assert result.tables == {
        "profiles": TableCount(read=1, same=1),
        "segments": TableCount(read=number, same=number),
    }
    assert {one.name: set(one.tables) for one in result.files} == {
        "profiles.json": {"profiles"},
        "segments.json": {"segments"},
    }
    assert result.notes == ()


def test_new_and_changed_ones_are_counted_and_those_that_go_are_named(bring, documents):
    (profile,) = documents["profiles"]
    changed = {**profile, "name": "Otherwise"}
    more = {**profile, "key": "large", "applies_to": {"field": "arr", "op": ">", "value": 5}}
    first, *rest = documents["segments"]
    large = {"name": "Large", "rule": {"field": "arr", "op": ">", "value": 5}}
    result = bring(profiles=[more, changed], segments=[*rest, large])
    assert result.tables["profiles"] == TableCount(read=2, new=1, changed=1)
    assert result.tables["segments"] == TableCount(
        read=len(rest) + 1, new=1, changed=1, same=len(rest)
    )
    assert result.notes == (f"segments.json: {first['name']} is not in it and goes.",)


def test_another_order_is_a_change(bring, documents):
    one, two, *rest = documents["segments"]
    result = bring(segments=[two, one, *rest])
    assert result.tables["segments"].changed == 2
    assert result.tables["segments"].same == len(rest)


def test_after_it_all_is_the_same_and_undo_takes_it_back(bring, example, documents, tmp_path):
    large = {"name": "Large", "rule": {"field": "arr", "op": ">", "value": 5}}
    before = folders.exported(example, tmp_path / "before")
    result = bring(segments=[large, *documents["segments"]], dry_run=False)
    assert result.tables["segments"].new == 1
    again = bring(segments=[large, *documents["segments"]])
    assert again.tables["segments"] == TableCount(
        read=len(documents["segments"]) + 1, same=len(documents["segments"]) + 1
    )
    assert example.read(imports.history)[0].tables == result.tables
    example.do(imports.take_back, result.batch)
    assert folders.exported(example, tmp_path / "after") == before
