"""Salesforce: files with API names (Data Export, connectors) and reports with labels."""

from __future__ import annotations

from healthdesk.core.domain.mapping import ColumnMap, Where
from healthdesk.core.mapping.presets.model import Feed, Preset, VendorObject

_CASE = {"critical": "urgent", "high": "high", "medium": "normal", "low": "low"}

PRESET = Preset(
    "salesforce",
    "Salesforce",
    (
        VendorObject(
            "Salesforce accounts",
            ("Id", "Name", "OwnerId|BillingCountry", "ParentId|MasterRecordId|AnnualRevenue|Type"),
            (
                Feed("accounts", {
                    "account_id": "Id", "name": "Name", "parent_id": "ParentId",
                    "industry": "Industry", "region": "BillingCountry|ShippingCountry",
                    "domain": "Website", "stage": "Type",
                    "owner": "CSM__c|Customer_Success_Manager__c|OwnerId",
                    "arr": "ARR__c|Annual_Recurring_Revenue__c",
                }),
            ),
            ("IsDeleted", "MasterRecordId", "BillingStreet", "BillingCity", "BillingState",
             "BillingPostalCode", "BillingLatitude", "BillingLongitude", "BillingGeocodeAccuracy",
             "ShippingStreet", "ShippingCity", "ShippingState", "ShippingPostalCode",
             "ShippingLatitude", "ShippingLongitude", "ShippingGeocodeAccuracy", "Phone", "Fax",
             "AccountNumber", "PhotoUrl", "Sic", "AnnualRevenue", "NumberOfEmployees", "Ownership",
             "TickerSymbol", "Description", "Rating", "Site", "OwnerId", "CreatedDate",
             "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp",
             "LastActivityDate", "LastViewedDate", "LastReferencedDate", "Jigsaw",
             "JigsawCompanyId", "CleanStatus", "AccountSource", "DunsNumber", "Tradestyle",
             "NaicsCode", "NaicsDesc", "YearStarted", "SicDesc", "DandbCompanyId"),
            ("*account*",),
        ),
        VendorObject(
            "Salesforce contacts", ("Id", "AccountId", "LastName", "Email"),
            (
                Feed("contacts", {
                    "contact_id": "Id", "account_id": ColumnMap(source="AccountId", by="id"),
                    "name": ColumnMap(text="{FirstName} {LastName}"), "email": "Email",
                    "phone": "Phone|MobilePhone", "title": "Title",
                    "do_not_contact": "HasOptedOutOfEmail|DoNotCall",
                }),
            ),
            ("IsDeleted", "MasterRecordId", "FirstName", "Salutation", "Name", "MailingStreet",
             "MailingCity", "MailingState", "MailingPostalCode", "MailingCountry", "Fax",
             "MobilePhone", "HomePhone", "ReportsToId", "Department", "LeadSource", "Birthdate",
             "Description", "OwnerId", "CreatedDate", "SystemModstamp", "LastActivityDate",
             "IsEmailBounced", "PhotoUrl", "Jigsaw", "IndividualId"),
        ),
        VendorObject(
            "Salesforce cases", ("Id|CaseNumber", "AccountId", "Subject", "Priority", "CreatedDate"),
            (
                Feed("tickets", {
                    "ticket_id": "CaseNumber|Id", "account_id": ColumnMap(source="AccountId", by="id"),
                    "contact_id": ColumnMap(source="ContactId", by="id"),
                    "opened_on": "CreatedDate", "closed_on": "ClosedDate",
                    "priority": ColumnMap(source="Priority", values=_CASE), "subject": "Subject",
                    "body": "Description",
                }),
            ),
            ("IsDeleted", "Status", "Reason", "Origin", "IsClosed", "IsEscalated", "OwnerId",
             "SuppliedName", "SuppliedEmail", "Type", "SystemModstamp"),
            ("*case*",),
        ),
        VendorObject(
            "Salesforce tasks", ("Id", "WhoId", "WhatId|AccountId", "ActivityDate", "Subject"),
            (
                Feed("touchpoints", {
                    "touchpoint_id": "Id",
                    "account_id": ColumnMap(source="AccountId|WhatId", by="id"),
                    "contact_ids": ColumnMap(source="WhoId", by="id"),
                    "kind": ColumnMap(source="TaskSubtype|Type", otherwise="note"),
                    "day": "CompletedDateTime|ActivityDate", "subject": "Subject",
                    "body": "Description",
                    "direction": ColumnMap(source="CallType", otherwise=""),
                }, (Where("Status", "in", ("completed", "closed")),)),
            ),
            ("Status", "Priority", "IsHighPriority", "OwnerId", "IsDeleted", "IsClosed",
             "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById",
             "SystemModstamp", "IsArchived", "CallDurationInSeconds", "CallDisposition",
             "CallObject", "ReminderDateTime", "IsReminderSet", "RecurrenceActivityId"),
        ),
        VendorObject(
            "Salesforce events", ("Id", "WhoId", "WhatId|AccountId", "StartDateTime", "Subject"),
            (
                Feed("touchpoints", {
                    "touchpoint_id": "Id", "account_id": ColumnMap(source="AccountId|WhatId", by="id"),
                    "contact_ids": ColumnMap(source="WhoId", by="id"),
                    "kind": ColumnMap(constant="meeting"), "day": "StartDateTime",
                    "subject": "Subject", "body": "Description",
                }),
            ),
        ),
        VendorObject(
            "Salesforce opportunities", ("StageName|Stage", "CloseDate", "IsWon|Probability|ForecastCategory|Opportunity Name"),
            useless="opportunities: a desk keeps contracts, not chances of them",
        ),
        VendorObject(
            "Salesforce opportunities", ("Opportunity Name", "Account Name", "Stage"),
            useless="opportunities: a desk keeps contracts, not chances of them",
        ),
        VendorObject(
            "Salesforce accounts", ("Account ID|Account Name", "Account Owner", "Account Name"),
            (
                Feed("accounts", {
                    "account_id": "Account ID|Account Name", "name": "Account Name",
                    "owner": "Customer Success Manager|CSM|Account Owner", "stage": "Type",
                    "region": "Billing Country|Billing State/Province", "industry": "Industry",
                    "arr": "ARR|Annual Recurring Revenue", "domain": "Website",
                }),
            ),
            ("Last Activity", "Last Modified Date", "Billing State/Province", "Rating"),
        ),
    ),
    ("user*", "recordtype*", "record_type*", "lead*", "campaign*", "opportunit*", "pricebook*",
     "product2*", "asset*", "*history*", "*feed*", "group*", "profile*", "permission*"),
)  # fmt: skip
