"""Raw files of other people come in like their exchange folders: all facts and sums agree."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from healthdesk.core.services import imports, intake, mappings
from tests import folders

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
MAPPINGS = Path(__file__).resolve().parents[2] / "data" / "mappings"

MADE_UP = {"subscriptions": ("subscription_id",), "surveys": ("response_id",)}
"""Ids that exchange folders made up where the raw files have none."""
NAMES = {"accounts": ("name", "domain"), "metrics": ("name", "unit", "feature")}
"""What a mapping may call otherwise."""


@pytest.fixture
def bring(furnished):
    """Import a folder: an exchange folder as it is, a raw one as recognised or by a document."""

    def run(place, document=None):
        desk = furnished(f"{place.parent.name}-{place.name}-{document}")
        told = None if document is None else mappings.load(MAPPINGS / f"{document}.json")
        found = desk.read(intake.look, [str(place)], document=told)
        assert intake.complete(found), [q for one in found.proposals for q in one.questions]
        result = desk.do(imports.run, [Path(one) for one in found.exchange],
                         plan=intake.plan_of(found))  # fmt: skip
        assert result.rejects == ()
        assert result.unmatched == ()
        return desk

    return run


def facts(files, *, loosely):
    """The rows of every table; days without their time, made-up ids and names left out."""
    out = {}
    for name, data in files.items():
        table = name.removesuffix(".csv")
        if not name.endswith(".csv"):
            continue
        left = (*MADE_UP.get(table, ()), *NAMES.get(table, ())) if loosely else ()
        rows = Counter()
        for row in csv.DictReader(data.decode("utf-8").splitlines()):
            kept = {key: value for key, value in row.items() if key not in left and value}
            for key in kept.keys() & {"opened_on", "closed_on", "day"}:
                kept[key] = kept[key][:10]
            rows[frozenset(kept.items())] += 1
        out[table] = rows
    return out


def sums(desk):
    """Open subscriptions and their yearly revenue."""
    sql = 'SELECT count(*), sum(arr) FROM subscription WHERE "end" IS NULL'
    return desk.read(lambda tx: tuple(tx.connection().exec_driver_sql(sql).one()))


def test_ravenstack_by_its_document_is_its_exchange_folder(bring, tmp_path):
    mapped = bring(SHARED / "ravenstack", "ravenstack")
    plain = bring(SHARED / "exchange" / "ravenstack")
    ours, theirs = folders.exported(mapped, tmp_path / "a"), folders.exported(plain, tmp_path / "b")
    assert ours["usage.csv"] == theirs["usage.csv"]
    assert ours["subscriptions.csv"] == theirs["subscriptions.csv"]
    ours, theirs = facts(ours, loosely=True), facts(theirs, loosely=True)
    assert {name for name in theirs if ours[name] != theirs[name]} == set()
    assert sums(mapped) == sums(plain) == (4_514, 121_915_296.0)


def test_ravenstack_recognised_gives_one_desk_whatever_way_its_days_are_written(bring, tmp_path):
    found = [bring(SHARED / name) for name in ("ravenstack", "ravenstack_ddmmyyyy_bom")]
    first, second = (folders.exported(desk, tmp_path / str(n)) for n, desk in enumerate(found))
    assert first == second
    assert sums(found[0]) == (4_514, 121_915_296.0)
    plain = facts(
        folders.exported(bring(SHARED / "exchange" / "ravenstack"), tmp_path / "p"), loosely=True
    )
    ours = facts(first, loosely=True)
    for name in ("outcomes", "subscriptions", "tickets", "surveys"):
        assert ours[name] == plain[name], name


def test_days_first_by_its_document_gives_the_bytes_of_the_plain_one(bring, tmp_path):
    plain = bring(SHARED / "ravenstack", "ravenstack")
    other = bring(SHARED / "ravenstack_ddmmyyyy_bom", "ravenstack_day_first")
    assert folders.exported(plain, tmp_path / "a") == folders.exported(other, tmp_path / "b")


@pytest.mark.parametrize(
    "name",
    [
        "churnsim_crm_dev",
        pytest.param("churnsim_crm5_signal_dev", marks=pytest.mark.long),
    ],
)
def test_churnsim_by_its_document_is_its_exchange_folder(bring, tmp_path, name):
    mapped = bring(SHARED / name, "churnsim")
    plain = bring(SHARED / "exchange" / name)
    ours, theirs = folders.exported(mapped, tmp_path / "a"), folders.exported(plain, tmp_path / "b")
    assert ours["usage.csv"] == theirs["usage.csv"]
    assert ours["outcomes.csv"] == theirs["outcomes.csv"]
    ours, theirs = facts(ours, loosely=True), facts(theirs, loosely=True)
    assert ours["subscriptions"] == theirs["subscriptions"]
    assert sums(mapped) == pytest.approx(sums(plain))
    assert sum(ours["accounts"].values()) == sum(theirs["accounts"].values())
