"""Which texts a reading says of the accounts on a day, and of how many."""

from __future__ import annotations

from collections import Counter

import numpy as np

from healthdesk.core.domain.column import alive
from healthdesk.core.domain.reading import ReadingRef, read_texts
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.facts import load
from healthdesk.core.store.db import Tx


def texts(tx: Tx, ref: ReadingRef, day: int) -> dict[str, int]:
    """Texts of a reading and how many accounts that are customers on a day have each."""
    facts = load(tx)
    days = np.array([day], np.int32)
    found = read_texts(facts, ref, days, CATALOGUE)
    here = alive(facts, days)[:, 0]
    counts = Counter(int(code) for code in found.codes[here, 0] if code >= 0)
    return {found.words[code]: count for code, count in counts.most_common()}
