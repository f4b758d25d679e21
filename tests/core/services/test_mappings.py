"""Mappings as documents: strict to read, stable to write, kept and found again."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.errors import BadDocument, NotFound
from healthdesk.core.domain.mapping import (
    ColumnMap,
    FileMap,
    Join,
    Latest,
    MappingDocument,
    Reading,
    TableMap,
    UsageShape,
    Where,
)
from healthdesk.core.services import mappings

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
NAMES = TEXTS.map(lambda text: f"n{text}")
JOINS = st.lists(st.builds(Join, NAMES, NAMES, NAMES), max_size=2).map(tuple)
COLUMNS = st.builds(
    ColumnMap,
    source=NAMES,
    constant=st.none() | TEXTS,
    values=st.dictionaries(TEXTS, TEXTS, max_size=2),
    missing=st.none() | st.lists(TEXTS, max_size=2).map(tuple),
    through=JOINS,
    date=st.sampled_from(("", "ymd", "dmy", "epoch ms")),
    number=st.sampled_from(("", "comma")),
    factor=st.sampled_from((1.0, 12.0, 0.01)),
    by=st.sampled_from(("", "name", "email")),
    take=st.integers(-2, 3),
)
TABLES = st.builds(
    TableMap,
    st.just("tickets"),
    st.dictionaries(st.sampled_from(("ticket_id", "opened_on", "priority")), COLUMNS),
    where=st.lists(st.builds(Where, NAMES, st.sampled_from(("in", "empty"))), max_size=1).map(
        tuple
    ),
    latest=st.none() | st.builds(Latest, st.tuples(NAMES), NAMES),
    distinct=st.booleans(),
    usage=st.none() | st.builds(UsageShape, combine=st.sampled_from(("", "sum"))),
)
FILES = st.builds(
    FileMap,
    name=NAMES,
    files=st.lists(NAMES, max_size=2).map(tuple),
    header=st.lists(NAMES, max_size=3).map(tuple),
    reading=st.builds(Reading, encoding=TEXTS, header=st.none() | st.integers(0, 3)),
    tables=st.lists(TABLES, max_size=2).map(tuple),
)
DOCUMENTS = st.builds(
    MappingDocument, NAMES, st.lists(FILES, min_size=1, max_size=2).map(tuple), note=TEXTS
)


@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was_and_always_as_the_same_bytes(document):
    data = mappings.dump(document)
    assert mappings.parse(data) == document
    assert mappings.dump(mappings.parse(data)) == data


GOOD = {
    "name": "Weekly",
    "files": [
        {
            "name": "Tickets",
            "files": ["*.csv"],
            "tables": [{"table": "tickets", "columns": {"priority": {"source": "prio"}}}],
        }
    ],
}


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["name"], "", "mapping > name"),
        (["files"], [], "Weekly > files"),
        (["files"], {}, "Weekly > files"),
        (["schema"], 2, "Weekly"),
        (["files", 0, "nam"], 1, "Weekly > files > 1"),
        (["files", 0, "tables", 0, "table"], "tikets", "Weekly > files > 1 > tables > 1 > table"),
        (["files", 0, "tables", 0, "columns"], [], "Weekly > files > 1 > tables > 1 > columns"),
        (
            ["files", 0, "tables", 0, "columns", "prio"],
            {"source": "x"},
            "Weekly > files > 1 > tables > 1 > columns > prio",
        ),
        (
            ["files", 0, "tables", 0, "columns", "priority", "date"],
            "DMY",
            "Weekly > files > 1 > tables > 1 > columns > priority > date",
        ),
        (
            ["files", 0, "tables", 0, "columns", "priority", "zone"],
            "Mars/Crater",
            "Weekly > files > 1 > tables > 1 > columns > priority > zone",
        ),
        (
            ["files", 0, "tables", 0, "columns", "priority", "factor"],
            0,
            "Weekly > files > 1 > tables > 1 > columns > priority > factor",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(path, value, place):
    content = json.loads(json.dumps(GOOD))
    inner = content
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(BadDocument) as told:
        mappings.parse(json.dumps(content))
    assert told.value.place == place


@given(st.binary(max_size=60) | st.text(max_size=60))
def test_anything_else_is_a_sentence(data):
    with pytest.raises(BadDocument):
        mappings.parse(data)


def test_a_mapping_is_found_by_name_or_file_and_forgotten(desk, tmp_path):
    document = mappings.parse(json.dumps(GOOD))
    desk.do(mappings.keep, document)
    assert desk.read(mappings.find, "weekly") == document
    path = tmp_path / "mine.json"
    path.write_bytes(mappings.dump(msgspec.structs.replace(document, name="Mine")))
    assert desk.read(mappings.find, str(path)).name == "Mine"
    path.write_text("{}")
    with pytest.raises(BadDocument, match=r"mine\.json > mapping"):
        desk.read(mappings.find, str(path))
    desk.do(mappings.forget, "Weekly")
    for name in ("Weekly", str(tmp_path / "none.json")):
        with pytest.raises(NotFound):
            desk.read(mappings.find, name)
    with pytest.raises(NotFound):
        desk.do(mappings.forget, "Weekly")
