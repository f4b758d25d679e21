"""The named accounts of the sample (resources/sample/cast.json), alive and left."""

from __future__ import annotations

from functools import cache

import msgspec

from healthdesk import paths
from healthdesk.core.sample import aldermoor
from healthdesk.core.sample.part import Part


class Cast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The named parts, those with the most to tell first."""

    alive: tuple[Part, ...]
    left: tuple[Part, ...]


@cache
def cast() -> Cast:
    """Read the named parts, once; Aldermoor Freight, told in a file of its own, leads."""
    read = msgspec.json.decode((paths.resources() / "sample" / "cast.json").read_bytes(), type=Cast)
    return Cast((aldermoor.story().part, *read.alive), read.left)
