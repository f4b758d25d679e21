"""The arguments of the command line: every command, its options, and which file runs it."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, _SubParsersAction
from datetime import date
from importlib import metadata


def build() -> ArgumentParser:
    """Make the parser; `group` of its result names the module that runs the command."""
    parser = ArgumentParser(
        prog="healthdesk",
        description="The customer success manager's own desk. Without a command: the window.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"HealthDesk {_version()}")
    parser.add_argument("--desk", metavar="FILE", help="the desk; left out: the default desk")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.set_defaults(group=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _exchange_commands(commands)
    _health_commands(commands)
    _work_commands(commands)
    _play_commands(commands)
    _report_commands(commands)
    _handover_commands(commands)
    _care_commands(commands)
    return parser


def _exchange_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Facts in and out: demo, import, imports, undo-import, export."""
    demo = _command(commands, "exchange", "demo", "make a believable sample desk")
    demo.add_argument("--to", metavar="FILE", help="the desk to make; left out: the sample desk")
    demo.add_argument("--accounts", type=_count, metavar="N", help="how many accounts")
    demo.add_argument("--days", type=_count, metavar="N", help="how many days of history")
    demo.add_argument("--seed", type=int, default=1, metavar="S", help="another story")
    _day(demo, "the day the story ends")
    _import_commands(commands)
    out = _command(commands, "exchange", "export", "write the exchange folder")
    out.add_argument("folder", metavar="FOLDER")


def _import_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """What comes in, what came in, and the way back."""
    take = _command(
        commands, "imports", "import", "take in exchange folders and foreign files, as one batch"
    )
    take.add_argument("paths", nargs="+", metavar="PATH", help="folder, file or database address")
    take.add_argument("--as", dest="table", metavar="TABLE", help="the exchange table they hold")
    take.add_argument("--mapping", metavar="NAME-OR-FILE", help="how their columns become ours")
    take.add_argument(
        "--save-mapping", metavar="NAME-OR-FILE", help="keep the mapping in the desk, or in a file"
    )
    take.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="QUESTION=CHOICE",
        help="answer a question that an import without it asks",
    )
    take.add_argument(
        "--match",
        action="append",
        default=[],
        metavar="NAME=ACCOUNT",
        help="the account (its id) that a name means; - leaves its rows out, + makes the account",
    )
    take.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    _command(commands, "imports", "imports", "list the batches, newest first")
    back = _command(commands, "imports", "undo-import", "take a batch back whole")
    back.add_argument("batch", type=_count, metavar="BATCH")
    back.add_argument("--file", metavar="NAME", help="only what this file of the batch brought")


def _health_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """What the facts say: scores, why, history, segment."""
    scores = _command(commands, "health", "scores", "the score of every account on a day")
    _day(scores)
    scores.add_argument("--segment", metavar="S", help="only the accounts in this segment")
    scores.add_argument("--account", metavar="A", help="only this account")
    _as_reported(scores)
    why = _command(commands, "health", "why", "the exact split of a change of score")
    _period(why)
    history = _command(commands, "health", "history", "an account's score, day by day")
    _period(history)
    segment = _command(commands, "health", "segment", "who is in a segment")
    which = segment.add_mutually_exclusive_group(required=True)
    which.add_argument("name", nargs="?", metavar="NAME")
    which.add_argument("--rule", metavar="JSON", help="a rule instead of a named segment")
    which.add_argument("--text", metavar="RULE", help="the same as text: 'band = Poor and churned'")
    _day(segment)
    trends = _command(commands, "trends", "trends", "dips, rises and stops of use")
    trends.add_argument("--account", metavar="A", help="all of this account, past ones too")
    trends.add_argument("--metric", metavar="M", help="only this metric")
    _day(trends)
    _backtest_command(commands)


def _backtest_command(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Whether the score would have told: backtest."""
    past = _command(commands, "backtest", "backtest", "how well the score foretold who left")
    past.add_argument(
        "--lead", type=_count, default=90, metavar="N", help="days before; left out: 90"
    )
    past.add_argument(
        "--from", dest="first", type=parse_day, metavar="D0", help="left out: two years before --to"
    )
    past.add_argument(
        "--to", dest="last", type=parse_day, metavar="D1", help="left out: the last day of facts"
    )
    past.add_argument("--profile", metavar="P", help="only accounts that this profile scores")
    past.add_argument("--segment", metavar="S", help="only accounts in this segment on their day")
    past.add_argument("--lost", metavar="RULE", help="who left, as a rule on one day: text or JSON")
    past.add_argument(
        "--suggest", action="store_true", help="suggested weights and curves beside the present"
    )


def _work_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """What is to be done: tasks."""
    tasks = _command(commands, "tasks", "tasks", "what is due on a day, the longest overdue first")
    _day(tasks)
    tasks.add_argument(
        "--ahead", type=_count, default=0, metavar="N", help="and what falls due N days later"
    )
    tasks.add_argument("--segment", metavar="S", help="only tasks of the accounts in this segment")


def _play_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """What plays and playbooks bring: plays tick, plays rehearse."""
    plays = _command(commands, "plays", "plays", "plays and playbooks: what is due, what would be")
    what = plays.add_subparsers(dest="what", metavar="WHAT", required=True)
    _day(_command(what, "plays", "tick", "every play and step due up to the day, once"))
    past = _command(what, "plays", "rehearse", "when a play would have fired, and where")
    past.add_argument("name", metavar="NAME", help="a play, or a file with a play's document")
    past.add_argument(
        "--from", dest="first", type=parse_day, metavar="D0", help="left out: a year before --to"
    )
    past.add_argument("--to", dest="last", type=parse_day, metavar="D1", help="left out: today")
    past.add_argument("--draft", action="store_true", help="the play's draft, if it has one")


def _report_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """What is written for others: report."""
    report = _command(commands, "reports", "report", "write a report; the suffix says the format")
    report.add_argument("kind", metavar="KIND", help="account_review, portfolio_review, ...")
    report.add_argument("--to", metavar="FILE", required=True, help="x.pdf, x.html, x.pptx, ...")
    report.add_argument("--account", metavar="A", help="the account it is of (its id)")
    report.add_argument("--segment", metavar="S", help="the accounts in this segment")
    report.add_argument("--board", metavar="NAME", help="the dashboard it is of")
    report.add_argument("--period", metavar="P", help="2026-Q4, 2026-11, 28d, DAY..DAY")
    _day(report, "the day it is of")
    audience = report.add_mutually_exclusive_group()
    audience.add_argument("--customer", action="store_true", help="without what is kept inside")
    audience.add_argument("--inside", action="store_true", help="with scores, names and notes")
    report.add_argument(
        "--set",
        metavar="OPTION=VALUE",
        action="append",
        default=[],
        help="an option of the kind; parts of a list are parted by ;",
    )
    report.add_argument("--brand", metavar="NAME", help="a kept brand: name, logo, colour")
    report.add_argument(
        "--colour-blind", action="store_true", help="in colours that everybody can tell apart"
    )
    report.add_argument("--template", metavar="FILE", help="a deck of your own, for slides")


def _handover_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Accounts that pass to a colleague and back: handover."""
    pack = _command(commands, "handovers", "handover", "give accounts to a colleague, take them in")
    pack.add_argument(
        "what",
        choices=("make", "open", "merge", "return"),
        help="make a pack; look into one; take one in; make one of what changed since",
    )
    pack.add_argument("file", metavar="FILE", help="the pack, x.hdpack")
    pack.add_argument(
        "--account", dest="accounts", action="append", default=[], metavar="A", help="make: its id"
    )
    pack.add_argument("--to", metavar="NAME", help="make: the colleague")
    pack.add_argument(
        "--until", type=parse_day, metavar="D", help="make: the last day of the cover"
    )
    pack.add_argument("--for-good", action="store_true", help="make: they become the colleague's")
    pack.add_argument("--notes", action="store_true", help="make: with personal notes and tones")
    pack.add_argument("--no-addresses", action="store_true", help="make: without mail and phone")
    pack.add_argument("--attachments", action="store_true", help="make: with files")
    pack.add_argument("--pack", metavar="FILE", help="return: the pack as it came")
    pack.add_argument("--by", metavar="NAME", help="make, return: you; left out: as settings say")
    pack.add_argument("--passphrase-file", metavar="FILE", help="its text locks or opens the pack")
    pack.add_argument(
        "--side",
        choices=("mine", "theirs"),
        default="mine",
        help="merge: whose value stands where both changed a field; left out: mine",
    )


def _care_commands(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Looking after the file: check, backup, restore."""
    _command(commands, "care", "check", "check the desk's integrity")
    backup = _command(commands, "care", "backup", "make a consistent copy, even while in use")
    backup.add_argument("--to", metavar="FILE", help="left out: the desk's backup folder")
    restore = _command(commands, "care", "restore", "put a backup in the desk's place, keeping it")
    restore.add_argument("file", metavar="FILE")


def _command(
    commands: _SubParsersAction[ArgumentParser], group: str, name: str, does: str
) -> ArgumentParser:
    """Add a command; `--desk` and `--json` are understood before and after its name."""
    parser = commands.add_parser(name, help=does, description=does, allow_abbrev=False)
    parser.add_argument("--desk", metavar="FILE", default=SUPPRESS, help=SUPPRESS)
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help=SUPPRESS)
    parser.set_defaults(group=group)
    return parser


def _day(parser: ArgumentParser, means: str = "the day asked about") -> None:
    parser.add_argument(
        "--day", type=parse_day, metavar="D", help=f"{means} (YYYY-MM-DD); left out: today"
    )


def _period(parser: ArgumentParser) -> None:
    parser.add_argument("account", metavar="ACCOUNT")
    parser.add_argument("--from", dest="first", type=parse_day, required=True, metavar="D0")
    parser.add_argument("--to", dest="last", type=parse_day, required=True, metavar="D1")
    _as_reported(parser)


def _as_reported(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--as-reported", action="store_true", help="what was shown then, where it was kept"
    )


def parse_day(text: str) -> date:
    """Read a day as YYYY-MM-DD and nothing else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise ArgumentTypeError(f"{text!r} is not a day written as YYYY-MM-DD")
    return day


def _count(text: str) -> int:
    """Read a whole number of at least 1."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _version() -> str:
    try:
        return metadata.version("healthdesk")
    except metadata.PackageNotFoundError:
        return "0.1.0"
