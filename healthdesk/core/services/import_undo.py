"""Takes the rows of a batch back, and puts them back again."""
from __future__ import annotations
from healthdesk.core.store.db import Tx

def take_back_rows(tx: Tx, batch: int) -> tuple[str, ...]:
    raise NotImplementedError

def reinstate_rows(tx: Tx, batch: int) -> None:
    raise NotImplementedError
