"""Words in names of files that hint at what they hold, and columns that only programs need."""

from __future__ import annotations

from collections.abc import Mapping


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


FILES: Mapping[str, tuple[str, ...]] = {
    "accounts": _words(
        "accounts|accts|account|companies|company|customers|customer|organizations|organization"
        "|organisations|clients|kunden|kundenliste|firmen|entreprises|societes|empresas|clientes"
        "|stammdaten|klanten"
    ),
    "contacts": _words(
        "contacts|contact|users|user|people|persons|kontakte|ansprechpartner|utilisateurs"
        "|contactos|stakeholders|leads|visitors|personen|members"
    ),
    "usage": _words(
        "usage|events|event|activity|metrics|nutzung|utilisation|usages|tracks|logins|sessions"
        "|uso|telemetry|adoption|consumption|transactions|purchases|pages"
    ),
    "surveys": _words(
        "surveys|survey|nps|csat|ces|responses|feedback|umfrage|umfragen|enquete|satisfaction"
        "|ratings|encuesta|zufriedenheit|answers"
    ),
    "touchpoints": _words(
        "touchpoints|touchpoint|activities|engagements|engagement|tasks|meetings|calls|emails"
        "|notes|timeline|interactions|aktivitaten|activites|conversations|task|meeting|call"
        "|communication|note|notizen|besuche"
    ),
    "tickets": _words(
        "tickets|ticket|cases|case|issues|issue|support|incidents|helpdesk|requests|jira"
        "|vorgange|anfragen|conversations|incidencias|demandes"
    ),
    "subscriptions": _words(
        "subscriptions|subscription|contracts|licenses|licences|vertrage|vertrag|abos|contrats"
        "|abonnements|contratos|renewals|lizenzen"
    ),
    "invoices": _words(
        "invoices|invoice|billing|rechnungen|factures|facturas|payments|receivables|bills"
        "|rechnung|debitoren"
    ),
    "milestones": _words("milestones|milestone|onboarding|meilensteine|jalons"),
    "mentions": _words("mentions|mention|reviews|social|posts|tweets"),
    "pulses": _words("pulse|pulses"),
    "overrides": _words("overrides|override"),
    "outcomes": _words(
        "outcomes|churn|churned|churns|cancellations|kundigungen|resiliations|lost|bajas|attrition"
    ),
}
"""Words in names of files that hint at what they hold."""

TECHNICAL = _words(
    "system modstamp|is deleted|photo url|last viewed date|last referenced date"
    "|last modified by id|created by id|last modified date|modified date|updated at|jigsaw"
    "|jigsaw company id|jigsaw contact id|clean status|master record id|fivetran synced"
    "|fivetran deleted|fivetran active|fivetran id|fivetran start|fivetran end|company synced"
    "|livemode|metadata|url|individual id|created by|modified by|last modified by"
    "|lastmodifieddate|remote photo url|authenticity token|locale id|summation column"
    "|airbyte ab id|airbyte emitted at|airbyte raw id|airbyte extracted at|airbyte meta|dlt id"
    "|dlt load id|sdc batched at|sdc received at|sdc sequence|sdc table version|etl loaded at"
    "|row number|row id|file|line|index|object id|uuid ts|loaded at|ip address|user agent"
    "|createdate|created at|created date|create date|created|billing latitude|billing longitude"
    "|shipping latitude|shipping longitude|billing geocode accuracy|shipping geocode accuracy"
)
"""Columns that programs keep for themselves: never attributes of an account."""

LOADED = _words(
    "fivetran synced|fivetran deleted|fivetran active|fivetran id|fivetran index|company synced"
    "|airbyte ab id|airbyte emitted at|airbyte raw id|airbyte extracted at|airbyte meta|dlt id"
    "|dlt load id|sdc batched at|sdc extracted at|sdc received at|sdc sequence|sdc table version"
    "|sdc deleted at|etl loaded at|loaded at|uuid ts"
)
"""Columns that a program adds which copies tables into a warehouse: nothing happened then."""
