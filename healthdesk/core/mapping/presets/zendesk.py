"""Zendesk: its ticket export, and the tables that warehouse connectors write."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, Where
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_GONE = Where("status", "not in", ("deleted",))
_ANSWERS = {"good": "5", "bad": "1", "Good": "5", "Bad": "1"}
_RATED = ("Good", "Bad", "Good with comment", "Bad with comment", "good_with_comment", "bad_with_comment")
_SCORES = {**_ANSWERS, "Good with comment": "5", "Bad with comment": "1",
           "good_with_comment": "5", "bad_with_comment": "1"}  # fmt: skip

PRESET = Preset(
    "zendesk",
    "Zendesk",
    (
        VendorObject(
            "Zendesk tickets",
            ("Requester domain|Requester email|Requester id", "Group stations|Reopens|Replies",
             "Created at", "Solved at", "Organization"),
            (
                Feed("tickets", {
                    "ticket_id": "Id", "account_id": ColumnMap(source="Organization", by="name"),
                    "contact_id": ColumnMap(source="Requester email", by="email"),
                    "opened_on": "Created at", "closed_on": "Solved at",
                    "priority": ColumnMap(source="Priority", values={"-": "normal"}, otherwise="normal"),
                    "subject": "Subject",
                }, (_GONE,)),
                Feed("surveys", {
                    "response_id": ColumnMap(text="{Id}-csat"),
                    "account_id": ColumnMap(source="Organization", by="name"),
                    "contact_id": ColumnMap(source="Requester email", by="email"),
                    "kind": ColumnMap(constant="csat"),
                    "rating": ColumnMap(source="Satisfaction Score", values=_SCORES),
                    "day": "Solved at|Updated at",
                }, (Where("Satisfaction Score", "in", _RATED), Where("Solved at", "filled"))),
            ),
            ("Summation column", "Requester", "Requester external id", "Submitter", "Assignee",
             "Group", "Tags", "Status", "Via", "Ticket type", "Updated at", "Assigned at",
             "Due date", "Initially assigned at", "Resolution time", "Assignee stations",
             "First reply time in minutes", "First reply time in minutes within business hours",
             "First resolution time in minutes",
             "First resolution time in minutes within business hours",
             "Full resolution time in minutes",
             "Full resolution time in minutes within business hours", "Agent wait time in minutes",
             "Agent wait time in minutes within business hours", "Requester wait time in minutes",
             "Requester wait time in minutes within business hours", "On hold time in minutes",
             "On hold time in minutes within business hours"),
        ),
        VendorObject(
            "Zendesk tickets",
            ("requester_id", "submitter_id", "organization_id", "ticket_form_id|via_channel",
             "created_at"),
            (
                Feed("tickets", {
                    "ticket_id": "id", "account_id": ColumnMap(source="organization_id", by="id"),
                    "contact_id": ColumnMap(source="requester_id", by="id"),
                    "opened_on": "created_at",
                    "priority": ColumnMap(source="priority", values={"": "normal"}),
                    "subject": "subject", "body": "description",
                }, (_GONE,)),
            ),
            ("allow_channelback", "assignee_id", "brand_id", "due_at", "external_id",
             "forum_topic_id", "group_id", "has_incidents", "is_public", "problem_id", "recipient",
             "status", "system_client", "type", "updated_at", "url", "via_source_from_id",
             "via_source_from_title", "via_source_rel", "via_source_to_address",
             "via_source_to_name", "merged_ticket_ids", "via_source_from_address", "followup_ids",
             "via_followup_source_id", "_fivetran_synced", "priority", "subject", "description"),
        ),
        VendorObject(
            "Zendesk organizations",
            ("shared_tickets", "shared_comments", "name"),
            (
                Feed("accounts", {
                    "account_id": "id", "name": "name",
                }),
            ),
            ("created_at", "details", "external_id", "group_id", "notes", "updated_at", "url",
             "_fivetran_synced", "id"),
        ),
        VendorObject(
            "Zendesk users",
            ("ticket_restriction", "organization_id", "email", "name"),
            (
                Feed("contacts", {
                    "contact_id": "id", "account_id": ColumnMap(source="organization_id", by="id"),
                    "name": "name", "email": "email", "phone": "phone",
                }, (Where("role", "not in", ("agent", "admin")),)),
            ),
            ("active", "alias", "authenticity_token", "chat_only", "created_at", "details",
             "external_id", "last_login_at", "locale", "locale_id", "moderator", "notes",
             "only_private_comments", "remote_photo_url", "restricted_agent", "role", "shared",
             "shared_agent", "signature", "suspended", "time_zone", "two_factor_auth_enabled",
             "updated_at", "url", "verified", "id", "phone"),
        ),
        VendorObject(
            "Zendesk comments", ("ticket_id", "voice_comment|facebook_comment", "public", "body"),
            useless="comments of tickets: the tickets themselves are imported",
        ),
        VendorObject(
            "Zendesk domains", ("organization_id", "domain_name"), links="organizations to domains",
        ),
    ),
    ("audit_log*", "brand*", "daylight_time*", "group*", "organization_tag*", "schedule*",
     "sla_policy*", "ticket_chat*", "ticket_field*", "ticket_form*", "ticket_schedule*",
     "ticket_sla*", "ticket_tag*", "time_zone*", "user_tag*", "ticket_metric*", "macro*",
     "view*", "automation*", "trigger*"),
)  # fmt: skip
