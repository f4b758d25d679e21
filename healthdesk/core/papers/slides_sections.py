"""Sections of a report as slides: title, lead, pieces, footnotes, number, speaker's notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from pptx.enum.shapes import MSO_SHAPE

from healthdesk.core.domain.clean_text import one_line
from healthdesk.core.domain.report import Board, Line, Section, Table
from healthdesk.core.domain.report_chart import Chart
from healthdesk.core.papers import drawings, notes, typeset
from healthdesk.core.papers.paper_sizes import Measures
from healthdesk.core.papers.slides_atoms import Fitted, Setting, TextAtom
from healthdesk.core.papers.slides_deck import Deck
from healthdesk.core.papers.slides_draw import Box, Canvas
from healthdesk.core.papers.slides_flow import Row, Sheet, Stack, sheets
from healthdesk.core.papers.slides_notes import speaker_notes
from healthdesk.core.papers.slides_pieces import pieces
from healthdesk.core.papers.slides_size import grown
from healthdesk.core.papers.slides_words import LEADING, Run, Runs, high, marked, wide

_TITLE_LINES, _TITLE_SMALLER = 2, (1.0, 0.9, 0.8)
"""Lines that a headline has at most, and how much smaller it may be set for that."""
_AIR: Final = 0.66
"""Of a slide, what few words set larger may take."""
_SIZES: Final = (1.35, 1.25, 1.15)
_SMALLER: Final = (1.0, 0.92, 0.85)
_NOTES_HIGH: Final = 0.24
"""Of a slide, how high footnotes may stand."""
_MORE: Final = "continued"
_RUNNING: Final = 0.42
_TAG: Final = 4.9
"""Letters that the mark of the inside is wide."""
_LOGO: Final = 36.0
_DOT: Final = " \u00b7 "


class Section2Slides:
    """Makes the slides of one section."""

    def __init__(self, deck: Deck, section: Section) -> None:
        self.deck, self.section = deck, section
        self.known = notes.by_key(deck.report)
        self.numbers = notes.of_section(section, self.known)
        self.size = deck.size
        self.whole: list[str] = []
        fit = Fitted()
        told = one_line(section.headline or section.title)
        room = self._title_room()
        self.size = msgspec.structs.replace(self.size, title=self._title_size(told, room))
        self.title = fit(told, room, self.size.title, _TITLE_LINES, bold=True)
        self.whole += fit.whole

    def make(self) -> None:
        """Add the slides."""
        if self.section.cover:
            self._cover()
            return
        self._pages(list(self.section.lines), first=True)

    def _title_room(self) -> float:
        if self.section.cover:
            return self.size.width - self.size.side * 4.4
        if self.deck.foreign:
            return self.size.inner * 0.9
        return self.size.inner - self._running_wide() - self.size.gutter

    def _title_size(self, told: str, room: float) -> float:
        """A headline of many words is set smaller, before it is cut."""
        first = self.size.title
        if self.section.cover or self.deck.foreign:
            return first
        sizes = (first * by for by in _TITLE_SMALLER)
        able = (one for one in sizes if high(told, room, one, bold=True) < one * (_TITLE_LINES + 1))
        return next(able, first)

    def _setting(self, size: Measures) -> Setting:
        return Setting(self.numbers, size, self.deck.style, self.deck.tones)

    # -- slides with a title over pieces ---------------------------------------------------------

    def _pages(self, lines: list[Line], *, first: bool) -> None:
        canvas = self.deck.page(self.title, "" if first else _MORE, self.size.title)
        head = self._head(canvas)
        inner = self.size.width - 2 * head.x
        foot = self._foot(canvas, head.x, inner)
        top = self._over(canvas, head, inner, more=not first)
        lead = self._lead(canvas, head.x, top, inner) if first else top
        below = lead + self.size.gap * (1.0 if lead > top else 0.55)
        gap = self.size.gap
        room = foot - gap * 0.8 - below
        others = foot - gap * 0.8 - top - gap * 0.55
        others -= self._wrapped(head) if first else 0.0
        made = self._fitted(lines, inner, room, others)
        for at, sheet in enumerate(made):
            if at:
                canvas = self.deck.page(self.title, _MORE, self.size.title)
                head = self._head(canvas)
                self._foot(canvas, head.x, inner)
                below = self._over(canvas, head, inner, more=True) + gap * 0.55
            sheet.put(canvas, head.x, below)
            self._close(canvas)

    def _wrapped(self, head: Box) -> float:
        """What "continued" adds to the title, where it goes on to a line of its own."""
        points = self.size.title
        held = high(self.title, head.w, points, bold=True)
        return high(f"{self.title}  contin", head.w, points, bold=True) - held

    def _head(self, canvas: Canvas) -> Box:
        """The place of the title, in which it fits."""
        box = self.deck.title_box(canvas)
        if self.deck.foreign:
            self.deck.fit_title(canvas, self.title, box)
            return box
        room = self._title_room()
        tall = high(self.title, room, self.size.title, bold=True)
        shape = canvas.slide.shapes.title
        box = Box(self.size.side, self.size.top, room, tall)
        shape.left, shape.top, shape.width, shape.height = box.emu()
        return box

    def _close(self, canvas: Canvas) -> None:
        told = [*self.whole, *canvas.told]
        report, style = self.deck.report, self.deck.style
        self.deck.notes(canvas, speaker_notes(report, self.section, style, told))

    def _over(self, canvas: Canvas, head: Box, inner: float, *, more: bool) -> float:
        """The running title and the mark of what stays inside; returns where text begins."""
        size = self.size
        points = size.title
        # "continued" is set smaller than the title: as wide as these letters of it
        told = f"{self.title}  contin" if more else self.title
        long = high(told, head.w, points, bold=True)
        if not self.deck.foreign:
            self._running(canvas, head.x + inner, head.y + points * LEADING * 0.5)
        end = max(head.y + long, head.y + head.h if self.deck.foreign else 0.0)
        if self.deck.foreign and self._inside:
            self._running(canvas, head.x + inner, max(head.y - size.note, size.note))
        return end + size.lead * 0.2

    @property
    def _inside(self) -> bool:
        return bool(self.section.inside) and self.deck.report.audience == "inside"

    def _running(self, canvas: Canvas, right: float, middle: float) -> None:
        size = self.size
        told, long = self._told()
        box = Box(right - long, middle - size.small * 0.61, long, size.small * LEADING)
        if told:
            canvas.text(box, ((Run(told, "text3"),),), size.small, side="r", name="Running title",
                        whole=True)  # fmt: skip
        if self._inside:
            tag = size.note * _TAG
            place = Box(
                box.x - tag - size.small * 0.8, middle - size.note * 0.8, tag, size.note * 1.6
            )
            canvas.shape(MSO_SHAPE.ROUNDED_RECTANGLE, place, "noticesoft")
            words = (Run("Internal", "notice", bold=True),)
            canvas.text(place, (words,), size.note, side="ctr", anchor="ctr", name="Internal")

    def _told(self) -> tuple[str, float]:
        """The running title, and how wide it is."""
        report, size = self.deck.report, self.size
        parts = () if self.deck.foreign else (report.subject, report.title, report.period)
        room = size.inner * _RUNNING
        told = Fitted()(one_line(_DOT.join(filter(None, parts))), room, size.small, 1)
        return told, min(wide(told, size.small) + 2, room) if told else 0.0

    def _running_wide(self) -> float:
        """What stands right of the title: the running title, and the mark of the inside."""
        tag = self.size.note * _TAG + self.size.small * 0.8 if self._inside else 0.0
        return self._told()[1] + tag

    def _lead(self, canvas: Canvas, x: float, top: float, inner: float) -> float:
        lead, size = self.section.lead, self.size
        if lead is None or not lead.text.strip():
            return top
        fit = Fitted()
        told = fit(lead.text, inner, size.lead, 4)
        self.whole += fit.whole
        tall = high(told, inner, size.lead)
        runs = marked((Run(told, "text2"),), notes.told(lead.notes, self.numbers))
        canvas.text(Box(x, top, inner, tall), (runs,), size.lead, name="Lead")
        return top + tall

    def _foot(self, canvas: Canvas, x: float, inner: float) -> float:
        """Footnotes, foot and number; returns the height at which they begin."""
        size, report = self.size, self.deck.report
        parts = (report.subject, report.title, report.period) if self.deck.foreign else ()
        whose = "" if any(one.cover for one in report.sections) else report.brand.name
        text = one_line(_DOT.join(filter(None, (*parts, whose, report.brand.foot))))
        text = Fitted()(text, size.inner * 0.38, size.note, 1)
        self.deck.foot(canvas, text)
        end = self.deck.foot_top(canvas)
        beside = (
            wide(text, size.note) + size.inner * 0.05 + size.gutter * 0.6 if text else inner * 0.06
        )
        room = inner if self.deck.foreign else inner - beside
        runs, tall = self._notes(room * 0.97)
        if runs:
            place = Box(x, end - tall, room, tall)
            canvas.text(place, (runs,), size.note, anchor="b", name="Footnotes")
        return end - max(tall, size.note * LEADING)

    def _notes(self, room: float) -> tuple[Runs, float]:
        """As many footnotes as a slide's foot holds; all are in the speaker's notes."""
        size, style = self.size, self.deck.style
        runs, texts = list[Run](), list[str]()
        most = int(size.height * _NOTES_HIGH / (size.note * LEADING))
        for key, number in self.numbers.items():
            fit = Fitted()
            told = fit(one_line(notes.in_words(self.known[key], style)), room, size.note, 3)
            self.whole += [one for one in fit.whole if one not in self.whole]
            if texts and self._note_lines([*texts, f"{number} {told}"], room) > most:
                runs.append(Run("\u2003More in the notes of this slide.", "text3"))
                break
            texts.append(f"{number} {told}")
            runs += [Run("\u2003", "text3")] if runs else []
            runs += [Run(str(number), "accenttext", bold=True, raised=True)]
            runs += [Run(f"\u00a0{told}", "text3")]
        tall = self._note_lines(texts, room) * size.note * LEADING if texts else 0.0
        return tuple(runs), tall

    def _note_lines(self, texts: Sequence[str], room: float) -> int:
        told = "\u2003".join(texts)
        return round(high(told, room, self.size.note) / (self.size.note * LEADING))

    # -- pieces ----------------------------------------------------------------------------------

    def _fitted(
        self, lines: Sequence[Line], inner: float, room: float, others: float
    ) -> list[Sheet]:
        """The pieces on slides: few words alone are set larger."""
        held = [one for line in lines for one in line.blocks]
        if not any(isinstance(one, Table | Board | Chart) for one in held):
            for by in _SIZES:
                size = grown(self.size, by)
                rows = self._rows(lines, inner, size)
                tall = sum(one.high() for one in rows) + size.gap * max(len(rows) - 1, 0)
                if tall < room * _AIR:
                    return sheets(rows, room, others, size.gap)
        for by in _SMALLER:
            size = grown(self.size, by)
            made = sheets(self._rows(lines, inner, size), room, others, size.gap)
            if len(made) == 1:
                return made
        return sheets(self._rows(lines, inner, self.size), room, others, self.size.gap)

    def _rows(self, lines: Sequence[Line], inner: float, size: Measures) -> list[Row]:
        setting, made = self._setting(size), list[Row]()
        for line in lines:
            count = len(line.blocks)
            fit = len(line.shares) == count and all(one > 0 for one in line.shares)
            shares = line.shares if fit else (1.0,) * count
            room, x, stacks = inner - size.gutter * (count - 1), 0.0, list[Stack]()
            for block, share in zip(line.blocks, shares, strict=True):
                width = room * share / sum(shares)
                stacks.append(Stack(x, width, pieces(block, width, setting)))
                x += width + size.gutter
            made.append(Row(stacks))
        if self.section.own.strip():
            own = TextAtom(self.section.own, inner, size.base, bar="border", name="My own words")
            made.append(Row([Stack(0.0, inner, [own])]))
        return made

    # -- the title slide -------------------------------------------------------------------------

    def _cover(self) -> None:
        deck, size, report = self.deck, self.size, self.deck.report
        fit = Fitted()
        about = fit(
            one_line(_DOT.join(filter(None, (report.subject, report.period)))),
            size.width - size.side * 4.4,
            size.title,
            2,
        )
        self.whole += fit.whole
        canvas = deck.cover(self.title, about)
        left, inner = size.side * 2.4, size.width - size.side * 4.4
        if deck.foreign:
            self._close(canvas)
            if self.section.lines or self.section.own.strip():
                self._pages(list(self.section.lines), first=True)
            return
        self._cover_head(canvas, left, inner)
        under = size.height * 0.47 + high(about, inner, size.title) + size.gap * 0.5
        top = self._lead(canvas, left, under, inner * 0.8) + size.gap
        foot = self._cover_foot(canvas, left, inner)
        rows = self._rows(self.section.lines, inner, size)
        room = foot - size.gap - top
        made = sheets(rows, room, room, size.gap) if rows else []
        if len(made) == 1 and made[0].least() <= room:
            made[0].put(canvas, left, top)
            made = []
        self._close(canvas)
        if made:
            self._pages(list(self.section.lines), first=False)

    def _cover_head(self, canvas: Canvas, left: float, inner: float) -> None:
        """Logo, and the title pushed up where it needs more lines."""
        size, brand = self.size, self.deck.report.brand
        content = logo_png(brand.logo)
        if content:
            box = Box(left, size.side * 1.5, inner * 0.4, _LOGO)
            canvas.picture(content, box, brand.name or "Logo")
        shape = canvas.slide.shapes.title
        tall = high(self.title, inner, size.cover, bold=True)
        points = size.cover
        while tall > size.height * 0.3 and points > size.title:
            points *= 0.9
            tall = high(self.title, inner, points, bold=True)
        bottom = size.height * 0.455
        box = Box(left, bottom - tall, inner, tall)
        shape.left, shape.top, shape.width, shape.height = box.emu()
        if points < size.cover:
            for paragraph in shape.text_frame.paragraphs:
                for run in paragraph.runs:
                    run.font.size = round(points * 12_700)

    def _cover_foot(self, canvas: Canvas, left: float, inner: float) -> float:
        """The rule at the foot: whose it is, as of when, what was asked for."""
        size, report, style = self.size, self.deck.report, self.deck.style
        y = size.height - size.side * 1.3 - size.small * LEADING - size.base * 0.6
        canvas.rule(left, y, left + inner, y, "border")
        told = style.date(report.day)
        if report.data_to == report.day:
            told = f"Data to {told}"
        elif report.data_to is not None:
            told = f"As of {told}, data to {style.date(report.data_to)}"
        fit = Fitted()
        half = inner * 0.5 - size.gutter * 0.5
        first = fit(
            one_line(_DOT.join(filter(None, (report.brand.name, told)))), half, size.small, 1
        )
        asked = fit(one_line(_DOT.join(report.keywords)), half, size.small, 1)
        self.whole += fit.whole
        under = y + size.base * 0.7
        box = Box(left, under, half, size.small * LEADING)
        canvas.text(box, ((Run(first, "text3"),),), size.small, name="As of")
        if asked:
            box = Box(left + inner - half, under, half, size.small * LEADING)
            canvas.text(box, ((Run(asked, "text3"),),), size.small, side="r", name="Asked for")
        runs, tall = self._notes(inner)
        if runs:
            place = Box(left, y - tall - size.base * 0.6, inner, tall)
            canvas.text(place, (runs,), size.note, anchor="b", name="Footnotes")
            return place.y
        return y


def logo_png(content: bytes) -> bytes:
    """A logo as PNG; b"" where it is none."""
    held = drawings.logo(content) if content else ""
    return typeset.drawing(held, 240.0) if held else b""
