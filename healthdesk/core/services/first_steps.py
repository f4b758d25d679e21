"""How far a new desk is set up, and the score that it begins with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from healthdesk.core.domain.op import op
from healthdesk.core.domain.score_template import template, weighed
from healthdesk.core.services import profiles
from healthdesk.core.store.db import Tx


@dataclass(frozen=True)
class FirstSteps:
    """What a desk has of what a new one needs.

    Attributes:
        accounts: how many there are; none before the first import.
        boards: dashboards that are kept.
        profiles: health profiles in use.
        scored: a profile was chosen or changed by a person.
    """

    accounts: int
    boards: int
    profiles: int
    scored: bool


def read(tx: Tx) -> FirstSteps:
    """Look what is there."""
    row = tx.execute(
        text(
            "SELECT (SELECT count(*) FROM account),"
            " (SELECT count(*) FROM dashboard WHERE kind = 'board'),"
            " (SELECT count(*) FROM profile WHERE NOT retired)"
        )
    ).one()
    own = any(one.reason not in profiles.OWN for one in profiles.versions(tx))
    return FirstSteps(int(row[0]), int(row[1]), int(row[2]), own)


@op("Choose a score template")
def choose(tx: Tx, key: str) -> str:
    """Weigh the first health profile as a template says; returns the template's name."""
    chosen = template(key)
    first = profiles.published(tx)[-1].profile
    profiles.publish(tx, weighed(first, chosen), f"Score template: {chosen.name}")
    return chosen.name
