"""What leaves the page: files, text, drafts, filed reports, outcomes, templates, brands, batches.

Not here: the buttons (head.py), which report is meant (page.py hands it over).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.kept_file import safe_name
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.report import Report
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.core.domain.report_period import read as period_of
from healthdesk.core.domain.wish import Choices
from healthdesk.core.exporters import REPORTS
from healthdesk.core.services.reports import brands, filing, kept, reviews, sending, writing
from healthdesk.core.services.reports.batch import BatchResult, BatchWish
from healthdesk.core.services.reports.filing import FiledRow
from healthdesk.core.services.reports.reviews import ReviewDraft
from healthdesk.core.services.reports.writing import Saved
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.ui import Kind, Ui
from healthdesk.gui.pages.reports import forms
from healthdesk.gui.pages.reports.choosing import file_words
from healthdesk.gui.pages.reports.reading import (
    Drawn,
    Offer,
    read_choices,
    read_filed_paper,
    read_people,
    run_batch,
)
from healthdesk.gui.panels.option_form import ask_declared
from healthdesk.gui.panels.report_look import as_seen

MARKDOWN, PDF = "markdown", "pdf"
UNITS: Final = {"pptx": "slide", "xlsx": "sheet", "csv": "table", "svg": "picture", "html": ""}
"""What a format counts, where it is not pages; "" = nothing."""
ZIPS: Final = "Packed files (*.zip)"


class ReportActs(QObject):
    """Acts on the report in view.

    Signals:
        options_wanted: `ReportOptions` that are to be taken (a template, a brand).
    """

    options_wanted = Signal(object)

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self.drawn: Drawn | None = None
        self.options: ReportOptions | None = None
        self.offer: Offer | None = None
        self._sending = False
        self._saved = self._key = ""
        self._note = ""
        self._start: ReviewDraft | None = None
        self._brand = ""

    def export(self, key: str) -> None:
        """Ask where, then write the report in view; what it contains is told on the way."""
        drawn = self.drawn
        if drawn is None or not self._may_leave(drawn):
            return
        spec = writing.exporter(key).SPEC
        told = file_words(drawn.report, drawn.personal)
        name = writing.file_name(drawn.report, spec.suffix)
        kinds = f"{spec.title} (*{spec.suffix})"
        path = self.ui.dialogs.save_as(f"Save as {spec.title}. {told}", Path(name), kinds)
        if path is None:
            self._sending = False
            return
        if path.suffix.lower() not in (spec.suffix, ".zip"):
            path = path.with_name(path.name + spec.suffix)
        self._saved, self._key = told, key
        call = partial(_save, drawn.report, key, path)
        self.ui.jobs.read(
            call, self._on_saved, self._on_failed, key="export", label=f"Export {spec.title}"
        )

    def _may_leave(self, drawn: Drawn) -> bool:
        """Whether a report may go out: one that shows something of the inside is asked about."""
        if not drawn.warned:
            return True
        first = drawn.warned[0]
        more = len(drawn.warned) - 1
        tail = f" and {self.ui.words.count(more, 'more thing')}" if more else ""
        return self.ui.dialogs.ask(
            Question(
                "It would show something internal",
                f"Page {drawn.page_of(first.section)} shows {first.words}{tail}. The report is"
                " for the customer.",
                "Export all the same",
                "Go back",
                danger=True,
            )
        )

    @Slot(object)
    def _on_saved(self, saved: Saved) -> None:
        words = self.ui.words
        size, unit = words.size(saved.size), UNITS.get(self._key, "page")
        if saved.pages and unit:
            size = f"{words.count(saved.pages, unit)}, {size}"
        wanted, self._sending = self._sending, False
        options = self.options
        if wanted and options is not None and options.account and self.drawn is not None:
            report = self.drawn.report
            subject = f"{report.title} {report.period}".strip()
            self._note = saved.path.name
            self.ui.do(
                sending.draft,
                options.account,
                subject,
                saved.path.name,
                then=self._on_drafted,
            )
            return
        self.ui.toast(f"{saved.path.name} was saved", f"{size}. {self._saved}")

    @Slot(object)
    def _on_drafted(self, message: int) -> None:
        self.ui.open_message(message)
        self.ui.toast(
            "The draft names the file",
            f"Messages carry no files: attach {self._note} in your mail program.",
            kind="notice",
        )

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._sending = False
        if isinstance(error, DeskError):
            self.ui.toast(error.sentence, error.remedy, kind="error")
        else:
            self.ui.toast("Stopped", "Nothing was written.", kind="notice")

    @Slot()
    def copy_text(self) -> None:
        """Put the report as text on the clipboard, for chat and mail."""
        drawn = self.drawn
        if drawn is not None and self._may_leave(drawn):
            call = partial(_text, drawn.report)
            self.ui.jobs.read(call, self._on_text, self._on_failed, key="copy")

    @Slot(object)
    def _on_text(self, text: str) -> None:
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(text)
        told = file_words(self.drawn.report, self.drawn.personal) if self.drawn else ""
        self.ui.toast("Copied as text", told)

    def send(self, key: str) -> None:
        """Save the report, and begin a message that names the file."""
        if self.drawn is None or self.ui.refuses_changes():
            return
        self._sending = True
        self.export(key)

    @Slot()
    def file_it(self) -> None:
        """Keep the report in view as it is, with its PDF."""
        drawn, options = self.drawn, self.options
        if drawn is None or options is None or self.ui.refuses_changes():
            return
        if drawn.filed is not None:
            self.ui.toast("It is filed already", kind="notice")
            return
        call = partial(_paper, drawn.report)
        self.ui.jobs.read(call, self._on_paper, self._on_failed, key="file", label="File report")

    @Slot(object)
    def _on_paper(self, paper: tuple[Report, bytes | None]) -> None:
        options = self.options
        if options is not None:
            report, content = paper
            scope = kept.scope_of(options)
            self.ui.do(filing.file, report, scope, content, then=self._on_filed)

    @Slot(object)
    def _on_filed(self, row: int) -> None:
        del row
        self.ui.toast("Filed as it is", "Nothing changes it from now on.", "Undo", self.ui.undo)

    def save_filed(self, row: FiledRow) -> None:
        """Save the PDF of a filed report again, byte for byte."""
        name = f"{row.subject} - {row.title} - {self.ui.words.day(row.day)}.pdf".lstrip(" -")
        path = self.ui.dialogs.save_as("Save its PDF", Path(safe_name(name)), "PDF (*.pdf)")
        if path is not None:
            self._saved, self._key = "As it was filed.", PDF
            self.ui.read(
                read_filed_paper,
                row.row,
                path,
                then=self._on_saved,
                failed=self._on_failed,
                key="filed",
            )

    @Slot()
    def log_outcome(self) -> None:
        """Ask for the outcome of the review, once the people are known."""
        options = self.options
        if options is None or not options.account or self.ui.refuses_changes():
            return
        report = self.drawn.report if self.drawn is not None else None
        filed = self.drawn.filed if self.drawn is not None else None
        if filed is None and self.offer is not None:
            scope = kept.scope_of(options)
            alike = (
                one for one in self.offer.filed if (one.kind, one.scope) == (options.kind, scope)
            )
            filed = next(alike, None)
        self._start = ReviewDraft(
            account_id=options.account,
            held_on=self.ui.today,
            title=report.title if report is not None else "Review",
            period=report.period if report is not None else "",
            filed=filed.row if filed is not None else None,
        )
        self.ui.read(read_people, options.account, then=self._on_people, key="people")

    @Slot(object)
    def _on_people(self, people: Sequence[tuple[str, str]]) -> None:
        start, self._start = self._start, None
        draft = forms.ask_outcome(self.ui, start, people) if start is not None else None
        if draft is not None:
            done = self.ui.words.count(len(draft.agreed), "task")
            self._note = f"{done}, {self.ui.words.count(len(draft.quotes), 'quote')}"
            self.ui.do(reviews.log, draft, then=self._on_logged)

    @Slot(object)
    def _on_logged(self, row: int) -> None:
        del row
        self.ui.toast("The review is logged", self._note, "Undo", self.ui.undo)

    @Slot()
    def ask_period(self) -> None:
        """Ask for a period from a day to a day."""
        options = self.options
        if options is None:
            return
        try:
            now = period_of(options.period or "90d", self.ui.day)
            first, last = now.first, now.last
        except DeskError:
            first, last = self.ui.day - 89, self.ui.day
        told = forms.ask_period(self.ui, first, last)
        if told is not None:
            self.options_wanted.emit(msgspec.structs.replace(options, period=told))

    @Slot()
    def ask_choices(self) -> None:
        """Ask for the kind's own options, once it is read what they can be."""
        self.ui.read(read_choices, then=self._on_choices, key="choices")

    @Slot(object)
    def _on_choices(self, choices: Choices) -> None:
        options = self.options
        spec = self.offer.spec(options.kind) if self.offer and options is not None else None
        if spec is None or options is None:
            return
        told = ask_declared(
            self.ui, spec.title, spec.summary, spec.options, options.choices, choices
        )
        if told is not None:
            self.options_wanted.emit(msgspec.structs.replace(options, choices=told))

    @Slot(str)
    def ask_templates(self, what: str) -> None:
        """Save a template, or change those there are."""
        self.save_template() if what == "save" else self.manage_templates()

    @Slot()
    def save_template(self) -> None:
        """Keep the options in view as a template."""
        if self.options is None or self.ui.refuses_changes():
            return
        spec = self.offer.spec(self.options.kind) if self.offer is not None else None
        name = self.ui.dialogs.prompt(
            "Save as template",
            "It keeps what is shown and hidden, paper, look and style; no customer, none of your"
            " words. A template of that name is replaced.",
            spec.title if spec is not None else "",
            "Save",
        )
        if name:
            self._note = name
            self.ui.do(kept.save_template, name, self.options, then=self._on_template_kept)

    @Slot(object)
    def _on_template_kept(self, row: object) -> None:
        del row
        self.ui.toast(f"“{self._note}” is kept as a template", "", "Undo", self.ui.undo)

    def take_template(self, row: int) -> None:
        """Have the options that a template asks for."""
        found = [one for one in (self.offer.templates if self.offer else ()) if one.row == row]
        if found and self.options is not None:
            self.options_wanted.emit(kept.applied(found[0].options, self.options))

    def manage_templates(self) -> None:
        """Rename or remove a template."""
        kind = self.options.kind if self.options is not None else ""
        rows = [one for one in (self.offer.templates if self.offer else ()) if
                one.options.kind == kind]  # fmt: skip
        asked = forms.ask_template(self.ui, rows) if rows else None
        if isinstance(asked, forms.Removed):
            self.ui.do(kept.remove_template, asked.row)
        elif asked is not None:
            self.ui.do(kept.rename_template, asked.row, asked.name)

    def ask_brand(self, edit: bool) -> None:
        """Make a brand, or change the one in view."""
        if self.ui.refuses_changes():
            return
        name = self.options.brand if self.options is not None else ""
        known = self.offer.brands if self.offer is not None else ()
        held = next((one for one in known if edit and one.brand.name == name), None)
        try:
            asked = forms.ask_brand(self.ui, held)
        except DeskError as error:
            self._on_failed(error)
            return
        if isinstance(asked, forms.Removed):
            self._brand = ""
            self.ui.do(brands.remove, asked.row, then=self._on_brand)
        elif asked is not None:
            self._brand = asked.name
            row = held.row if held is not None else None
            self.ui.do(brands.save, asked, row, then=self._on_brand)

    @Slot(object)
    def _on_brand(self, row: object) -> None:
        del row
        if self.options is not None:
            self.options_wanted.emit(msgspec.structs.replace(self.options, brand=self._brand))

    @Slot()
    def ask_batch(self) -> None:
        """Ask for one report for each account of a segment, and write them."""
        options, offer = self.options, self.offer
        spec = offer.spec(options.kind) if offer is not None and options is not None else None
        if options is None or offer is None or spec is None:
            return
        listed = [one for one in offer.formats if one.key in spec.formats]
        chosen = PDF if any(one.key == PDF for one in listed) else listed[0].key
        asked = forms.ask_batch(self.ui, offer.segments, listed, chosen, self.ui.segment or "")
        if asked is None:
            return
        title = "One report per account"
        if asked.zipped:
            name = safe_name(f"{spec.title} {self.ui.words.day(self.ui.day)}.zip")
            place = self.ui.dialogs.save_as(title, Path(name), ZIPS)
            place = place if place is None or place.suffix == ".zip" else place.with_suffix(".zip")
        else:
            place = self.ui.dialogs.choose_folder(title)
        if place is not None:
            wish = BatchWish(as_seen(self.ui, options), (), self.ui.day, asked.key, place)
            self.ui.read(
                run_batch,
                wish,
                asked.segment,
                then=self._on_batch,
                failed=self._on_failed,
                key="batch",
                label=title,
            )

    @Slot(object)
    def _on_batch(self, done: BatchResult) -> None:
        words = self.ui.words
        told = [f"{words.size(done.size)} in {done.place.name}."]
        if done.left_out:
            first = done.left_out[0]
            told.append(f"{words.count(len(done.left_out), 'account')} left out: {first.why}")
        if done.warned:
            some = words.count(len(done.warned), "report")
            told.append(f"{some} would show something internal.")
        kind: Kind = "notice" if done.left_out or done.warned else "done"
        made = words.count(len(done.names), "report")
        self.ui.toast(f"{made} written", " ".join(told), kind=kind)


def _save(report: Report, key: str, path: Path, progress: Progress) -> Saved:
    return writing.save(report, key, path, progress)


def _text(report: Report, progress: Progress) -> str:
    data, _ = writing.as_bytes(report, MARKDOWN, progress)
    return data.decode()


def _paper(report: Report, progress: Progress) -> tuple[Report, bytes | None]:
    """The report with its PDF, where that can be made."""
    if PDF not in REPORTS:
        return report, None
    return report, writing.as_bytes(report, PDF, progress)[0]
