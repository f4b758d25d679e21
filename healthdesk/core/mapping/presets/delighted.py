"""Delighted: answers to its surveys, exported or as connectors write them."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_KIND = {
    "nps": "nps",
    "csat": "csat",
    "ces": "ces",
    "smileys": "csat",
    "five_star": "csat",
    "csat3": "csat",
    "ces7": "ces",
    "ces5": "ces",
    "thumbs": "csat",
    "pmf": "csat",
}

PRESET = Preset(
    "delighted",
    "Delighted",
    (
        VendorObject(
            "Delighted answers",
            (
                "id|Response ID",
                "survey_type|Survey Type",
                "score|Score",
                "permalink|person_id|person|person.email|Person ID|Notes",
            ),
            (
                Feed(
                    "surveys",
                    {
                        "response_id": "Response ID|id",
                        "account_id": (
                            "person_properties.company"
                            "|person_properties.company_id|Company|company|"
                            "properties.company|person.email|Email|email|person_email"
                        ),
                        "contact_id": ColumnMap(
                            source="person.email|Email|email|person_email", by="email"
                        ),
                        "kind": ColumnMap(source="survey_type|Survey Type", values=_KIND),
                        "rating": "score|Score",
                        "comment": "comment|Comment",
                        "day": "created_at|Created At|Response time|Responded At",
                    },
                ),
            ),
            (
                "updated_at",
                "person",
                "notes",
                "tags",
                "Tags",
                "additional_answers",
                "person_id",
                "person_properties",
                "Name",
                "name",
                "Source",
                "delivery method",
            ),
        ),
        VendorObject(
            "Delighted people",
            ("email", "last_sent_at", "last_responded_at|next_survey_scheduled_at"),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "id|email",
                        "account_id": ColumnMap(source="email", by="email"),
                        "name": "name",
                        "email": "email",
                        "phone": "phone_number",
                    },
                ),
            ),
            ("created_at", "phone_number", "name", "id", "next_survey_scheduled_at"),
        ),
    ),
    ("bounce*", "unsubscribe*", "metrics*"),
)
