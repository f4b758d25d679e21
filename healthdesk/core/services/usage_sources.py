"""Which lines of which files an account's usage values came from."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from sqlalchemy import bindparam, text

from healthdesk.core.domain.views import SourceLine
from healthdesk.core.services.import_cells import unpack
from healthdesk.core.services.wording import lines_in_words
from healthdesk.core.store.db import Tx

_BLOCKS = """
SELECT coalesce(p.load_id, b.id), b.day, b.files, u.count, u.payload
FROM batch_usage u
JOIN import_batch b ON b.id = u.batch_id
LEFT JOIN import_part p ON p.batch_id = b.id
JOIN metric m ON m.id = u.metric_id
JOIN account a ON a.account_id = :account
WHERE NOT b.undone AND m.metric IN :metrics AND a.id BETWEEN u.account_low AND u.account_high
ORDER BY u.batch_id DESC, u.id"""


def lines(
    tx: Tx, account_id: str, metrics: Sequence[str], first: int, last: int
) -> tuple[SourceLine, ...]:
    """The files and lines of an account's values of some metrics on these days, newest first."""
    row = tx.execute(
        text("SELECT id FROM account WHERE account_id = :account"), {"account": account_id}
    ).scalar_one()
    found: dict[tuple[int, str, int], list[int]] = {}
    asked = {"account": account_id, "metrics": list(metrics)}
    sql = text(_BLOCKS).bindparams(bindparam("metrics", expanding=True))
    for batch, day, files, count, payload in tx.execute(sql, asked):
        cells = unpack(payload, count)
        here = (cells.account == row) & (cells.day >= first) & (cells.day <= last)
        names = json.loads(files)
        for number in np.unique(cells.file[here]).tolist():
            chosen = cells.line[here & (cells.file == number)].tolist()
            found.setdefault((batch, names[number], day), []).extend(chosen)
    return tuple(
        SourceLine(file, lines_in_words(chosen), day, batch)
        for (batch, file, day), chosen in found.items()
    )
