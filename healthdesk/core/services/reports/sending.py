"""A report on its way out by mail: a draft in the outbox that names the file.

Messages carry no files: a person attaches it in the mail program, and the draft says which one. Not
here: writing the file (writing.py), handing a message over (services/messages.py).
"""

from __future__ import annotations

from healthdesk.core.domain.op import op
from healthdesk.core.services import messages
from healthdesk.core.store.db import Tx


@op("Write message")
def draft(tx: Tx, account_id: str, subject: str, file_name: str) -> int:
    """Begin a message with a report's title as subject and its file's name; returns its row."""
    message = messages.compose(tx, account_id)
    messages.write(tx, message, (), " ".join(subject.split()), f"Attached: {file_name}\n")
    return message
