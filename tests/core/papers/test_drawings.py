"""Drawings of others on a page: shapes stay, whatever runs, loads or links goes."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from healthdesk.core.papers import drawings
from tests.core.exporters.reports import LOGO, PIXEL

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


def test_shapes_and_words_stay():
    made = drawings.safe_svg(
        f'{HEAD}<g fill="#fff"><path d="M0 0L9 9"/><text x="1">a</text></g></svg>'
    )
    root = fromstring(made)
    assert [one.tag.rpartition("}")[2] for one in root.iter()] == ["svg", "g", "path", "text"]
    assert made == drawings.safe_svg(made)


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<image href="file:///etc/passwd"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<animate attributeName="x"/>',
        "<style>@import url(http://example.invalid/a.css);</style>",
    ],
)
def test_what_runs_or_loads_goes(inner):
    made = drawings.safe_svg(f'{HEAD}{inner}<rect width="1" height="1"/></svg>')
    assert [one.tag.rpartition("}")[2] for one in fromstring(made)] == ["rect"]


def test_attributes_that_run_or_load_go():
    made = drawings.safe_svg(
        f'{HEAD}<rect onclick="x()" fill="url(http://example.invalid/)" width="1" height="2"/>'
        '<use href="http://example.invalid/#a"/><use href="#b"/></svg>'
    )
    rect, far, near = fromstring(made)
    assert dict(rect.attrib) == {"width": "1", "height": "2"}
    assert dict(far.attrib) == {}
    assert dict(near.attrib) == {"href": "#b"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "svg",
        "<svg/>",
        "<html><svg></svg></html>",
        HEAD,
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>',
        f'<!DOCTYPE svg [<!ENTITY a "b">]>{HEAD}</svg>',
        HEAD + "<g>" * 80 + "</g>" * 80 + "</svg>",
    ],
)
def test_what_is_no_drawing_is_nothing(text):
    assert drawings.safe_svg(text) == ""


def test_logos_are_drawings():
    assert "path" in drawings.logo(LOGO)
    assert 'href="data:image/png;base64,' in drawings.logo(PIXEL)
    assert drawings.logo(b"GIF89a") == drawings.logo(PIXEL[:30]) == ""
