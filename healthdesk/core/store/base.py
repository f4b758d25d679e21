"""What every mapped class of a desk shares: types of columns, names of constraints, strictness."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    REAL,
    Boolean,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Flag(Boolean):
    """A boolean kept as 0 or 1."""

    cache_ok = True


class Json(JSON):
    """A JSON value kept as text; None is NULL."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(none_as_null=True)


@compiles(Flag, "sqlite")
def _flag(*_: object, **_options: object) -> str:
    return "INTEGER"  # STRICT tables know no BOOLEAN


@compiles(Json, "sqlite")
def _json(*_: object, **_options: object) -> str:
    return "TEXT"  # STRICT tables know no JSON


class Base(DeclarativeBase):
    """What every mapped class shares: names of constraints, and Python types to STRICT columns."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it so
        str: Text,
        int: Integer,
        float: REAL,
        bool: Flag,
        bytes: LargeBinary,
        dict[str, Any]: Json,
        list[Any]: Json,
    }


NO = text("0")
STRICT = {"sqlite_strict": True}
KEPT = {"sqlite_strict": True, "sqlite_autoincrement": True}
"""Ids are never given twice: batches and the usage columns remember them after the row is gone."""


def to_account() -> Mapped[int]:
    """A column that points at the account a row is of, and goes with it."""
    return mapped_column(ForeignKey("account.id", ondelete="CASCADE"))


def to_batch() -> Mapped[int | None]:
    """A column that says which import brought a row; NULL = made by hand."""
    return mapped_column(ForeignKey("import_batch.id"))


def to_row(table: str, *, goes: bool = False) -> Mapped[int | None]:
    """A column that may point at a row of a table, and goes with it or forgets it."""
    way = "CASCADE" if goes else "SET NULL"
    return mapped_column(ForeignKey(f"{table}.id", ondelete=way), index=True)


def with_row(table: str) -> Mapped[int]:
    """A column that points at the row this one belongs to and goes with."""
    return mapped_column(ForeignKey(f"{table}.id", ondelete="CASCADE"), index=True)


def empty_text() -> Mapped[str]:
    """A text that may be empty."""
    return mapped_column(default="", server_default="")
