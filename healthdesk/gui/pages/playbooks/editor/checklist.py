"""A playbook as a list to tick off on paper: boxes, days, what is required, room for notes."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.playbook import RECIPIENTS, Playbook, Step
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts import paper, step_words
from healthdesk.gui.parts.merge_edit import pieces, shown
from healthdesk.gui.parts.paper import BOX, CIRCLE, SIGN_HERE, PaperLine

_LINE = "_" * 60

_WORDS = ("note", "guide", "subject", "body", "text")


def lines(playbook: Playbook) -> tuple[PaperLine, ...]:
    """The lines of the list."""
    out: list[PaperLine] = [(0, "title", playbook.name)]
    about = (playbook.purpose, f"Worked if: {playbook.measure}" if playbook.measure else "")
    out += [(0, "words", text) for text in about if text]
    out.append((0, "note", "Account: ______________________   Start: ______________"))

    def walk(steps: tuple[Step, ...], depth: int) -> None:
        for step in steps:
            out.extend((depth, kind, text) for kind, text in _of_step(playbook, step))
            for arm in step.arms:
                out.append((depth + 1, "way", arm.name))
                walk(arm.steps, depth + 1)

    walk(playbook.steps, 0)
    if playbook.sign_off:
        out.append((0, "step", f"{BOX}  {SIGN_HERE}"))
    return tuple(out)


def _of_step(playbook: Playbook, step: Step) -> list[tuple[str, str]]:
    spec = CATALOGUE[step.kind].SPEC
    required = " (required)" if step.required else ""
    found = [("step", f"{BOX}  {step.name}{required}")]
    detail = [spec.title, step_words.day_words(playbook, step)]
    detail += [step.owner] if step.owner else []
    to = str(step_words.option(step, CATALOGUE, "to") or "")
    if to:
        detail.append(RECIPIENTS.get(to, to))
    if step.only_if is not None:
        detail.append(f"only if {step_words.rule_words(step.only_if, {})}")
    if spec.flow == "wait":
        detail = [step_words.wait_words(step, CATALOGUE, {})]
    found.append(("detail", ", ".join(detail)))
    unscripted = step_words.option(step, CATALOGUE, "mode") == "unscripted"
    for key in ("note", "guide", "text") if unscripted else _WORDS:
        text = step_words.option(step, CATALOGUE, key)
        if text:
            found.append(("words", _on_paper(str(text))))
    for key in ("checklist", "questions"):
        items = step_words.option(step, CATALOGUE, key) or ()
        found.extend(("item", f"{CIRCLE}  {item}") for item in items)
    if spec.by_hand:
        found.append(("note", f"Notes: {_LINE}"))
    return found


def _on_paper(text: str) -> str:
    """A text whose fields are words in brackets."""
    return "".join(f"[{shown(one.field)}]" if one.field else one.text for one in pieces(text))


def document_of(playbook: Playbook) -> QTextDocument:
    """The list as a document; nothing in it is read as markup."""
    return paper.document(lines(playbook))


def checklist_pdf(playbook: Playbook) -> bytes:
    """The list as the bytes of a PDF."""
    return paper.pdf(playbook.name, lines(playbook))


def print_checklist(ui: Ui, playbook: Playbook) -> None:
    """Ask for a printer and print the list."""
    printer = ui.dialogs.choose_printer(playbook.name)
    if printer is not None:
        document_of(playbook).print_(printer)
        ui.toast("Sent to the printer")
