"""Packs of somebody who means harm: refused whole, or the harm is left aside and said so (S-04)."""

from __future__ import annotations

import io
import struct
import zipfile

import msgspec
import pytest

from healthdesk.core.domain.errors import BadPack, DeskError
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_opening as opening
from healthdesk.core.services import handover_packing as packing
from tests import make
from tests.core.services import handover_story as story


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    with story.two(tmp_path_factory.mktemp("hostile")) as both:
        yield both


@pytest.fixture(scope="module")
def good(desks):
    made = desks[0].read(making.make, making.Giving(("a0",), options=story.ALL))
    with zipfile.ZipFile(io.BytesIO(packing.as_bytes(made.pack))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(members, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def with_member(name, data=b"x"):
    return lambda good: zipped({**good, name: data})


def manifest(**told):
    def made(good):
        document = {**msgspec.json.decode(good["manifest.json"]), **told}
        return zipped({**good, "manifest.json": msgspec.json.encode(document)})

    return made


def task(**told):
    def made(good):
        (row,) = msgspec.json.decode(good["work/task.json"])
        return zipped({**good, "work/task.json": msgspec.json.encode([{**row, **told}])})

    return made


def table(name, *lines):
    return with_member(f"facts/{name}.csv", "\r\n".join(lines).encode())


def linked(good):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in good.items():
            info = zipfile.ZipInfo(name)
            if name == "report.json":
                info.external_attr = 0o120777 << 16
            packed.writestr(info, b"/etc/passwd" if name == "report.json" else data)
    return out.getvalue()


def twice(good):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in good.items():
            packed.writestr(name, data)
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("manifest.json", good["manifest.json"])
    return out.getvalue()


def replaced(old, new):
    return lambda good: zipped(good, zipfile.ZIP_STORED).replace(old, new)


def directory(count, size=100):
    def made(good):
        data = zipped(good)
        at = data.rfind(b"PK\x05\x06")
        return data[: at + 8] + struct.pack("<HHI", count, count, size) + data[at + 16 :]

    return made


def long_directory(good):
    data = zipped(good)
    at = data.rfind(b"PK\x05\x06")
    return data[:at] + b"PK\x06\x07" + bytes(16) + data[at:]


DEEP = b"[" * 100_000 + b"]" * 100_000
REFUSED = {
    "nothing": lambda _: b"",
    "a desk": lambda _: b"SQLite format 3\0" + bytes(100),
    "an empty zip": lambda _: b"PK\x05\x06" + bytes(18),
    "half a zip": lambda good: zipped(good)[:400],
    "a zip of nothing ours": lambda _: zipped({"a.txt": b"x"}),
    "up the tree": with_member("../evil.txt"),
    "up the tree inside": with_member("facts/../../evil.csv"),
    "absolute": with_member("/etc/passwd"),
    "drive": with_member("C:\\evil.exe"),
    "backslashes": with_member("facts\\accounts.csv"),
    "a program": with_member("files/run.exe"),
    "unknown member": with_member("notes.txt"),
    "a desk inside": with_member("desk.healthdesk", b"SQLite format 3\0"),
    "nul in a name": replaced(b"README.txt", b"READ\x00ME.tx"),
    "symbolic link": linked,
    "same name twice": twice,
    "a million members": directory(0xFFFF),
    "more members than packs have": directory(5_000),
    "large directory": directory(20, 2**31),
    "hidden long directory": long_directory,
    "bomb": with_member("report.json", bytes(60_000_000)),
    "other compression": lambda good: zipped(good, zipfile.ZIP_BZIP2),
    "damaged bytes": replaced(b"a0,Account 0", b"a0,Mallory 0"),
    "no manifest": lambda good: zipped({k: v for k, v in good.items() if k != "manifest.json"}),
    "deep manifest": with_member("manifest.json", DEEP),
    "deep work": with_member("work/task.json", DEEP),
    "no json": with_member("manifest.json", b"{"),
    "manifest is a list": with_member("manifest.json", b"[]"),
    "newer format": manifest(format=99),
    "format is a text": manifest(format="1"),
    "pack id leads elsewhere": manifest(pack="../../../../x"),
    "no accounts": manifest(accounts=[]),
    "an account that is not in it": manifest(accounts=[{"id": "zz", "name": "Z"}]),
    "an account twice": manifest(accounts=[{"id": "a0", "name": "A"}] * 2),
    "day out of time": manifest(day=10**12),
    "title is a number": task(title=5),
    "priority that is none": task(priority="; DROP TABLE task"),
    "day is a text": task(due_on="tomorrow"),
    "sign that is none": with_member(
        "work/retro.json", b'[{"id": "r", "account": "a0", "signs": [{"name": 5}]}]'
    ),
    "endless title": task(title="x" * 200_000),
    "rows that are none": with_member("work/task.json", b'{"rows": 1}'),
    "row of another length": table("contacts", "contact_id,account_id", "c0,a0,more"),
    "table without its columns": table("tickets", "ticket_id", "k0"),
    "column twice": table("contacts", "contact_id,account_id,name,name", "c0,a0,A,B"),
    "row twice": table("contacts", "contact_id,account_id", "c0,a0", "c0,a0"),
    "no text": with_member("facts/accounts.csv", b"account_id,name\r\n\xff\xfe,x"),
    "another file than it says": with_member("files/" + "0" * 64, b"other"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_such_a_pack_is_refused_whole(good, name):
    with pytest.raises(BadPack) as told:
        opening.opened(REFUSED[name](good))
    assert "nothing was taken" in told.value.sentence
    assert len(str(told.value)) < 600


def test_a_size_that_lies_is_met_while_reading(good):
    data = bytearray(zipped({**good, "README.txt": b"x" * 5_000}))
    at = data.rfind(b"README.txt")
    size = data.rfind(b"PK\x01\x02", 0, at) + 24
    data[size : size + 4] = struct.pack("<I", 10)
    with pytest.raises(BadPack):
        opening.opened(bytes(data))


HOSTILE = (
    "=cmd|' /C calc'!A1 <script>alert(1)</script> '; DROP TABLE account; -- \u202e #read(\"x\")"
)
RETRO = {
    "id": "r", "account": "a0", "day": 20_300, "arr": None, "tenure_days": None, "fit": "",
    "reason": "", "words": "", "done_well": "", "done_better": "", "profile": "",
    "known_on": 20_300, "closed_on": None, "by": "",
    "signs": [{"name": "x", "day": None, "measure": "", "reading": '{"kind": "__import__"}',
               "missed": True, "candidate": False, "note": ""}],
}  # fmt: skip
ASIDE = {
    "unknown field of a task": (task(evil=1), "unknown field"),
    "unknown field of the manifest": (manifest(evil=1), "unknown field"),
    "task of another account": (task(account="a2"), "does not hold"),
    "contact of another account": (
        table("contacts", "contact_id,account_id", "c9,a9"), "does not list",
    ),
    "values of another account": (
        table("usage", "account_id,metric,day,value", "a2,logins,2026-01-01,5"), "does not list",
    ),
    "reading of a sign that is none": (
        with_member("work/retro.json", msgspec.json.encode([RETRO])), "cannot be read",
    ),
    "report that is none": (with_member("report.json", DEEP), "report"),
}  # fmt: skip


@pytest.mark.parametrize("name", ASIDE)
def test_what_does_not_belong_is_left_aside_and_said(good, name):
    make_bytes, words = ASIDE[name]
    pack = opening.opened(make_bytes(good))
    assert any(words in note for note in pack.notes), pack.notes


def test_hostile_text_stays_text_and_other_accounts_stay_as_they_are(desks, good):
    _, ben = desks
    ben.do(make.fill)
    before = {
        n: r for n, r in make.dump(ben).items() if n in {"metric", "setting", "profile", "segment"}
    }
    pack = opening.opened(task(title=HOSTILE, id="77@aaaaaaaa", plan="1@bbbbbbbb")(good))
    assert pack.state["task"]["77@aaaaaaaa"]["plan"] is None
    story.take(ben, pack, "theirs")
    told = make.dump(ben)
    assert any(HOSTILE in row for row in told["task"])
    assert len(told["account"]) == 3
    assert {n: told[n] for n in before} == before


@pytest.mark.parametrize("cells", ["c0,a0,\u0000", "c0,a0,x\ty"])
def test_values_that_no_desk_keeps_are_rejected_by_the_import(desks, good, cells):
    _, ben = desks
    made = table("contacts", "contact_id,account_id,role", cells)(good)
    try:
        pack = opening.opened(made)
        taken = story.take(ben, pack, "theirs")
    except DeskError:
        return
    assert taken.rejected == 1
