from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta

import pytest

from healthdesk.core.domain.errors import DiskTrouble
from healthdesk.core.store import files


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO])
def test_trouble_with_files_is_told(tmp_path, code):
    def fail():
        with files.writing(tmp_path):
            raise OSError(code, os.strerror(code))

    with pytest.raises(DiskTrouble, match="untouched") as told:
        fail()
    assert ("full" in told.value.sentence) == (code in {errno.ENOSPC, errno.EDQUOT})


def test_a_partial_file_is_gone_whatever_happens(tmp_path):
    to = tmp_path / "x"

    def half():
        with files.partial(to) as name:
            name.write_text("half")
            assert name.parent == tmp_path
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert list(tmp_path.iterdir()) == []
    with files.partial(to) as name:
        name.write_text("whole")
        files.put_in_place(name, to)
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def test_a_log_of_a_desk_that_is_gone_is_not_played_into_the_next(tmp_path):
    to = tmp_path / "x"
    for side in files.SIDES:
        (tmp_path / f"x{side}").write_text("of a desk that was deleted")
    with files.partial(to) as name:
        name.write_text("new")
        name.with_name(f"{name.name}-wal").write_text("of an attempt on a full disk")
        files.put_in_place(name, to)
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def test_what_a_killed_process_left_is_swept_after_an_hour(tmp_path):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for name, age in ((".a.healthdesk.0123abcd.new", 2), (".b.healthdesk.0123abcd.new", 0.5)):
        (tmp_path / name).touch()
        at = (now - timedelta(hours=age)).timestamp()
        os.utime(tmp_path / name, (at, at))
    (tmp_path / ".mine.new").touch()
    os.utime(tmp_path / ".mine.new", (0, 0))
    files.sweep(tmp_path, now, "b.healthdesk")
    assert len(list(tmp_path.iterdir())) == 3
    files.sweep(tmp_path, now)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        ".b.healthdesk.0123abcd.new",
        ".mine.new",
    ]


def test_dated_names_are_free_and_tell_their_date(tmp_path):
    now = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    names = []
    for _ in range(3):
        names.append(files.dated_name(tmp_path, "My desk", now))
        names[-1].touch()
    assert len(set(names)) == 3
    assert {files.date_of(name) for name in names} == {now}
    assert files.date_of(tmp_path / "My desk.healthdesk") is None
