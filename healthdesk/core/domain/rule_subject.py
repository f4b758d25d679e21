"""Reads what a test of a rule's text asks about: a field, or a reading with its options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.document import MAX_TEXT
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.reading import Option, OptionValue, ReadingRef
from healthdesk.core.domain.rule import DIMENSION
from healthdesk.core.domain.rule_lex import Token
from healthdesk.core.domain.rule_names import RESERVED, Meaning, Names
from healthdesk.core.domain.rule_tokens import Tokens
from healthdesk.core.domain.rule_values import Values
from healthdesk.core.domain.segment_view import FieldChoice

SCORE_CHANGE: Final = "score_change"
_LONGEST: Final = 5


@dataclass(frozen=True)
class Subject:
    """What is asked about; `key` is the field, or the kind of the reading."""

    key: str
    reading: ReadingRef | None = None
    days: int = 0
    choice: FieldChoice | None = None

    @property
    def kind(self) -> str:
        """Kind of its values; "" where nobody knows."""
        if self.choice is None:
            return "band" if self.key == "band" else ""
        return "" if self.reading is not None and self.choice.kind == "text" else self.choice.kind

    @property
    def unit(self) -> str:
        """What its number counts."""
        return "" if self.choice is None else self.choice.unit

    @property
    def told(self) -> str:
        """What it is called."""
        return self.key if self.choice is None else self.choice.title

    @property
    def is_flag(self) -> bool:
        """Whether it may stand alone: `not churned`."""
        return self.reading is None and (self.kind == "boolean" or self.key == "churned")


class Subjects:
    """Takes subjects from the pieces of a text."""

    def __init__(self, pieces: Tokens, names: Names, values: Values) -> None:
        self._tokens = pieces
        self._names = names
        self._values = values

    def take(self) -> Subject:
        """The subject that comes next."""
        token = self._tokens.next
        if token.sort == "name":
            return self._field(self._tokens.take())
        if token.sort != "word" or token.text.casefold() in RESERVED:
            raise token.wrong(
                f"Expected a condition here, such as band = Poor; not {self._tokens.told()}."
            )
        if self._tokens.after.is_sign("("):
            return self._called()
        found = self._names.longest(self._tokens.words(_LONGEST))
        if found is None:
            raise self._unknown(token)
        meaning, count = found
        self._tokens.take(count)
        return self._reading(meaning, token) if meaning.reading else self._plain(meaning, token)

    def _field(self, token: Token) -> Subject:
        """A field whose name stands in brackets, exactly as it is."""
        if not token.text.strip() or len(token.text) > MAX_TEXT:
            raise token.wrong(f"A name has 1 to {MAX_TEXT} characters.")
        if token.text == SCORE_CHANGE:
            return self._changed(token)
        if token.text == DIMENSION:
            raise token.wrong("The key of a dimension is missing, as in dimension.usage.")
        return Subject(token.text, choice=self._names.field(token.text).choice)

    def _plain(self, meaning: Meaning, token: Token) -> Subject:
        if meaning.key == SCORE_CHANGE:
            return self._changed(token)
        return Subject(meaning.key, choice=meaning.choice)

    def _changed(self, token: Token) -> Subject:
        """`score change over 28 days`."""
        if not self._over():
            raise token.wrong("Over how many days? Write score change over 28 days.")
        return self._change(self._values.days(1))

    def _change(self, days: int) -> Subject:
        return Subject(SCORE_CHANGE, None, days, self._names.field(SCORE_CHANGE).choice)

    def _over(self) -> bool:
        """Whether the length of a window follows: `in 30 days`, `over the last 30 days`."""
        if self._tokens.next.says("in", "over") and self._tokens.after.sort == "number":
            self._tokens.take()
            return True
        return any(self._tokens.take_words(word, "the", "last") for word in ("in", "over"))

    def _called(self) -> Subject:
        """`kind(option = value, ...)`."""
        token = self._tokens.take()
        self._tokens.take()
        if token.text.casefold() == SCORE_CHANGE:
            if not self._tokens.take_word("days"):
                raise self._tokens.next.wrong("Expected days here: score_change(days = 28).")
            self._tokens.expect("=", "=")
            days = self._values.days(1)
            self._tokens.expect(")", '")"')
            return self._change(days)
        meaning = self._names.reading(token.text) or self._names.reading(token.text.casefold())
        if meaning is None or meaning.choice is None:
            raise self._unknown(token)
        return self._with_options(meaning, token, self._options(meaning.choice))

    def _options(self, choice: FieldChoice) -> dict[str, OptionValue]:
        """The options inside the parentheses, to behind the closing one."""
        known = {one.key: one for one in choice.options}
        told: dict[str, OptionValue] = {}
        while not self._tokens.take_sign(")"):
            if told:
                self._tokens.expect(",", 'a comma or ")"')
            token = self._tokens.next
            option = known.get(token.text) if token.sort == "word" else None
            if option is None or option.key in told:
                takes = ", ".join(known) or "no options"
                raise token.wrong(
                    f"Expected an option of {choice.title} here ({takes}),"
                    f" not {self._tokens.told()}."
                )
            self._tokens.take()
            self._tokens.expect("=", "=")
            told[option.key] = self._option(option, choice)
        return told

    def _option(self, option: Option, choice: FieldChoice) -> OptionValue:
        """The value of an option, checked."""
        token = self._tokens.next
        if self._tokens.take_sign("("):
            value: object = self._several()
        elif token.sort == "number":
            value = float(self._tokens.take().text)
            if option.kind == "days":
                self._tokens.take_word("day", "days")
        elif token.sort in ("word", "text", "day", "name"):
            value = self._tokens.take().text
        else:
            raise token.wrong(f"Expected a value for {option.key} here.")
        if option.kind == "flag" and str(value).casefold() in ("true", "false"):
            value = str(value).casefold() == "true"
        return self._parsed(option, value, token, choice)

    def _several(self) -> list[str]:
        found: list[str] = []
        while not self._tokens.take_sign(")"):
            if found:
                self._tokens.expect(",", 'a comma or ")"')
            token = self._tokens.next
            if token.sort not in ("word", "text"):
                raise token.wrong(f"Expected a name here, not {self._tokens.told()}.")
            found.append(self._tokens.take().text)
        return found

    def _parsed(
        self, option: Option, value: object, token: Token, choice: FieldChoice
    ) -> OptionValue:
        metrics = {key for key, _ in choice.choices}
        if option.kind == "metric" and isinstance(value, str):
            if token.sort == "word" and value not in metrics:
                raise token.wrong(self._no_metric(value, choice.key.partition(":")[2]))
            metrics.add(value)
        try:
            return option.parse(value, metrics, option.key)
        except BadDocument as error:
            raise token.wrong(f"{option.title} {error.reason}.") from None

    def _no_metric(self, name: str, kind: str) -> str:
        near = self._names.near(name, kind)
        hint = f" Did you mean {_either(near)}?" if near else ""
        return f"The desk has no metric {name}.{hint}"

    def _reading(self, meaning: Meaning, token: Token) -> Subject:
        """A reading said in words: `touches received in 30 days`, `usage level of logins`."""
        told: dict[str, OptionValue] = dict(meaning.told)
        options = {one.key: one for one in meaning.choice.options} if meaning.choice else {}
        choice = meaning.choice
        if choice is not None and "metric" in options and self._tokens.take_word("of"):
            told["metric"] = self._option(options["metric"], choice)
        if "days" in options and self._over():
            at = self._tokens.next
            days = self._values.days(1)
            told["days"] = self._parsed(options["days"], days, at, choice) if choice else days
        return self._with_options(meaning, token, told)

    def _with_options(
        self, meaning: Meaning, token: Token, told: dict[str, OptionValue]
    ) -> Subject:
        """The reading with every option it has; one that has no usual value must be told."""
        options: dict[str, OptionValue] = {}
        for option in meaning.choice.options if meaning.choice else ():
            if option.key in told:
                options[option.key] = told[option.key]
            elif option.default is not None:
                options[option.key] = option.default
            else:
                raise token.wrong(
                    f"Which {option.title.casefold()}? Write {meaning.key}({option.key} = ...)."
                )
        return Subject(
            meaning.key, ReadingRef(kind=meaning.key, options=options), 0, meaning.choice
        )

    def _unknown(self, token: Token) -> Exception:
        near = self._names.near(token.text)
        hint = f"Did you mean {_either(near)}?" if near else f"Write [{token.text}] to keep it."
        return token.wrong(f"The desk knows nothing called {token.text}. {hint}")


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
