"""The name of a desk's window is the same for every path to it, and asking for it is light."""

from __future__ import annotations

import subprocess
import sys

from healthdesk.core.services.presence import instance_name


def test_every_path_to_a_desk_has_one_name(tmp_path):
    desk = tmp_path / "a.healthdesk"
    desk.touch()
    (tmp_path / "link.healthdesk").symlink_to(desk)
    names = {
        instance_name(desk),
        instance_name(tmp_path / "link.healthdesk"),
        instance_name(tmp_path / "." / "a.healthdesk"),
    }
    assert len(names) == 1
    assert instance_name(tmp_path / "b.healthdesk") not in names


def test_asking_brings_neither_the_store_nor_numpy():
    code = (
        "import sys, healthdesk.core.services.presence;"
        "print([m for m in ('numpy', 'sqlalchemy', 'sqlcipher3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
