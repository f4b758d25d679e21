"""Intercom: its exports, and the tables that warehouse connectors write."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, Where
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject, via

_PRIORITY = {"priority": "high", "not_priority": "normal", "true": "high", "false": "normal"}

PRESET = Preset(
    "intercom",
    "Intercom",
    (
        VendorObject(
            "Intercom conversations",
            (
                "Conversation ID",
                "Conversation started at (UTC)|Conversation started at|Started at",
                "User ID|User email|User name|Company name",
            ),
            (
                Feed(
                    "tickets",
                    {
                        "ticket_id": "Conversation ID",
                        "account_id": "Company ID|Company name|User email",
                        "contact_id": "User ID|User email",
                        "opened_on": (
                            "Conversation started at (UTC)|Conversation started at|Started at"
                        ),
                        "closed_on": "Conversation last closed at (UTC)|Last closed at|Closed at",
                        "priority": ColumnMap(source="Priority", values=_PRIORITY),
                        "subject": "Title|Subject|First message",
                    },
                ),
            ),
            (
                "Conversation URL",
                "Conversation state",
                "Channel",
                "Teammate assigned",
                "Time to first response (seconds)",
                "Conversation rating",
                "Conversation remark",
                "Company name",
                "Conversation tags",
            ),
        ),
        VendorObject(
            "Intercom conversations",
            (
                "id",
                "source_type|conversation_message_id|source_delivered_as",
                "created_at",
                "state|open",
            ),
            (
                Feed(
                    "tickets",
                    {
                        "ticket_id": "id",
                        "account_id": via(
                            "id",
                            ("*conversation_contact*", "conversation_id", "contact_id"),
                            ("*contact_company*", "contact_id", "company_id"),
                            by="id",
                        ),
                        "contact_id": via(
                            "id",
                            ("*conversation_contact*", "conversation_id", "contact_id"),
                            by="id",
                        ),
                        "opened_on": "created_at",
                        "closed_on": "statistics_last_close_at",
                        "priority": ColumnMap(source="priority", values=_PRIORITY),
                        "subject": "title|source_subject",
                        "body": "source_body",
                    },
                ),
            ),
            (
                "_fivetran_active",
                "_fivetran_start",
                "_fivetran_end",
                "_fivetran_synced",
                "assignee_id",
                "conversation_rating_value",
                "conversation_rating_remark",
                "read",
                "snoozed_until",
                "updated_at",
                "waiting_since",
                "sla_name",
                "sla_status",
            ),
            ("*conversation*",),
        ),
        VendorObject(
            "Intercom companies",
            ("id|company_id", "name", "user_count", "monthly_spend|session_count"),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "company_id|id",
                        "name": "name",
                        "industry": "industry",
                        "arr": ColumnMap(source="monthly_spend", factor=12.0),
                        "tier": "plan_name|plan",
                        "domain": "website",
                        "started_on": "created_at",
                    },
                ),
            ),
            (
                "created_at",
                "updated_at",
                "session_count",
                "size",
                "website",
                "industry",
                "_fivetran_deleted",
                "_fivetran_synced",
                "last_request_at",
                "app_id",
            ),
        ),
        VendorObject(
            "Intercom contacts",
            ("id", "email", "unsubscribed_from_emails|has_hard_bounced", "role|external_id"),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "id",
                        "account_id": via(
                            "id", ("*contact_company*", "contact_id", "company_id"), by="id"
                        ),
                        "name": "name",
                        "email": "email",
                        "phone": "phone",
                        "do_not_contact": "unsubscribed_from_emails",
                    },
                    (Where("role", "not in", ("lead",)),),
                ),
            ),
            (
                "admin_id",
                "created_at",
                "updated_at",
                "signed_up_at",
                "last_seen_at",
                "last_contacted_at",
                "last_replied_at",
                "_fivetran_active",
                "_fivetran_deleted",
                "marked_email_as_spam",
                "name",
                "role",
                "external_id",
            ),
        ),
        VendorObject("Links", ("contact_id", "company_id"), links="contacts to companies"),
        VendorObject("Links", ("conversation_id", "contact_id"), links="conversations to contacts"),
    ),
    (
        "admin*",
        "conversation_part*",
        "conversation_tag*",
        "tag*",
        "team*",
        "*_tag*",
        "company_history*",
        "segment*",
    ),
)
