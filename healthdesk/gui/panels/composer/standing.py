"""Where a message stands with the mail server, in sentences."""

from __future__ import annotations

from healthdesk.core.domain.outbox_view import MessageRow, MessageView
from healthdesk.core.domain.sending import Post

_UNSURE = frozenset({"unsure", "sending"})


def is_unsure(row: MessageRow) -> bool:
    """Whether nobody knows if it was sent."""
    return row.state == "queued" and row.sending in _UNSURE


def undone(row: MessageRow) -> bool:
    """Whether the mail server took it, and only the desk's note of that was undone."""
    return row.state in {"draft", "held", "queued"} and row.sending == "sent"


def refused(row: MessageRow) -> bool:
    """Whether it is a draft again for the mail server would not take it."""
    return row.open and row.sending == "refused" and bool(row.sending_error)


def bar_words(view: MessageView) -> str:
    """Why it cannot leave, or did not."""
    if view.row.state != "held" and "cannot go" in view.refusal:
        return view.refusal
    if refused(view.row):
        return f"It was not sent: {_whole(view.row.sending_error)}"
    return ""


def unsure_words(view: MessageView) -> str:
    """What is asked of a message that may have been sent; "" = nothing."""
    if undone(view.row):
        return (
            "The mail server took it, and that cannot be undone: only the note of it was taken"
            " back here."
        )
    if not is_unsure(view.row):
        return ""
    return "Was it sent? The line ended before the mail server answered. Look in your Sent folder."


def mark_words(view: MessageView) -> str:
    """By what a message that may have been sent can be found, in a line."""
    return f"Message-ID {view.key}" if is_unsure(view.row) else ""


def queued_words(row: MessageRow, post: Post) -> str:
    """What a message waits for; "" where a person is asked instead."""
    if is_unsure(row) or undone(row):
        return ""
    if not post.ready:
        return "It waits to be sent, and no mail server is set up any more."
    told = "It waits to be sent. To change it, take it out of the queue."
    if row.sending_error:
        told += f" The mail server said: {_whole(row.sending_error)}"
    return told


def sent_words(row: MessageRow) -> str:
    """What else is to be said of one that was sent."""
    if row.how != "server":
        return ""
    left = f" It went {_whole(row.sending_error)}" if row.sending_error else ""
    return f" It cannot be taken back.{left}"


def foot_words(row: MessageRow) -> str:
    """The same in a word or two, for the list; "" = nothing."""
    if is_unsure(row):
        return "Was it sent?"
    if undone(row):
        return "Was sent"
    if row.state == "queued":
        return "Tried, waits" if row.sending_error else ""
    return "Not sent" if refused(row) else ""


def _whole(said: str) -> str:
    told = said.strip()
    return told if told.endswith((".", "!", "?")) else f"{told}."
