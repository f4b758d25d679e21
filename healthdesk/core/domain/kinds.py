"""The kinds that facts come in, by name; brings no arrays, so that a screen has it at once."""

from __future__ import annotations

PRIORITIES = ("low", "normal", "high", "urgent")
TOUCH_KINDS = ("email", "call", "meeting", "review", "note", "event", "message")
DIRECTIONS = ("", "inbound", "outbound")
SURVEY_KINDS = ("nps", "csat", "ces")
SENTIMENT_SOURCES = ("pulse", "touchpoint", "survey", "ticket", "mention")
