"""The window's settings survive a restart; a broken document is no reason not to start."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QSplitter, QWidget

from healthdesk.gui.base import places
from healthdesk.gui.base.prefs import PrefsFile


def test_what_was_saved_is_read_again(tmp_path):
    path = tmp_path / "deep" / "window.json"
    prefs = PrefsFile(path)
    prefs.values.theme = "dark"
    desk = tmp_path / "a.healthdesk"
    desk.touch()
    prefs.remember_desk(desk)
    prefs.remember_desk(tmp_path / "gone.healthdesk")
    again = PrefsFile(path)
    assert again.values.theme == "dark"
    assert again.recent_desks() == (desk,)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"theme": "pink"}', b"\xff\xfe", b"{}" * 9])
def test_a_broken_document_reads_as_the_defaults(tmp_path, text):
    path = tmp_path / "window.json"
    path.write_bytes(text)
    assert PrefsFile(path).values.theme == "system"


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("x")
    PrefsFile(tmp_path / "file" / "window.json").save()


def test_places_are_kept_by_object_name(tmp_path, qtbot):
    prefs, window = PrefsFile(tmp_path / "window.json"), QWidget()
    qtbot.addWidget(window)
    window.setObjectName("w")
    assert not places.restore(window, prefs)
    window.resize(500, 300)
    places.keep(window, prefs)
    window.resize(200, 200)
    assert places.restore(window, prefs)
    assert (window.width(), window.height()) == (500, 300)


def test_a_splitter_is_kept_too_and_rubbish_is_ignored(tmp_path, qtbot):
    prefs, splitter = PrefsFile(tmp_path / "window.json"), QSplitter()
    qtbot.addWidget(splitter)
    splitter.setObjectName("s")
    prefs.values.places["s"] = "not base 64!"
    assert not places.restore(splitter, prefs)
    places.keep(splitter, prefs)
    assert places.restore(splitter, prefs)
