"""What was dropped is sorted: exchange folders, foreign files, what is no data."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthdesk.core.domain.errors import BadImport, Cancelled
from healthdesk.core.services import imports, intake, mappings
from tests import folders

ACCOUNTS = "account_id,name\na1,Tindra Dairy\na2,Aldermoor Freight\n"
TICKETS = "ticket_id,account_id,opened_on,priority\nT1,a1,2025-01-02,high\n"
FOREIGN = (
    "Ticket ID;Organization;Created at;Priority;Subject\n"
    "51;Tindra Dairy;21.11.2025;urgent;Scale lost\n"
    "52;Aldermoor Freight;03.11.2025;low;Label\n"
)


def look(desk, *places, **more):
    return desk.read(intake.look, [str(place) for place in places], **more)


def names(found):
    return sorted(one.raw.name for one in found.proposals)


def test_an_exchange_folder_needs_no_look_inside(desk, tmp_path):
    folder = folders.write(tmp_path / "in", {"accounts": ACCOUNTS, "notes.txt": "hello"})
    found = look(desk, folder)
    assert (found.exchange, found.proposals) == ((str(folder),), ())
    assert intake.complete(found)


def test_a_folder_of_foreign_files_is_its_files_but_not_what_tells_about_them(desk, tmp_path):
    files = {
        "help.csv": FOREIGN,
        "LICENSE": "MIT",
        "README.md": "x",
        "PROVENANCE.txt": "from",
        "remarks.txt": "a1: all is well.\n\nSecond note.\n",
    }
    found = look(desk, folders.write(tmp_path / "in", files))
    assert names(found) == ["help.csv"]
    assert len(found.notes) == 4
    assert found.exchange == ()


def test_exchange_names_with_other_columns_are_foreign(desk, tmp_path):
    files = {"accounts": "account_id,channel,users\n1,web,3\n", "tickets.csv": FOREIGN}
    found = look(desk, folders.write(tmp_path / "in", files))
    assert found.exchange == ()
    assert names(found) == ["accounts.csv", "tickets.csv"]


def test_a_folder_whose_file_lost_a_column_is_refused(desk, tmp_path):
    files = {"accounts": ACCOUNTS, "tickets": TICKETS.replace(",priority", "").replace(",high", "")}
    folder = folders.write(tmp_path / "in", files)
    with pytest.raises(BadImport, match="lacks the required column priority"):
        look(desk, folder)
    with pytest.raises(BadImport, match="lacks the required column priority"):
        look(desk, folder / "tickets.csv")


def test_a_mixture_comes_in_together(desk, tmp_path):
    own = folders.write(tmp_path / "own", {"accounts": ACCOUNTS})
    other = folders.write(tmp_path / "other", {"help.csv": FOREIGN})
    found = look(desk, own, other / "help.csv")
    assert (found.exchange, names(found)) == ((str(own),), ["help.csv"])
    result = desk.do(imports.run, [Path(one) for one in found.exchange],
                     plan=intake.plan_of(found))  # fmt: skip
    assert result.tables["accounts"].new == 2
    assert result.tables["tickets"].new == 2
    assert [one.name for one in result.files] == ["accounts.csv", "help.csv"]


def test_a_document_or_a_table_makes_every_file_foreign(desk, tmp_path):
    folder = folders.write(tmp_path / "in", {"accounts": ACCOUNTS})
    found = look(desk, folder, as_table="accounts")
    assert (found.exchange, names(found)) == ((), ["accounts.csv"])
    assert found.proposals[0].tables == ("accounts",)


def test_places_that_cannot_be_read_are_told(desk, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    found = look(desk, empty, tmp_path / "gone.csv")
    assert [one.name for one in found.unreadable] == ["empty.csv", "gone.csv"]
    assert not intake.complete(found)
    with pytest.raises(BadImport, match="no table of an exchange folder"):
        look(desk, folders.write(tmp_path / "none", {"LICENSE": "MIT"}))


def test_what_was_mapped_once_is_known_again(desk, tmp_path):
    own = folders.write(tmp_path / "own", {"accounts": ACCOUNTS})
    desk.do(imports.run, [own])
    first = folders.write(tmp_path / "a", {"help_0301.csv": FOREIGN})
    found = look(desk, first)
    desk.do(imports.run, [], plan=intake.plan_of(found))
    second = folders.write(tmp_path / "b", {"help_0308.csv": FOREIGN.replace("51;", "61;")})
    found = look(desk, second)
    assert intake.complete(found)
    assert found.proposals[0].kept
    assert len(desk.read(mappings.all)) == 1


def test_files_of_one_name_are_told_apart_by_their_folders(desk, tmp_path):
    first, second = (folders.write(tmp_path / name, {"help.csv": FOREIGN}) for name in "ab")
    assert names(look(desk, first / "help.csv", second / "help.csv")) == [
        "a/help.csv",
        "b/help.csv",
    ]


def test_a_look_can_be_stopped(desk, tmp_path):
    class Stops:
        def step(self, done, total, told):
            raise Cancelled

    folder = folders.write(tmp_path / "in", {"help.csv": FOREIGN})
    with pytest.raises(Cancelled):
        look(desk, folder, progress=Stops())


def test_the_mapping_as_a_document_imports_the_same(desk, tmp_path):
    own = folders.write(tmp_path / "own", {"accounts": ACCOUNTS})
    desk.do(imports.run, [own])
    place = folders.write(tmp_path / "in", {"help.csv": FOREIGN})
    document = intake.document_of(look(desk, place), "Help desk")
    again = look(desk, place, document=mappings.parse(mappings.dump(document)))
    assert intake.complete(again)
    result = desk.do(imports.run, [], plan=intake.plan_of(again, keep=False))
    assert result.tables["tickets"].new == 2
    assert desk.read(mappings.all) == ()
