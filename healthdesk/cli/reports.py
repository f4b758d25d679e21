"""The command that writes a report to a file: report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Final

from healthdesk.cli import desks
from healthdesk.cli.output import Bar, print_json, print_line, say
from healthdesk.core.domain.errors import DeskError, NotFound, UsageError
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.report import Audience, Report
from healthdesk.core.domain.report_options import ReportOptions, Value
from healthdesk.core.domain.report_prepare import personal, warned
from healthdesk.core.domain.report_spec import ExporterSpec, ReportSpec
from healthdesk.core.services.reports import building, catalogue, writing
from healthdesk.core.services.wording import count_of

_DONE: Final = 0
_PERSONAL: Final = {
    "names": "names of people",
    "contact": "addresses or phone numbers",
    "notes": "internal notes",
}
_PARTS: Final = {"pptx": "slide", "xlsx": "sheet", "csv": "file", "svg": "file"}
_MOST_TEMPLATE: Final = 64_000_000
"""Bytes of a deck that may be given."""


def _report(asked: Namespace) -> int:
    spec = catalogue.kind(asked.kind).SPEC
    path = Path(asked.to)
    form = format_of(path, spec)
    _check(asked, spec)
    template = _template(asked.template, form)
    with desks.reading(asked) as desk, Bar() as bar:
        report = desk.read(building.make, _options(asked), desks.day_of(asked, desk))
        _refuse_empty(report)
        written = writing.save(report, form.key, path, bar, template)
    _tell(report)
    if asked.json:
        print_json({"file": str(written.path), "pages": written.pages, "bytes": written.size})
    else:
        parts = count_of(written.pages, _PARTS.get(form.key, "page"))
        print_line(f"Wrote {written.path}: {report.title}, {parts}, {written.size:,} bytes.")
    return _DONE


def _refuse_empty(report: Report) -> None:
    """A file of nothing is no report."""
    if not report.sections and report.audience == "customer":
        raise UsageError(
            "All of this report is kept inside; nothing of it is left for a customer.",
            "Leave --customer out.",
        )


def format_of(path: Path, spec: ReportSpec) -> ExporterSpec:
    """The format that a file's suffix says, of those that a kind is written in.

    Raises:
        UsageError: It says none of them; they are named.
    """
    found = writing.formats(spec.formats)
    suffix = _ALIKE.get(path.suffix.lower(), path.suffix.lower())
    for one in found:
        if one.suffix == suffix:
            return one
    listed = ", ".join(one.suffix for one in found)
    said = f"{path.suffix} is no format" if path.suffix else f"{path.name} does not say the format"
    raise UsageError(f"{said} this report is written in.", f"There are: {listed}.")


_ALIKE: Final = {".htm": ".html", ".markdown": ".md"}


def _check(asked: Namespace, spec: ReportSpec) -> None:
    """Refuse what a kind is not of: it would be left aside without a word."""
    if asked.account is not None and spec.subject != "account":
        raise UsageError(f"The report {spec.key} is not of one account; --account does not fit.")
    if asked.segment is not None and spec.subject != "segment":
        raise UsageError(f"The report {spec.key} is not of a segment; --segment does not fit.")
    if asked.board is not None and spec.subject != "board":
        raise UsageError(f"The report {spec.key} is not of a dashboard; --board does not fit.")
    if asked.account is None and spec.subject == "account":
        raise UsageError(f"The report {spec.key} is of one account.", "Name it: --account A.")


def _options(asked: Namespace) -> ReportOptions:
    audience: Audience | None = None
    if asked.customer or asked.inside:
        audience = "customer" if asked.customer else "inside"
    return ReportOptions(
        kind=asked.kind,
        account=asked.account or "",
        segment=asked.segment or "",
        board=asked.board or "",
        period=asked.period or "",
        audience=audience,
        brand=asked.brand or "",
        colour_blind=asked.colour_blind,
        choices=_choices(asked.set, catalogue.kind(asked.kind).SPEC),
    )


def _choices(told: list[str], spec: ReportSpec) -> dict[str, Value]:
    """The kind's own options as they were given, OPTION=VALUE each."""
    known = {one.key: one for one in spec.options}
    out: dict[str, Value] = {}
    for one in told:
        key, sign, value = one.partition("=")
        option = known.get(key.strip())
        if option is None or not sign:
            raise UsageError(
                f"The report {spec.key} has no option like {one!r}.",
                f"There are: {', '.join(f'{key}=...' for key in known) or 'none'}.",
            )
        out[option.key] = _value(option, value.strip())
    return out


def _value(option: Option, told: str) -> Value:
    """A value as its option wants it; whether it can be is checked where the report is made."""
    if option.kind in {"days", "number"}:
        try:
            return float(told) if option.kind == "number" else int(told)
        except ValueError:
            return told
    if option.kind == "flag":
        return {"true": True, "false": False}.get(told.casefold(), told)
    if option.kind in {"choices", "lines", "fields"}:
        return tuple(part for one in told.split(";") if (part := one.strip()))
    return told


def _template(file: str | None, form: ExporterSpec) -> bytes | None:
    """The bytes of a deck of the person's own."""
    if file is None:
        return None
    if not form.template:
        raise UsageError(f"{form.title} takes no template; leave --template out.")
    path = Path(file)
    if not path.is_file():
        raise NotFound(f"There is no template at {path}.")
    if path.stat().st_size > _MOST_TEMPLATE:
        raise DeskError(f"{path} is too large for a template; nothing was written.")
    return path.read_bytes()


def _tell(report: Report) -> None:
    """Say beside the result what a person should know before it goes out."""
    for one in warned(report):
        say(f"Page {one.page} would show an internal field: {one.words}.")
    found = [_PERSONAL[kind] for kind in personal(report)]
    if found:
        say(f"It contains {', '.join(found)}.")


COMMANDS: dict[str, Callable[[Namespace], int]] = {"report": _report}
