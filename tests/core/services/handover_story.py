"""Two desks between which accounts pass, for tests: one filled, one new."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from healthdesk.core.desk import Desk
from healthdesk.core.domain.handover import PackOptions, State
from healthdesk.core.services import handover_making as making
from healthdesk.core.services import handover_merging as merging
from healthdesk.core.services import handover_names as names
from healthdesk.core.services import handover_opening as opening
from healthdesk.core.services import handover_packing as packing
from healthdesk.core.services import handover_reading as reading
from healthdesk.core.services.handover_packing import Pack
from tests import make, ready

ALL = PackOptions(notes=True, attachments=True)
IDS = ("a0", "a1")


@contextmanager
def two(folder: Path) -> Iterator[tuple[Desk, Desk]]:
    """Ann's desk with three accounts, and Ben's."""
    with (
        ready.furnished(folder / "ann.healthdesk", "ann", clock=make.CLOCK) as ann,
        ready.furnished(folder / "ben.healthdesk", "ben", clock=make.CLOCK) as ben,
    ):
        ann.do(make.fill)
        yield ann, ben


def passed(made: making.Made, passphrase: str = "") -> Pack:
    """A pack as the other desk opens it."""
    return opening.opened(packing.as_bytes(made.pack, passphrase), passphrase)


def give(ann: Desk, ids: tuple[str, ...] = IDS, **told: object) -> Pack:
    """Hand accounts over, and open the pack."""
    giving = making.Giving(ids, **{"to": "Ben", "by": "Ann", "options": ALL, **told})
    made = ann.read(making.make, giving)
    ann.do(making.record, made)
    return passed(made)


def back(desk: Desk, pack: Pack, by: str) -> Pack:
    """What goes to the other side of a handover."""
    return passed(desk.read(making.make_return, pack.manifest.pack, by))


def take(desk: Desk, pack: Pack, side: str = "mine") -> merging.Taken:
    """Take a pack in, every conflict decided for a side."""
    met = desk.read(merging.preview, pack).conflicts
    return desk.do(merging.take, pack, {one.where: side for one in met})


def state(desk: Desk, ids: tuple[str, ...] = IDS) -> State:
    """What a desk knows of the accounts, in ids that both desks say."""
    return desk.read(lambda tx: reading.state(tx, reading.account_rows(tx, ids), names.read(tx)))
