"""Mappings: documents that say how foreign files become exchange tables.

A document names files by pattern and header; each file feeds one table or several (a ticket export
feeds tickets and survey answers). Nothing here reads a cell: that is core/mapping.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = 1

DateOrder = Literal["", "ymd", "dmy", "mdy", "epoch s", "epoch ms", "excel", "month"]
"""How days are spelled: "" is the exchange folder's way (and ISO with a time), "ymd" also
2024/03/05 and 20240305, "excel" day numbers of a spreadsheet, "month" 2024-03 or Mar 2024. Times
after the day are understood in every order."""
NumberStyle = Literal["", "point", "comma"]
"""The decimal sign: "" a plain number; with "point" 1,234.50 and with "comma" 1.234,50 are read,
money signs, percent and (500) too."""
By = Literal["", "id", "name", "domain", "email", "contact", "subscription", "ticket", "mention"]
"""How a cell names an account (or a contact: "", "id", "email", "name"). "": by id, then foreign
id, domain, name. "email": the address's contact, then its domain. "contact", "subscription",
"ticket": through that row of the desk or of the same import. "mention": the id or name that stands
anywhere in the text."""
Combine = Literal["", "sum", "max", "last", "distinct"]
"""What becomes of several values of one account, metric and day: "" is a mistake unless equal;
"distinct" counts different texts (users)."""
Monthly = Literal["", "last day", "spread"]


class Reading(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a file is read; every field left out is found from the file."""

    format: str = ""
    """Key in the catalogue of importers."""
    part: str = ""
    """Sheet or table."""
    query: str = ""
    """SQL, for databases: in place of a table."""
    encoding: str = ""
    delimiter: str = ""
    """A blank after it belongs to it; a blank alone is any number. In notes: what parts them."""
    quote: str | None = None
    """"" = the file knows no quotes. A second sign, after the one that quotes, escapes it."""
    header: int | None = None
    """Line of the header; 0 = the file has none, columns are called "column 1"..."""
    footer: int | None = None
    """Lines at the end that are no records."""


class Join(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A look into another file of the same import: the row whose `key` is ours; its `take`."""

    file: str
    """A pattern of file names: "*subscriptions*.csv"."""
    key: str
    take: str


class ColumnMap(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where the cells of one exchange column come from, and how they are spelled there.

    Applied in this order: `source` (or `text`, or `constant`), `split`, `through`, `missing`,
    `values`, then the spelling by the kind of the target column.
    """

    source: str = ""
    """A column of the file."""
    constant: str | None = None
    text: str = ""
    """Several columns as one text, each in braces: "{first name} {last name}"."""
    digest: tuple[str, ...] = ()
    """An id made from these columns, the same each time the same row comes."""
    split: str = ""
    """The cell holds several values, separated by this."""
    take: int = 0
    """Which of them: 0 the first, -1 the last; -2 all, for columns that hold lists."""
    through: tuple[Join, ...] = ()
    missing: tuple[str, ...] | None = None
    """Spellings of "unknown", without case; None: "", "-", "n/a", "#n/a", "null", "none", "nan"
    and the like; () only "": "NA" is then a value."""
    values: dict[str, str] = {}
    """Spellings (without case) and what they mean: {"P1": "urgent"}."""
    otherwise: str | None = None
    """What every other text that is not empty means, where `values` are given; None: itself."""
    date: DateOrder = ""
    zone: str = ""
    """Time zone of times that name none, as in the IANA list; "": the desk's."""
    number: NumberStyle = ""
    factor: float = 1.0
    """Multiplied: 0.01 for cents, 12 for monthly revenue as ARR."""
    by: By = ""
    """For columns that name an account or a contact."""


class Where(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A condition on the file's own cells, without case; rows that fail it are left out."""

    column: str
    op: Literal["in", "not in", "empty", "filled"] = "in"
    values: tuple[str, ...] = ()
    through: tuple[Join, ...] = ()


class Latest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """History tables: of the rows equal in `by`, only the one greatest in `order` counts.

    Values of `order` compare as instants, else as numbers, else as text; the later row wins a tie.
    """

    by: tuple[str, ...]
    order: str


class UsageShape(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a file holds usage; for the tables usage and contact_usage.

    Long: `columns` has metric and value. Wide: `wide` names metrics by column, `columns` has
    neither. Event logs: metric from the event's name, value the constant "1", combine "sum".
    """

    wide: dict[str, str] = {}
    combine: Combine = ""
    monthly: Monthly = ""
    """Figures for a month: kept on its last day, or an equal share on each of its days."""


class TableMap(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How rows of a file become rows of one exchange table."""

    table: str
    columns: dict[str, ColumnMap]
    """By exchange column; in accounts every other name is an attribute."""
    where: tuple[Where, ...] = ()
    latest: Latest | None = None
    distinct: bool = False
    """Rows that come out equal count once: accounts named on each of their invoices."""
    usage: UsageShape | None = None


class FileMap(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One kind of file: how to know it again, how to read it, the tables it feeds."""

    name: str
    """For people: "Help desk tickets"."""
    files: tuple[str, ...] = ()
    """Patterns of file names, "*" for what changes from week to week."""
    header: tuple[str, ...] = ()
    """The columns it had when it was mapped; another header is a question."""
    reading: Reading = Reading()
    tables: tuple[TableMap, ...] = ()
    vendor: str = ""
    """Key of the preset it came from."""


class MappingDocument(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A mapping under a name; with several files it is the recipe of a weekly load."""

    name: str
    files: tuple[FileMap, ...]
    schema: int = SCHEMA
    note: str = ""
