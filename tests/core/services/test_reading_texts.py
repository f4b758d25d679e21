"""Which texts a reading says of how many accounts on a day."""

from __future__ import annotations

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.services import imports
from healthdesk.core.services.reading_texts import texts
from tests.core import worked_example
from tests.core.services.conftest import NOW

DAY = to_day(NOW.date())
ACCOUNTS = """account_id,name,started_on,tier
a1,Aldermoor,2026-01-01,Gold
a2,Birch,2026-01-01,Silver
a3,Cedar,2026-01-01,Gold
a4,Dale,2026-01-01,
a5,Elm,2026-06-01,Gold
"""


def test_texts_are_counted_over_the_customers_of_a_day(furnished, tmp_path):
    desk = furnished()
    desk.do(imports.run, [worked_example.write(tmp_path / "facts", accounts=ACCOUNTS)])
    tier = ReadingRef(kind="attribute", options={"key": "tier"})
    assert desk.read(texts, tier, DAY) == {"Gold": 2, "Silver": 1}
    nps = ReadingRef(kind="nps", options={"days": 180})
    assert desk.read(texts, nps, DAY) == {}
