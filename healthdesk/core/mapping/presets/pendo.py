"""Pendo: lists of visitors and accounts, and the tables of warehouse connectors."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, UsageShape
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

PRESET = Preset(
    "pendo",
    "Pendo",
    (
        VendorObject(
            "Pendo visitors",
            (
                "Visitor ID",
                "Account ID",
                "Last Visit|First Visit|Number of days active|Days active",
            ),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "Visitor ID",
                        "account_id": ColumnMap(source="Account ID", by="id", split=","),
                        "email": "Email|Visitor email",
                        "name": "Name|Full name",
                    },
                ),
            ),
            ("Number of days active", "Time on app", "First Visit", "Last Visit", "Role"),
        ),
        VendorObject(
            "Pendo events",
            ("account_id", "visitor_id", "num_events", "num_minutes|timestamp|day"),
            (
                Feed(
                    "usage",
                    {
                        "account_id": ColumnMap(source="account_id", by="id"),
                        "metric": "feature_id|page_id|event_name|guide_id|app_id",
                        "day": "timestamp|day|date_day|last_time_on",
                        "value": "num_events",
                    },
                    usage=UsageShape(combine="sum"),
                ),
            ),
            (
                "_fivetran_id",
                "_fivetran_synced",
                "app_id",
                "browser_name",
                "num_minutes",
                "remote_ip",
                "server_name",
                "user_agent",
                "param_string",
            ),
        ),
        VendorObject(
            "Pendo accounts",
            ("id|account_id", "first_visit", "last_visit", "last_updated_at|is_group|auto_group"),
            (
                Feed(
                    "accounts",
                    {"account_id": "account_id|id", "name": "name|metadata_agent_name|agent_name"},
                ),
            ),
            ("_fivetran_synced", "id_hash"),
            ("*account*",),
        ),
        VendorObject(
            "Pendo visitors",
            ("id|visitor_id", "account_id", "first_visit", "last_visit"),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "visitor_id|id",
                        "account_id": ColumnMap(source="account_id", by="id"),
                        "email": "email|agent_email|metadata_agent_email",
                        "name": "name|agent_full_name",
                        "title": "role|agent_role",
                    },
                ),
            ),
            (
                "_fivetran_synced",
                "id_hash",
                "last_browser_name",
                "last_operating_system",
                "last_server_name",
                "last_user_agent",
                "last_updated_at",
                "n_id",
            ),
            ("*visitor*",),
        ),
    ),
    (
        "application*",
        "feature_history*",
        "page_history*",
        "guide*",
        "poll*",
        "group*",
        "user*",
        "*_history*",
    ),
)
