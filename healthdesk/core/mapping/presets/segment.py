"""Segment: the warehouse tables of its calls."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, UsageShape
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_COUNTED = UsageShape(combine="sum")
_WHO = "context_group_id|group_id|context_traits_account_id|account_id|company_id|user_id"
_KNOWN = (
    "sent_at",
    "received_at",
    "original_timestamp",
    "uuid_ts",
    "context_ip",
    "context_library_name",
    "context_library_version",
    "context_page_path",
    "context_page_title",
    "context_page_url",
    "context_user_agent",
    "context_locale",
)

PRESET = Preset(
    "segment",
    "Segment",
    (
        VendorObject(
            "Segment tracks",
            ("id", "event|event_text", "anonymous_id", "received_at", "user_id"),
            (
                Feed(
                    "usage",
                    {
                        "account_id": _WHO,
                        "metric": "event_text|event",
                        "day": "timestamp|received_at",
                        "value": ColumnMap(constant="1"),
                    },
                    usage=_COUNTED,
                ),
            ),
            (*_KNOWN, "timestamp"),
        ),
        VendorObject(
            "Segment pages",
            ("id", "anonymous_id", "received_at", "path|url|search|referrer"),
            (
                Feed(
                    "usage",
                    {
                        "account_id": _WHO,
                        "metric": ColumnMap(constant="page views"),
                        "day": "timestamp|received_at",
                        "value": ColumnMap(constant="1"),
                    },
                    usage=_COUNTED,
                ),
            ),
            (*_KNOWN, "timestamp", "title", "name"),
        ),
        VendorObject(
            "Segment groups",
            ("group_id", "received_at", "name"),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "group_id",
                        "name": "name",
                        "industry": "industry",
                        "tier": "plan",
                    },
                ),
            ),
            (*_KNOWN, "employees", "id", "user_id", "anonymous_id", "timestamp"),
        ),
        VendorObject(
            "Segment users",
            ("id|user_id", "received_at", "email"),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "user_id|id",
                        "account_id": "group_id|company_id|account_id|context_group_id|email",
                        "name": "name",
                        "email": "email",
                        "title": "title",
                        "phone": "phone",
                    },
                ),
            ),
            (*_KNOWN, "anonymous_id", "timestamp", "created_at"),
        ),
    ),
    ("aliases*", "screens*"),
)
