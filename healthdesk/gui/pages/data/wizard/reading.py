"""Reads one file of a load again another way; on reader threads, no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.intake import Proposal
from healthdesk.core.domain.load import key_of
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.mapping import recognise
from healthdesk.core.mapping.look import Look
from healthdesk.core.mapping.profile import profile

if TYPE_CHECKING:  # the desk brings SQLAlchemy, which the first paint does not wait for
    from healthdesk.core.desk import Tx


def read_again(
    tx: Tx,
    proposal: Proposal,
    everything: Sequence[Proposal],
    reading: Reading,
    *,
    progress: Progress | None = None,
) -> Proposal:
    """Read a file another way and find out anew what it is, beside the files that came with it."""
    from healthdesk.core.services import matching  # noqa: PLC0415 - brings SQLAlchemy

    found = importers.open_place(proposal.raw.place, reading)
    if not found:
        raise BadImport(f"{proposal.raw.name} holds nothing when it is read that way.")
    raw = replace(found[0], name=proposal.raw.name)
    fresh = profile(raw, _watched(raw, progress or NoProgress()))
    tables = [
        (raw, fresh) if key_of(one) == key_of(proposal) else (one.raw, one.profile.file.profile)
        for one in everything
        if isinstance(one.profile, Look)
    ]
    made = recognise.propose(tables, matching.known(tx))
    return next(one for one in made if one.raw is raw)


def kept_name(tx: Tx, proposal: Proposal) -> str:
    """Find the name of the kept mapping that a proposal comes from, "" where there is none."""
    from healthdesk.core.services import mappings  # noqa: PLC0415 - brings SQLAlchemy

    for one in mappings.all(tx):
        for file in one.document.files:
            if file == proposal.file or (one.kept and file.header == proposal.raw.header):
                return one.name
    return ""


def _watched(raw: RawTable, progress: Progress) -> Iterator[Chunk]:
    done = 0
    for chunk in importers.chunks(raw):
        done += len(chunk.cells)
        progress.step(done, max(done, raw.about), f"Looking through {raw.name}")
        yield chunk
