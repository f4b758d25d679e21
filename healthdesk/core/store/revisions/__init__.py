"""The migrations of a desk in their order, as Alembic revisions: step n leads to schema n.

To add one: write `r0009_<what>.py` beside, add it to the tuple, raise `db.SCHEMA`, keep a fixture
of the old schema. A revision is frozen once released: it says what the tables were then and never
reads tables.py.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from healthdesk.core.store.revisions import (
    r0001_first,
    r0002_data_in,
    r0003_work,
    r0004_boards,
    r0005_playbooks,
    r0006_reports,
    r0007_successplays,
    r0008_retros,
)

MODULES: tuple[ModuleType, ...] = (
    r0001_first,
    r0002_data_in,
    r0003_work,
    r0004_boards,
    r0005_playbooks,
    r0006_reports,
    r0007_successplays,
    r0008_retros,
)


def _step(module: ModuleType) -> Callable[[Connection], None]:
    def step(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            module.upgrade()

    return step


REVISIONS: tuple[Callable[[Connection], None], ...] = tuple(_step(module) for module in MODULES)
