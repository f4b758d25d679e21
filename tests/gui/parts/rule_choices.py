"""Fields for tests of the builder: one of each kind."""

from __future__ import annotations

from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.segment_view import FieldChoice

NUMBER = ("<=", ">=", "=", "!=", "between", "in", "is missing", "is present")
CHOICES = (
    FieldChoice("name", "Name", "Account", "text", ("contains", "=", "in", "is present"), ("Ada",)),
    FieldChoice("renewal", "Renewal date", "Account", "day", ("in the next", "=", "between")),
    FieldChoice("churned", "Churned", "Account", "boolean", ("=",)),
    FieldChoice("band", "Band", "Score", "band", ("=", "in", "is missing")),
    FieldChoice("score_change", "Change", "Score", "number", NUMBER, (), "points",
                (Option("days", "Days", "days", 28, 1, 3660),)),
    FieldChoice("reading:usage_level", "Usage", "Usage", "number", NUMBER, (), "",
                (Option("metric", "Metric", "metric"), Option("days", "Days", "days", 7, 1, 3660)),
                (("logins", "Log-ins"), ("seats", "Seats"))),
    FieldChoice("tag", "Tag", "Attributes", "tag", ("=", "contains", "in"), ("muted", "pilot")),
)  # fmt: skip
RENEWAL = {"field": "renewal", "op": "in the next", "value": 90}
POOR = {"field": "band", "op": "=", "value": "Poor"}
FELL = {"field": "score_change", "days": 28, "op": "<=", "value": -10}
MUTED = {"field": "tag", "op": "contains", "value": "muted"}
RULE = {"all": [RENEWAL, {"any": [POOR, FELL]}, {"not": MUTED}]}
