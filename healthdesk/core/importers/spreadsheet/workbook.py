"""A workbook in the reading process: its sheets, and the rows of one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from healthdesk.core.importers.spreadsheet.package import UNPACKED, Sheet, look
from healthdesk.core.importers.spreadsheet.refusal import Refusal
from healthdesk.core.importers.spreadsheet.shape import Row, filled

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


class Workbook:
    """One file, looked at before it is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as stream:
            head = stream.read(4096)
        self._seen: Mapping[str, Sheet] = {}
        if head.startswith(ZIP):
            self._seen = look(path)
        elif head.startswith(OLE):
            self._refuse_old()
        else:
            raise Refusal(_what_else(head))
        self._book = self._open()
        self._kept: tuple[str, Any] = ("", None)

    def _refuse_old(self) -> None:
        if self.path.stat().st_size > UNPACKED:
            raise Refusal("large")
        if _LOCKED in self.path.read_bytes():
            raise Refusal("password")

    def _open(self) -> Any:  # noqa: ANN401 - the module is imported late
        # In the reading process only: it is no business of the window to know these libraries.
        import python_calamine  # noqa: PLC0415

        try:
            return python_calamine.CalamineWorkbook.from_path(str(self.path))
        except python_calamine.PasswordError:
            raise Refusal("password") from None
        except (python_calamine.CalamineError, OSError, ValueError):
            raise Refusal("damaged") from None

    def sheets(self) -> dict[str, bool]:
        """The worksheets that hold anything; whether each is hidden."""
        return {name: hidden for name, hidden in self.names().items() if self.holds(name)}

    def names(self) -> dict[str, bool]:
        """The worksheets; whether each is hidden."""
        return {
            sheet.name: not str(sheet.visible).endswith(".Visible")
            for sheet in self._book.sheets_metadata
            if str(sheet.typ).endswith(".WorkSheet")
        }

    def holds(self, name: str) -> bool:
        """Whether anything stands in a sheet."""
        return any(filled(cells) for _, cells in self.rows(name))

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a sheet with their numbers, empty ones too."""
        seen = self._seen.get(name, Sheet())
        if seen.sparse:
            yield from _sparse(self.path, name)
            return
        errors = _by_row(seen.errors)
        for number, values in enumerate(self._sheet(name).iter_rows(), 1):
            for column, told in errors.get(number - 1, ()):
                _put(values, column, told)
            yield number, values

    def _sheet(self, name: str) -> Any:  # noqa: ANN401
        """A sheet as a block of cells; the last one is kept, for it is gone through twice."""
        import python_calamine  # noqa: PLC0415

        if self._kept[0] == name and self._kept[1] is not None:
            return self._kept[1]
        try:
            self._kept = (name, self._book.get_sheet_by_name(name))
            return self._kept[1]
        except python_calamine.WorksheetNotFound:
            raise Refusal("sheet") from None
        except python_calamine.PasswordError:
            raise Refusal("password") from None
        except (python_calamine.CalamineError, OSError, ValueError):
            raise Refusal("damaged") from None


def _by_row(errors: Mapping[tuple[int, int], str]) -> dict[int, list[tuple[int, str]]]:
    out: dict[int, list[tuple[int, str]]] = {}
    for (row, column), told in errors.items():
        out.setdefault(row, []).append((column, told))
    return out


def _put(values: list[object], column: int, told: str) -> None:
    """The fast reader gives cells with an error as empty; the error is what stands there."""
    if column >= len(values):
        values.extend([""] * (column + 1 - len(values)))
    values[column] = told


def _sparse(path: Path, name: str) -> Iterator[Row]:
    """Rows one by one: ten times slower, but the room between cells costs nothing."""
    import openpyxl  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book[name]
        sheet.reset_dimensions()
        yield from enumerate(sheet.iter_rows(values_only=True), 1)
    except (KeyError, ValueError, TypeError, AttributeError, SyntaxError):
        raise Refusal("damaged") from None


def _what_else(head: bytes) -> str:
    """What stands in a file that is named like a spreadsheet."""
    if not head:
        return "empty"
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        return "xml"
    if plain.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        return "html"
    printable = sum(byte >= 32 or byte in (9, 10, 13) for byte in plain)
    return (
        "text" if plain and printable > len(plain) * 0.95 and b"<" not in plain[:1] else "damaged"
    )
