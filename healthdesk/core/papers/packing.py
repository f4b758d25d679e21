"""Several files as one ZIP whose bytes depend on nothing but the files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3


def pack(files: Iterable[tuple[str, bytes]], out: BinaryIO) -> None:
    """Write files under their names, in their order, without times, owners or systems."""
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in files:
            member = ZipInfo(name, _WHEN)
            member.compress_type = ZIP_DEFLATED
            member.create_system = _UNIX
            member.external_attr = 0o644 << 16
            packed.writestr(member, content)
