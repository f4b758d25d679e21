"""Options of reports as the desk keeps them: for each kind and what it is of, and as templates.

A template holds nothing of one customer: who it is of, my own words and single hidden parts stay
behind. Not here: what options mean (domain/report_prepare.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import select

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables_reports import ReportKept, ReportTemplate

MAX_NAME: Final = 80
_RELATIVE: Final = re.compile(r"\d{1,4}[dw]\Z")


@dataclass(frozen=True)
class TemplateRow:
    """A template: its row, its name, and what it asks for."""

    row: int
    name: str
    options: ReportOptions


def scope_of(options: ReportOptions) -> str:
    """Whom or what options are of, as programs write it: "account:a1", "" = the desk.

    >>> scope_of(ReportOptions(kind="account_brief", account="a1"))
    'account:a1'
    """
    parts = (("account", options.account), ("segment", options.segment), ("board", options.board))
    return next((f"{name}:{told}" for name, told in parts if told), "")


def read(tx: Tx, kind: str, scope: str) -> ReportOptions | None:
    """The options last used for a kind and what it is of; None where there are none to be read."""
    body = tx.execute(
        select(ReportKept.body).where(ReportKept.kind == kind, ReportKept.subject == scope)
    ).scalar_one_or_none()
    return None if body is None else _decoded(body)


@op("Change report")
def keep(tx: Tx, options: ReportOptions) -> None:
    """Keep the options for their kind and what it is of."""
    body, scope = _encoded(options), scope_of(options)
    row = tx.execute(
        select(ReportKept).where(ReportKept.kind == options.kind, ReportKept.subject == scope)
    ).scalar_one_or_none()
    if row is None:
        tx.add(ReportKept(kind=options.kind, subject=scope, body=body))
    elif row.body != body:
        row.body = body
    tx.flush()


def templates(tx: Tx, kind: str = "") -> tuple[TemplateRow, ...]:
    """The templates in their order, of one kind or of all; one that is unreadable is left out."""
    rows = tx.execute(
        select(ReportTemplate.id, ReportTemplate.name, ReportTemplate.body).order_by(
            ReportTemplate.position, ReportTemplate.name
        )
    )
    read_ones = ((row, name, _decoded(body)) for row, name, body in rows)
    return tuple(
        TemplateRow(row, name, options)
        for row, name, options in read_ones
        if options is not None and kind in ("", options.kind)
    )


@op("Save report template")
def save_template(tx: Tx, name: str, options: ReportOptions) -> int:
    """Keep options as a template; one that has the name already is replaced. Returns its row."""
    told = _name(name)
    body = _encoded(as_template(options))
    row = tx.execute(select(ReportTemplate).where(ReportTemplate.name == told)).scalar_one_or_none()
    if row is None:
        last = max((one.position for one in tx.scalars(select(ReportTemplate))), default=-1)
        row = ReportTemplate(name=told, position=last + 1, body=body)
        tx.add(row)
    elif row.body != body:
        row.body = body
    tx.flush()
    return row.id


@op("Rename report template")
def rename_template(tx: Tx, row: int, name: str) -> None:
    """Call a template otherwise."""
    held, told = _template(tx, row), _name(name)
    taken = tx.execute(select(ReportTemplate.id).where(ReportTemplate.name == told)).scalar()
    if taken not in (None, row):
        raise UsageError(f"A template is called “{told}” already; {NOTHING_CHANGED}.")
    held.name = told
    tx.flush()


@op("Remove report template")
def remove_template(tx: Tx, row: int) -> None:
    """Keep a template no longer; reports made with it stay as they are."""
    tx.delete(_template(tx, row))
    tx.flush()


def as_template(options: ReportOptions) -> ReportOptions:
    """What of options holds for everybody: no customer, no words, no parts of one report."""
    lasting = options.period if _RELATIVE.match(options.period) else ""
    return msgspec.structs.replace(
        options,
        account="",
        segment="",
        board="",
        period=lasting,
        hidden=(),
        own={},
        edits={},
        written={},
    )


def applied(template: ReportOptions, options: ReportOptions) -> ReportOptions:
    """Options with what a template asks for; whom it is of and my own words stay."""
    return msgspec.structs.replace(
        template,
        account=options.account,
        segment=options.segment,
        board=options.board,
        period=template.period or options.period,
        hidden=options.hidden,
        own=options.own,
        edits=options.edits,
        written=options.written,
    )


def _name(told: str) -> str:
    name = line_of(told, "A template")
    if len(name) > MAX_NAME:
        raise UsageError(
            f"The name has {len(name)} letters, at most {MAX_NAME} fit; {NOTHING_CHANGED}."
        )
    return name


def _template(tx: Tx, row: int) -> ReportTemplate:
    held = tx.get(ReportTemplate, row)
    if held is None:
        raise NotFound(f"This template is no longer in the desk; {NOTHING_CHANGED}.")
    return held


def _encoded(options: ReportOptions) -> str:
    """The options as a document, checked on the way: what could not be read back is refused."""
    body = msgspec.json.encode(options, order="deterministic")
    try:
        msgspec.json.decode(body, type=ReportOptions)
    except msgspec.ValidationError as error:
        raise UsageError(f"The options of the report were not kept: {error}.") from error
    return body.decode()


def _decoded(body: str) -> ReportOptions | None:
    try:
        return msgspec.json.decode(body, type=ReportOptions)
    except msgspec.MsgspecError:
        return None
