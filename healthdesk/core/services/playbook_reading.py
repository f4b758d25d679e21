"""Reads the list of playbooks and their versions: what runs, what worked, what speaks of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.playbook import Playbook, every
from healthdesk.core.domain.playbook_faults import Known, faults
from healthdesk.core.domain.playbook_length import longest
from healthdesk.core.domain.playbook_view import PlaybookRow, VersionRow
from healthdesk.core.services import merge, play_names, playbook_names, segments
from healthdesk.core.services.documents import decoded
from healthdesk.core.services.playbook_documents import parsed, shipped
from healthdesk.core.store.db import Tx

_ROWS: Final = "SELECT id, name, version, body, draft, archived FROM playbook ORDER BY position, id"
_COUNTS: Final = (
    "SELECT playbook_id, CASE WHEN status IN ('active', 'waiting') THEN 'active' ELSE status END,"
    " outcome, count(*) FROM run WHERE playbook_id IS NOT NULL AND made_on <= :day GROUP BY 1, 2, 3"
)
_SAYS: Final = {"start_playbook": "starts it", "stop_playbook": "stops it"}


def names(tx: Tx, *, archived: bool = False) -> tuple[str, ...]:
    """The playbooks in their order, those put away only where asked for."""
    sql = "SELECT name FROM playbook WHERE archived <= :all ORDER BY position, id"
    return tuple(name for (name,) in tx.execute(text(sql), {"all": archived}))


def known(tx: Tx) -> Known:
    """What of the desk the steps of a playbook may name, to find its faults."""
    fields = [key for (key,) in tx.execute(text("SELECT key FROM attribute"))]
    attributes = frozenset(fields)

    def template(told: str) -> tuple[str, ...]:
        return tuple(one.sentence for one in merge.check_template(told, attributes))

    return Known(names(tx), (*fields, "name", "parent_id"), template)


def overview(tx: Tx, day: int) -> tuple[PlaybookRow, ...]:
    """Every playbook in its order, with what runs and what worked by the end of a day."""
    rows = tuple(tx.execute(text(_ROWS)))
    counts: dict[int, Counter[str]] = {}
    for playbook, status, outcome, number in tx.execute(text(_COUNTS), {"day": day}):
        tally = counts.setdefault(playbook, Counter())
        tally[status] += number
        tally[f"outcome {outcome}" if outcome else ""] += number
    uses = _uses(tx, rows)
    about, came = known(tx), {one.name for one in shipped()}
    return tuple(_row(row, counts.get(row.id, Counter()), uses, about, came) for row in rows)


def versions(tx: Tx, name: str) -> tuple[VersionRow, ...]:
    """The published versions of a playbook, newest first."""
    row = playbook_names.find(tx, name)
    if row is None:
        raise NotFound(f"No playbook is called {name!r}.")
    found = tx.execute(
        text(
            "SELECT v.version, v.day, v.reason, v.body, (SELECT count(*) FROM run r"
            " WHERE r.playbook_id = v.playbook_id AND r.version = v.version)"
            " FROM playbook_version v WHERE v.playbook_id = :row ORDER BY v.version DESC"
        ),
        {"row": row},
    )
    return tuple(VersionRow(n, day, why, _steps(body), runs) for n, day, why, body, runs in found)


def _row(
    row: Any,  # noqa: ANN401 - a row of the query above
    counts: Counter[str],
    uses: dict[str, list[str]],
    about: Known,
    came: set[str],
) -> PlaybookRow:
    broken = ""
    playbook = Playbook(row.name)
    try:
        playbook = parsed(row.body or row.draft or "")
        shown = parsed(row.draft) if row.draft else playbook
        wrong = len(faults(shown, CATALOGUE, about))
    except BadDocument as error:
        broken, wrong = str(error), 1
    told = sum(number for key, number in counts.items() if key.startswith("outcome "))
    return PlaybookRow(
        name=row.name,
        purpose=playbook.purpose,
        cause=playbook.cause,
        measure=playbook.measure,
        version=row.version,
        has_draft=row.draft is not None,
        steps=sum(1 for _ in every(playbook.steps)),
        days=longest(playbook, CATALOGUE),
        runs_active=counts["active"],
        runs_done=counts["done"],
        worked=(counts["outcome worked"], told),
        used_by=tuple(uses.get(row.name.casefold(), ())),
        archived=bool(row.archived),
        faults=wrong,
        broken=broken,
        shipped=row.name in came,
    )


def _uses(tx: Tx, rows: Iterable[Any]) -> dict[str, list[str]]:
    """Sentences of what speaks of each playbook, by its folded name."""
    found: dict[str, list[str]] = {}
    for one in segments.documents(tx):
        if one.get("playbook"):
            said = f"Segment “{one['name']}” suggests it"
            found.setdefault(str(one["playbook"]).casefold(), []).append(said)
    for play, playbook in play_names.starting(tx):
        found.setdefault(playbook.casefold(), []).append(f"The play “{play}” starts it")
    for row in rows:
        spoken = playbook_names.spoken_of(decoded(row.body or row.draft or "{}"))
        for kind, name in dict.fromkeys(spoken):
            said = f"“{row.name}” {_SAYS[kind]}"
            found.setdefault(name.casefold(), []).append(said)
    return found


def _steps(body: str) -> int:
    try:
        return sum(1 for _ in every(parsed(body).steps))
    except BadDocument:
        return 0
