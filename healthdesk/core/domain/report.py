"""A report as a document: sections of text, figures, tables, charts and footnotes. No layout here.

Built by services/reports, changed by report_prepare.py (what is hidden, edited, reordered), written
by the exporters. All texts are plain texts that nobody runs or reads as markup.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from healthdesk.core.domain.report_chart import (
    Chart,
    ColumnChart,
    Inside,
    LineChart,
    PartsChart,
    RankChart,
)

KINDS_INSIDE: Final = ("score", "sentiment", "names", "contact", "notes", "money")
"""What can be kept inside: score and bands; sentiment and risk; names of users and contacts;
addresses and phone numbers; internal notes; amounts of money."""

Paper = Literal["slides", "a4", "letter"]
Audience = Literal["customer", "inside"]
Band = Literal["strong", "average", "poor", "unknown"]
ColumnKind = Literal["text", "number", "money", "percent", "points", "day", "band", "change"]
Voice = Literal["plain", "lead", "quiet", "own"]
"""How a paragraph speaks: as text, as the sentence under a headline, small, or as my own words."""
Direction = Literal["", "good", "bad", "even"]
State = Literal["done", "late", "open", "left"]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A footnote: where a figure came from.

    Attributes:
        words: what it is: "Daily usage".
        whence: file or feed, and its import: "usage_november.csv, imported 23 Nov 2026".
        day: the last day of the data, a day number.
        scope: which accounts and days it speaks of, "" = those of the report.
        formula: how it was computed, "" = as it stands in the source.
    """

    key: str
    words: str
    whence: str = ""
    day: int | None = None
    scope: str = ""
    formula: str = ""


class _Block(msgspec.Struct, frozen=True, kw_only=True, tag_field="block"):
    """`key` names a part within its section; `notes` are keys of sources."""

    key: str = ""
    notes: tuple[str, ...] = ()
    inside: tuple[Inside, ...] = ()


class Paragraph(_Block, frozen=True, kw_only=True, tag="paragraph"):
    """A paragraph; `title` stands over it in small bold, `voice` says how it is set."""

    text: str
    title: str = ""
    voice: Voice = "plain"
    generated: str = ""
    """What the program wrote where a person wrote otherwise; "" = nothing was changed."""


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One large figure: what it is, its text as shown, what moved, and a line under it.

    As with every item of a block: one that carries a mark has a key of its own in its block.
    """

    label: str
    text: str
    value: float | None = None
    change: str = ""
    direction: Direction = ""
    detail: str = ""
    band: Band | None = None
    notes: tuple[str, ...] = ()
    key: str = ""
    inside: tuple[Inside, ...] = ()


class Figures(_Block, frozen=True, kw_only=True, tag="figures"):
    """Two to six figures in a row."""

    items: tuple[Figure, ...]


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A name and what stands for it: "Goal" - "50 daily users by December"."""

    name: str
    text: str
    notes: tuple[str, ...] = ()
    key: str = ""
    inside: tuple[Inside, ...] = ()


class Pairs(_Block, frozen=True, kw_only=True, tag="pairs"):
    """Names and texts; `across` sets them in one line between two rules, else one under another."""

    items: tuple[Pair, ...]
    title: str = ""
    across: bool = False


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a customer: who said them, and when and where ("NPS 9, 3 Nov 2026")."""

    text: str
    who: str = ""
    where: str = ""
    notes: tuple[str, ...] = ()
    key: str = ""
    inside: tuple[Inside, ...] = ()
    who_inside: tuple[Inside, ...] = ()
    """Marks of the name alone: where they are hidden the words stay, without the name."""


class Quotes(_Block, frozen=True, kw_only=True, tag="quotes"):
    """Some quotes."""

    items: tuple[Quote, ...]
    title: str = ""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Something agreed, planned or reached: its state, when, who, and a detail."""

    text: str
    state: State = "open"
    when: str = ""
    who: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()
    key: str = ""
    inside: tuple[Inside, ...] = ()


class Steps(_Block, frozen=True, kw_only=True, tag="steps"):
    """A list of steps; `journey` sets them as stamps along a line, else as a list to tick."""

    items: tuple[Step, ...]
    title: str = ""
    journey: bool = False


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a table; `width` is its share beside the others, `currency` that of money."""

    key: str
    title: str
    kind: ColumnKind = "text"
    width: float = 1.0
    digits: int = 0
    currency: str = ""
    notes: tuple[str, ...] = ()
    inside: tuple[Inside, ...] = ()
    wraps: bool = False


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell: its text as shown, and the raw value for programs.

    `value` is a number, a day number where the column's kind is day, a share (0.41) where percent;
    None = nothing known, and the text says so ("no data"). `edit` names the cell where a person may
    write otherwise; `generated` then holds what the program wrote.
    """

    text: str
    value: float | str | None = None
    band: Band | None = None
    direction: Direction = ""
    edit: str = ""
    generated: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a table; `key` is the account's id where it is one; `group` names its group."""

    cells: tuple[Cell, ...]
    key: str = ""
    group: str = ""
    inside: tuple[Inside, ...] = ()
    unsure: bool = False
    """Its figures rest on missing data: nobody says that it moved for better or worse."""


class Table(_Block, frozen=True, kw_only=True, tag="table"):
    """A table whole: paper may show fewer rows (`most`, 0 = all), XLSX and CSV never do.

    `total` is the line under it; `empty` what is said where there is no row. `idle` is said of the
    rows that hold nothing but a name ("nothing is under way"), which then are told in one line.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    total: tuple[Cell, ...] = ()
    most: int = 0
    empty: str = "Nothing to show."
    idle: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A card of a dashboard as laid out: its place on 12 columns, its drawing, and its table.

    Attributes:
        figure: what a card of one figure says; it is then set in letters, not drawn.
        kinds, values: what its columns hold and what its texts are worth; none: texts alone.
        key: names it on its board; a card that carries marks has one.
    """

    x: int
    y: int
    w: int
    h: int
    title: str
    svg: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    kinds: tuple[ColumnKind, ...] = ()
    values: tuple[tuple[float | None, ...], ...] = ()
    foot: str = ""
    figure: Figure | None = None
    key: str = ""
    inside: tuple[Inside, ...] = ()


class Board(_Block, frozen=True, kw_only=True, tag="board"):
    """A dashboard as laid out on 12 columns."""

    cards: tuple[Card, ...]


Block = (
    Paragraph
    | Figures
    | Pairs
    | Quotes
    | Steps
    | Table
    | Board
    | LineChart
    | ColumnChart
    | RankChart
    | PartsChart
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Blocks side by side; `shares` their widths ((3, 2) = three fifths and two), () = equal."""

    blocks: tuple[Block, ...]
    shares: tuple[float, ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A section: on slides one page, on paper a heading and what follows.

    Attributes:
        title: one or two words for lists and thumbnails: "Adoption".
        headline: the message: "Your teams use more of the product"; "" = the title.
        lead: the sentence under the headline.
        own: my own paragraphs, beside the facts.
        cover: the title page, set large.
        inside: marks of the whole section, which then is inside alone.
    """

    key: str
    title: str
    headline: str = ""
    lead: Paragraph | None = None
    lines: tuple[Line, ...] = ()
    own: str = ""
    cover: bool = False
    inside: tuple[Inside, ...] = ()


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """Whose report it is: name, logo (PNG or SVG bytes), colour "#rrggbb", a line at the foot."""

    name: str = ""
    logo: bytes = b""
    color: str = ""
    foot: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report whole.

    Attributes:
        kind: key of the kind that made it.
        title: "Quarterly review".
        subject: whom or what it is of: "Velora Optics", "128 accounts".
        period: "Q4 2026", "23 Nov 2026".
        day: the day its data is as of, a day number.
        data_to: the last day of any source that counts, None = there is none.
        style: key of number_style.STYLES, in which its texts were written.
        keywords: what was asked for (segment, filters), for the foot of the first page.
        colour_blind: whether its colours are those that everybody can tell apart.
        words_last: days for which a person's words in it hold; 0 = for ever.
    """

    kind: str
    title: str
    subject: str = ""
    period: str = ""
    day: int
    data_to: int | None = None
    paper: Paper = "a4"
    audience: Audience = "inside"
    style: str = "en"
    brand: Brand = Brand()
    sections: tuple[Section, ...] = ()
    sources: tuple[Source, ...] = ()
    keywords: tuple[str, ...] = ()
    words_last: int = 0
    colour_blind: bool = False


CHARTS: Final = (LineChart, ColumnChart, RankChart, PartsChart)

__all__ = [
    "CHARTS",
    "KINDS_INSIDE",
    "Audience",
    "Band",
    "Block",
    "Board",
    "Brand",
    "Card",
    "Cell",
    "Chart",
    "Column",
    "ColumnKind",
    "Direction",
    "Figure",
    "Figures",
    "Inside",
    "Line",
    "Pair",
    "Pairs",
    "Paper",
    "Paragraph",
    "Quote",
    "Quotes",
    "Report",
    "Row",
    "Section",
    "Source",
    "State",
    "Step",
    "Steps",
    "Table",
    "Voice",
]
