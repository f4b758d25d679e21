"""Writes a report as one web page that loads nothing and runs nothing, for screens and printers.

The template and its looks are resources/reports/report.html and report.css; every text goes
through its escaping. Charts are drawings in the page; pictures of others stand in `img`, where
nothing runs.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from healthdesk import paths
from healthdesk.core.charts import Look, natural_height, paper_look, svg
from healthdesk.core.charts.look import mixed
from healthdesk.core.domain.clean_text import plain
from healthdesk.core.domain.number_style import STYLES, USUAL, NumberStyle
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.report import Block, Card, Line, Report, Section, Table
from healthdesk.core.domain.report_chart import Chart
from healthdesk.core.domain.report_spec import ExporterSpec, Written
from healthdesk.core.papers import notes, tables, web_font
from healthdesk.core.papers.column_widths import lies
from healthdesk.core.papers.drawings import inlined, logo

if TYPE_CHECKING:
    from jinja2 import Environment

SPEC: Final = ExporterSpec(
    key="html",
    title="Web page",
    summary="One page for any browser that needs no network; it reads well on a phone.",
    suffix=".html",
    icon="layout-dashboard",
)
MOST: Final = 2_000
"""Rows of a table on a page; a browser stays quick with them."""
_INNER, _GAP, _NARROW = 928.0, 40.0, 360.0
"""Pixels between the page's sides and between blocks, and those of a phone."""
_LETTERS: Final = 12.0
_LETTERS_HERE: Final = "/* the letters of the page */"
"""Where the sheet of styles takes its font."""
_COLUMNS: Final = 12
_LONGEST: Final = 24
"""Letters of a word that is broken where its column ends."""
_FIGURES: Final = frozenset({"number", "money", "percent", "points", "change", "day"})


class _Page:
    """Where the template is on its way through a report, and what it may ask for."""

    def __init__(self, report: Report, progress: Progress) -> None:
        self.report = report
        self.style: NumberStyle = STYLES.get(report.style, STYLES[USUAL])
        self.look: Look = paper_look(
            report.brand.color,
            size=_LETTERS,
            style=self.style.key,
            colour_blind=report.colour_blind,
        )
        self._known = notes.by_key(report)
        self._progress = progress
        self._at = 0
        self._numbers: dict[str, int] = {}
        self._cards = 0

    def enter(self, at: int, section: Section) -> None:
        """A section begins."""
        self._progress.step(at, len(self.report.sections) + 1, section.title)
        self._at = at
        self._numbers = notes.of_section(section, self._known)

    def place(self) -> int:
        """The number of the section."""
        return self._at

    def section_numbers(self) -> Mapping[str, int]:
        """The numbers of its footnotes."""
        return self._numbers

    def sources(self) -> list[tuple[int, str]]:
        """Its footnotes."""
        return [
            (number, notes.in_words(self._known[key], self.style))
            for key, number in self._numbers.items()
        ]

    def drawing(self, chart: Chart, share: float) -> Any:  # noqa: ANN401 - markup of jinja2
        """A chart as wide as its share of the page, or as a phone where that is 0."""
        from markupsafe import Markup  # noqa: PLC0415 - with the template

        wide = _INNER * share if share else _NARROW
        drawn = svg(chart, wide, natural_height(chart, wide, self.look), self.look)
        return Markup(drawn)  # noqa: S704 - our own drawing, whose texts are escaped in it

    def inlined(self, card: Card) -> Any:  # noqa: ANN401 - markup of jinja2
        """The drawing of a card as part of the page, so that it is set in the page's letters."""
        from markupsafe import Markup  # noqa: PLC0415 - with the template

        self._cards += 1
        made = plain(inlined(card.svg, f"c{self._cards}-"))
        return Markup(made)  # noqa: S704 - shapes and words alone, escaped as they are written

    def as_table(self, one: Chart | Card) -> Table:
        """What stands behind a chart or a card."""
        return tables.of_card(one) if isinstance(one, Card) else tables.of_chart(one, self.style)


def write(
    report: Report, out: BinaryIO, progress: Progress, template: bytes | None = None
) -> Written:
    """Write the page; the same report gives the same bytes."""
    del template
    page = _Page(report, progress)
    folder = paths.resources() / "reports"
    made = _environment(page).from_string((folder / "report.html").read_text("utf-8"))
    text = made.render(
        report=report,
        colors=_colors(page.look),
        css=_trusted((folder / "report.css").read_text("utf-8")),
        logo=_data(logo(report.brand.logo)) if report.brand.logo else "",
        about=tables.joined(report.subject, report.period),
        days=_days(report, page.style),
        listed=[
            (at, one.title or one.headline)
            for at, one in enumerate(report.sections, 1)
            if not one.cover
        ],
        states=tables.STATES,
        limit=MOST,
        lying=lies(report),
        enter=page.enter,
        place=page.place,
        section_numbers=page.section_numbers,
        sources=page.sources,
    )
    # the mark is the first of its kind: styles stand before every text of the report
    content = text.replace(_LETTERS_HERE, web_font.faces(text), 1).encode()
    out.write(content)
    return Written(1, len(content))


def _environment(page: _Page) -> Environment:
    """Jinja with everything escaped and cleaned, and the few filters of the template."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - most starts write no page

    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do"],
        finalize=_clean,
    )
    filters: dict[str, Callable[..., Any]] = {
        "kind": _kind,
        "numbers": _numbers,
        "way": _way,
        "columns": _columns,
        "share": _share,
        "span": _span,
        "inlined": page.inlined,
        "drawing": page.drawing,
        "as_table": page.as_table,
    }
    made.filters.update(filters)
    made.tests["figure"] = _is_figure
    made.tests["odd"] = _is_odd
    return made


def _clean(value: Any) -> Any:  # noqa: ANN401 - whatever the template prints
    """Texts without control characters; drawings and numbers as they are."""
    return plain(value) if type(value) is str else value


def _trusted(text: str) -> Any:  # noqa: ANN401 - markup of jinja2
    from markupsafe import Markup  # noqa: PLC0415 - with the template

    return Markup(text)  # noqa: S704 - our own sheet of styles


def _colors(look: Look) -> list[tuple[str, str]]:
    own = {
        "accent": look.accent,
        "accenttext": look.accent_text,
        "accentsoft": mixed(look.accent, 0.1),
    }
    return sorted({**look.colors, **own}.items())


def _days(report: Report, style: NumberStyle) -> str:
    as_of = f"As of {style.date(report.day)}"
    if report.data_to is None or report.data_to == report.day:
        return as_of
    return f"{as_of}, data to {style.date(report.data_to)}"


def _kind(block: Block) -> str:
    return str(block.__struct_config__.tag)


def _numbers(held: tuple[str, ...], numbers: Mapping[str, int]) -> list[int]:
    return sorted({numbers[key] for key in held if key in numbers})


def _way(change: str) -> str:
    if change[:1] == "+":
        return "up"
    return "down" if change[:1] in ("-", "\u2212") else ""


def _shares(line: Line) -> list[float]:
    fit = len(line.shares) == len(line.blocks) and all(one > 0 for one in line.shares)
    return list(line.shares) if fit else [1.0] * len(line.blocks)


def _columns(line: Line) -> str:
    return " ".join(f"minmax(0, {one:g}fr)" for one in _shares(line))


def _share(line: Line, at: int) -> float:
    shares = _shares(line)
    gaps = _GAP * (len(shares) - 1) / _INNER
    return (1 - gaps) * shares[at] / sum(shares)


def _span(card: Card) -> str:
    first = min(max(card.x, 0), _COLUMNS - 1)
    wide = min(max(card.w, 1), _COLUMNS - first)
    rows = f"{max(card.y, 0) + 1} / span {max(card.h, 1)}"
    return f"grid-column: {first + 1} / span {wide}; grid-row: {rows}"


def _data(drawing: str) -> str:
    """A drawing as an address that holds it."""
    coded = b64encode(plain(drawing).encode()).decode("ascii")
    return f"data:image/svg+xml;base64,{coded}" if drawing else ""


def _is_figure(kind: str) -> bool:
    return kind in _FIGURES


def _is_odd(text: str) -> bool:
    """Whether a text has words that no column has room for."""
    return any(len(word) > _LONGEST for word in text.split())
