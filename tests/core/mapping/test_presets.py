"""Presets: exports of vendors that are known, by the headers that their own files have."""

# ruff: noqa: E501 rows as their files have them

from __future__ import annotations

import csv
import io

import pytest

from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.mapping.presets import PRESETS
from tests.core.mapping.drops import asked, one

CASES: tuple[tuple[str, str, dict[str, tuple[str, ...]], tuple[str, ...]], ...] = (
    ("salesforce", "Account.csv", {
        "Id": ("001A", "001B"), "IsDeleted": ("false", "false"), "Name": ("Acme", "Bolt"),
        "Type": ("Customer", "Customer"), "ParentId": ("", "001A"), "BillingCountry": ("DE", "FR"),
        "Industry": ("Retail", "Energy"), "OwnerId": ("005A", "005B"),
        "SystemModstamp": ("2026-01-05T08:15:00.000+0000", "2026-01-06T08:15:00.000+0000"),
        "ARR__c": ("1200", "3400"),
    }, ("accounts",)),
    ("salesforce", "Task.csv", {
        "Id": ("00T1", "00T2"), "WhoId": ("003A", "003B"), "WhatId": ("001A", "001B"),
        "Subject": ("Call", "Mail"), "ActivityDate": ("2026-01-15", "2026-01-16"),
        "Status": ("Completed", "Open"), "Priority": ("Normal", "High"),
        "AccountId": ("001A", "001B"), "TaskSubtype": ("Call", "Email"),
    }, ("touchpoints",)),
    ("hubspot", "companies.csv", {
        "Record ID": ("9001", "9002"), "Company name": ("Acme", "Bolt"),
        "Company Domain Name": ("acme.com", "bolt.io"), "Company owner": ("Kim", "Sam"),
        "Industry": ("Retail", "Energy"), "Create Date": ("2024-02-01 09:30", "2024-03-01 10:00"),
    }, ("accounts",)),
    ("zendesk", "export.csv", {
        "Id": ("1", "2"), "Requester": ("Ada", "Bob"), "Requester id": ("11", "12"),
        "Requester email": ("ada@acme.com", "bob@bolt.io"),
        "Requester domain": ("acme.com", "bolt.io"), "Subject": ("x", "y"),
        "Status": ("Closed", "Open"), "Priority": ("High", "-"),
        "Created at": ("2026-01-05 10:00", "2026-01-06 11:00"),
        "Organization": ("Acme", "Bolt"), "Solved at": ("2026-01-07 10:00", ""),
        "Satisfaction Score": ("Good", "Not Offered"), "Group stations": ("1", "1"),
        "Reopens": ("0", "0"), "Replies": ("1", "2"),
    }, ("tickets", "surveys")),
    ("intercom", "conversations.csv", {
        "Conversation ID": ("1", "2"), "Company name": ("Acme", "Bolt"),
        "Conversation started at (UTC)": ("2026-01-05 10:00", "2026-01-16 11:00"),
        "User email": ("ada@acme.com", "bob@bolt.io"), "Conversation state": ("closed", "open"),
    }, ("tickets",)),
    ("stripe", "subscriptions.csv", {
        "id": ("sub_1", "sub_2"), "Customer ID": ("cus_1", "cus_2"), "Plan": ("p", "q"),
        "Quantity": ("3", "1"), "Interval": ("month", "year"), "Amount": ("29.00", "300.00"),
        "Status": ("active", "canceled"), "Customer Name": ("Acme", "Bolt"),
        "Start (UTC)": ("2025-01-15 10:00", "2025-02-01 10:00"),
        "Current Period End (UTC)": ("2026-01-15 10:00", "2026-02-01 10:00"),
        "Ended At (UTC)": ("", "2026-01-31 10:00"),
    }, ("subscriptions", "accounts")),
    ("recurly", "subscriptions.csv", {
        "subscription_id": ("s1", "s2"), "account_code": ("a1", "a2"), "plan_code": ("p", "q"),
        "state": ("active", "expired"), "quantity": ("1", "2"), "unit_amount": ("29.0", "30.0"),
        "activated_at": ("2025-01-15T10:00:00Z", "2025-02-01T10:00:00Z"),
        "current_period_started_at": ("2026-01-15T10:00:00Z", "2026-02-01T10:00:00Z"),
    }, ("subscriptions", "accounts")),
    ("chargebee", "subscriptions.csv", {
        "id": ("s1", "s2"), "customer_id": ("c1", "c2"), "plan_id": ("p", "q"),
        "plan_quantity": ("1", "2"), "billing_period_unit": ("month", "month"),
        "mrr": ("2900", "3000"), "status": ("active", "cancelled"),
        "started_at": ("1736935200", "1738404000"), "cancelled_at": ("", "1751364000"),
        "current_term_start": ("1736935200", "1738404000"),
    }, ("subscriptions", "accounts")),
    ("mixpanel", "events.jsonl", {
        "event": ("login", "report"), "properties.time": ("1741500000", "1741586400"),
        "properties.distinct_id": ("u1", "u2"), "properties.$insert_id": ("i1", "i2"),
    }, ("usage", "metrics", "contact_usage")),
    ("amplitude", "events.csv", {
        "event_type": ("login", "report"), "event_time": ("2026-01-05 10:00:00.1", "2026-01-16 11:00:00.2"),
        "user_id": ("u1", "u2"), "amplitude_id": ("1", "2"), "session_id": ("7", "8"),
    }, ("usage", "metrics", "contact_usage")),
    ("segment", "tracks.csv", {
        "id": ("t1", "t2"), "received_at": ("2026-01-05T10:00:00Z", "2026-01-16T10:00:00Z"),
        "anonymous_id": ("x", "y"), "user_id": ("u1", "u2"), "event": ("login", "report"),
        "event_text": ("Login", "Report"), "timestamp": ("2026-01-05T10:00:00Z", "2026-01-16T10:00:00Z"),
    }, ("usage", "metrics", "contact_usage")),
    ("pendo", "visitors.csv", {
        "Visitor ID": ("v1", "v2"), "Account ID": ("a1", "a2"),
        "Last Visit": ("2026-01-05", "2026-01-16"), "Number of days active": ("3", "12"),
    }, ("contacts",)),
    ("delighted", "responses.csv", {
        "id": ("1", "2"), "survey_type": ("nps", "nps"), "score": ("9", "3"),
        "comment": ("good", ""), "permalink": ("x", "y"), "person.email": ("ada@acme.com", "bob@bolt.io"),
        "created_at": ("1741500000", "1741586400"),
    }, ("surveys",)),
    ("qualtrics", "responses.csv", {
        "ResponseId": ("R_1", "R_2"), "RecordedDate": ("2026-01-05 10:00:00", "2026-01-16 10:00:00"),
        "Finished": ("True", "True"), "RecipientEmail": ("ada@acme.com", "bob@bolt.io"),
        "Q1_NPS": ("9", "3"), "Q2": ("good", "bad"),
    }, ("surveys",)),
    ("totango", "segment.csv", {
        "Account ID": ("a1", "a2"), "Name": ("Acme", "Bolt"), "Contract Value": ("1200", "3400"),
        "Customer Journey Stage": ("Live", "Onboarding"),
        "Contract Renewal Date": ("2026-05-31", "2026-06-30"),
    }, ("accounts",)),
    ("gainsight", "company.csv", {
        "Gsid": ("1P01", "1P02"), "Name": ("Acme", "Bolt"), "Industry": ("Retail", "Energy"),
        "ARR": ("1200", "3400"), "CSMName": ("Kim", "Sam"), "Stage": ("Live", "Live"),
        "OriginalContractDate": ("2024-05-31", "2024-06-30"), "CurrScoreId": ("x", "y"),
    }, ("accounts",)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("vendor", "name", "columns", "tables"), CASES, ids=[f"{row[0]}-{row[1]}" for row in CASES]
)
def test_a_vendors_own_export_is_known(
    vendor: str, name: str, columns: dict[str, tuple[str, ...]], tables: tuple[str, ...]
) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([list(columns), *zip(*columns.values(), strict=True)])
    proposal = one(name, stream.getvalue())
    assert proposal.file.vendor == vendor
    assert proposal.tables == tables
    assert asked(proposal) == []
    assert "columns known" in proposal.why


def test_money_a_month_and_in_cents_becomes_money_a_year() -> None:
    by_case = {(row[0], row[1]): row for row in CASES}
    for vendor, factors in (("stripe", [12.0, 1.0]), ("chargebee", [0.12])):
        _, name, columns, _ = by_case[vendor, "subscriptions.csv"]
        stream = io.StringIO()
        csv.writer(stream).writerows([list(columns), *zip(*columns.values(), strict=True)])
        found = one(name, stream.getvalue()).file.tables
        told = [one.columns["arr"].factor for one in found if "arr" in one.columns]
        assert [factor for factor in told if factor != 1.0 or vendor == "stripe"][
            : len(factors)
        ] == factors


def test_presets_name_only_columns_that_there_are() -> None:
    assert len({preset.key for preset in PRESETS}) == 15
    for preset in PRESETS:
        for vendor_object in preset.objects:
            for feed in vendor_object.feeds:
                known = {column.name for column in BY_NAME[feed.table].columns}
                assert set(feed.columns) <= known, vendor_object.title
