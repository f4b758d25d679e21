"""What a refresh did, in one line."""

from __future__ import annotations

from healthdesk.core.domain.source import RefreshResult
from healthdesk.core.services.wording import count_of


def told(result: RefreshResult) -> str:
    """Say what came, what waits and what failed, the most important first."""
    parts = []
    if result.batch is not None:
        parts.append(_brought(result))
    if result.questions:
        parts.append(
            f"{count_of(len(result.questions), 'file')} waits for an answer".replace(
                "files waits", "files wait"
            )
        )
    if result.busy:
        parts.append(f"{count_of(len(result.busy), 'file')} still being written")
    if result.error:
        parts.append(result.error.rstrip("."))
    return "; ".join(parts) or "nothing new"


def _brought(result: RefreshResult) -> str:
    found = []
    if result.new:
        found.append(f"{count_of(result.new, 'new row')}")
    if result.changed:
        found.append(f"{result.changed:,} changed")
    if result.rejected:
        found.append(f"{result.rejected:,} rejected")
    return ", ".join(found) or "the same rows as before"
