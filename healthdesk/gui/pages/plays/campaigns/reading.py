"""What campaigns read from a desk; runs on a reader, no widget in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthdesk.core.domain.campaign import CampaignRow, CampaignView
from healthdesk.core.services import campaign_reading, causes, segments

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx


@dataclass(frozen=True)
class Offer:
    """What a campaign can be for: segments with how many are in each, and causes."""

    segments: tuple[tuple[str, int], ...] = ()
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """One campaign, and what it could be for."""

    view: CampaignView
    offer: Offer
    day: int


def read_campaigns(tx: Tx, day: int) -> tuple[CampaignRow, ...]:
    """All campaigns with how many each reached."""
    return campaign_reading.overview(tx, day)


def read_offer(tx: Tx, day: int) -> Offer:
    """The segments with how many are in each, and the causes that are known."""
    names = segments.names(tx)
    told = tuple((name, len(segments.members(tx, name, day))) for name in names)
    known = {one.casefold(): one for one in (*causes.KNOWN, *causes.offered(tx))}
    return Offer(told, tuple(known[key] for key in sorted(known)))


def read_one(tx: Tx, name: str, day: int) -> Shown:
    """One campaign whole."""
    return Shown(campaign_reading.view(tx, name, day), read_offer(tx, day), day)
