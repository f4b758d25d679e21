"""HubSpot: exports of its lists, and the tables that warehouse connectors write."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject, via

_COMPANY = ("*engagement_company*", "engagement_id", "company_id")
_CONTACTS = ("*engagement_contact*", "engagement_id", "contact_id")


def _engagement(
    title: str, kind: str, *marks: str, subject: str = "", body: str = ""
) -> VendorObject:
    columns: dict[str, str | ColumnMap] = {
        "touchpoint_id": "engagement_id",
        "account_id": via("engagement_id", _COMPANY, by="id"),
        "contact_ids": via("engagement_id", _CONTACTS, by="id"),
        "kind": ColumnMap(constant=kind),
        "day": "start_time|property_hs_timestamp|timestamp|property_hs_createdate|created_at",
    }
    if subject:
        columns["subject"] = subject
    if body:
        columns["body"] = body
    return VendorObject(
        title,
        ("engagement_id", *marks),
        (Feed("touchpoints", columns),),
        (
            "_fivetran_synced",
            "_fivetran_deleted",
            "type",
            "source",
            "source_id",
            "end_time",
            "property_hs_createdate",
            "property_hs_lastmodifieddate",
            "property_hubspot_owner_id",
            "property_hubspot_team_id",
        ),
        (f"*{kind if kind != 'message' else 'communication'}*",),
    )


PRESET = Preset(
    "hubspot",
    "HubSpot",
    (
        VendorObject(
            "HubSpot companies",
            ("Record ID", "Company name", "Company owner|Company Domain Name|Lifecycle Stage"),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "Record ID",
                        "name": "Company name",
                        "domain": "Company Domain Name",
                        "owner": "Company owner",
                        "industry": "Industry",
                        "region": "Country/Region|Country",
                        "stage": "Lifecycle Stage",
                    },
                ),
            ),
            (
                "Phone Number",
                "City",
                "Country/Region",
                "Industry",
                "Create Date",
                "Website URL",
                "Last Activity Date",
                "State/Region",
                "Lifecycle Stage",
                "Company Domain Name",
                "Annual Revenue",
                "Number of Employees",
                "Lead Status",
            ),
        ),
        VendorObject(
            "HubSpot contacts",
            ("Record ID", "First Name", "Last Name", "Email"),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "Record ID",
                        "account_id": ColumnMap(
                            source="Associated Company IDs (Primary)|Associated Company IDs|"
                            "Associated Company|Company Name|Email"
                        ),
                        "name": ColumnMap(text="{First Name} {Last Name}"),
                        "email": "Email",
                        "phone": "Phone Number|Mobile Phone Number",
                        "title": "Job Title",
                        "role": "Buying Role",
                    },
                ),
            ),
            (
                "Phone Number",
                "Contact owner",
                "Lead Status",
                "Create Date",
                "Last Modified Date",
                "Lifecycle Stage",
                "Associated Deal",
                "Associated Company",
                "Associated Deal IDs",
                "Associated Company IDs",
                "Country/Region",
                "State/Region",
                "Job Title",
                "Company Name",
                "Last Activity Date",
                "Marketing contact status",
            ),
        ),
        VendorObject(
            "HubSpot deals",
            (
                "Record ID|deal_id",
                "Deal Name|property_dealname",
                "Deal Stage|deal_pipeline_stage_id",
            ),
            useless="deals: a desk keeps contracts, not chances of them",
        ),
        VendorObject(
            "HubSpot tickets",
            ("Ticket ID|Record ID", "Ticket name", "Pipeline|Ticket status", "Create date"),
            (
                Feed(
                    "tickets",
                    {
                        "ticket_id": "Ticket ID|Record ID",
                        "account_id": (
                            "Associated Company IDs (Primary)"
                            "|Associated Company IDs|Associated Company"
                        ),
                        "contact_id": "Associated Contact IDs|Associated Contact",
                        "opened_on": "Create date",
                        "closed_on": "Close date",
                        "priority": "Priority",
                        "subject": "Ticket name",
                        "body": "Ticket description",
                    },
                ),
            ),
            ("Ticket owner", "Ticket status", "Category", "Source", "Last activity date"),
        ),
        VendorObject(
            "HubSpot companies",
            ("id", "property_name", "property_createdate", "is_deleted"),
            (
                Feed(
                    "accounts",
                    {
                        "account_id": "id",
                        "name": "property_name",
                        "industry": "property_industry",
                        "region": "property_country",
                        "domain": "property_domain",
                        "stage": "property_lifecyclestage",
                        "arr": "property_arr|property_annual_recurring_revenue",
                    },
                ),
            ),
            (
                "_fivetran_synced",
                "property_description",
                "property_address",
                "property_address_2",
                "property_city",
                "property_state",
                "property_annualrevenue",
                "property_country",
                "property_industry",
            ),
            ("*compan*",),
        ),
        VendorObject(
            "HubSpot contacts",
            ("id", "property_email", "property_createdate|property_created_at"),
            (
                Feed(
                    "contacts",
                    {
                        "contact_id": "id",
                        "account_id": ColumnMap(
                            source="property_associatedcompanyid|property_company", by=""
                        ),
                        "name": ColumnMap(text="{property_firstname} {property_lastname}"),
                        "email": "property_email",
                        "title": "property_jobtitle",
                        "phone": "property_phone",
                    },
                ),
            ),
            (
                "_fivetran_deleted",
                "_fivetran_synced",
                "property_company",
                "property_firstname",
                "property_lastname",
                "property_email_1",
                "property_jobtitle",
                "property_annualrevenue",
                "property_hs_merged_object_ids",
                "property_first_conversion_date",
            ),
            ("*contact*",),
        ),
        VendorObject(
            "HubSpot tickets",
            ("id", "property_hs_pipeline_stage", "property_subject|property_content"),
            (
                Feed(
                    "tickets",
                    {
                        "ticket_id": "id",
                        "account_id": via(
                            "id", ("*ticket_company*", "ticket_id", "company_id"), by="id"
                        ),
                        "contact_id": via(
                            "id", ("*ticket_contact*", "ticket_id", "contact_id"), by="id"
                        ),
                        "opened_on": "property_createdate",
                        "closed_on": "property_closed_date",
                        "priority": "property_hs_ticket_priority",
                        "subject": "property_subject",
                        "body": "property_content",
                    },
                ),
            ),
            (
                "_fivetran_synced",
                "is_deleted",
                "property_first_agent_reply_date",
                "property_hs_pipeline",
                "property_hs_ticket_category",
                "property_hubspot_owner_id",
                "property_closed_date",
                "property_hs_ticket_priority",
            ),
        ),
        VendorObject(
            "Links", ("ticket_id", "company_id", "category"), links="tickets to companies"
        ),
        VendorObject("Links", ("ticket_id", "contact_id", "category"), links="tickets to contacts"),
        VendorObject("Links", ("engagement_id", "company_id"), links="activities to companies"),
        VendorObject("Links", ("engagement_id", "contact_id"), links="activities to contacts"),
        VendorObject("Links", ("deal_id", "company_id"), links="deals to companies"),
        _engagement(
            "HubSpot meetings",
            "meeting",
            "start_time|property_hs_meeting_start_time",
            subject="title|property_hs_meeting_title",
            body="body|property_hs_meeting_body",
        ),
        _engagement(
            "HubSpot notes", "note", "property_hs_note_body|body", body="property_hs_note_body|body"
        ),
        _engagement(
            "HubSpot mails",
            "email",
            "property_hs_email_subject|subject",
            subject="property_hs_email_subject|subject",
            body="property_hs_email_text|text",
        ),
        _engagement(
            "HubSpot calls",
            "call",
            "property_hs_timestamp|disposition",
            subject="property_hs_call_title|title",
            body="property_hs_call_body|body",
        ),
        _engagement(
            "HubSpot messages",
            "message",
            "property_hs_timestamp",
            body="property_hs_communication_body|body",
        ),
        VendorObject(
            "HubSpot tasks",
            ("engagement_id", "task_type"),
            useless="tasks of your own team: no contact with a customer",
        ),
        VendorObject(
            "HubSpot activities",
            ("id", "type", "portal_id"),
            useless=("only numbers and kinds of activities: their texts are in files of their own"),
            files=("*engagement*",),
        ),
    ),
    (
        "contact_form*",
        "contact_list*",
        "contact_merge*",
        "*property_history*",
        "deal_*",
        "email_campaign*",
        "email_event*",
        "email_subscription*",
        "engagement_deal*",
        "form*",
        "merged_deal*",
        "owner*",
        "property*",
        "role*",
        "team*",
        "ticket_deal*",
        "ticket_engagement*",
        "ticket_pipeline*",
        "users*",
        "calendar_event*",
    ),
)
