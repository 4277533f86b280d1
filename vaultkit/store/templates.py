"""Templates to text. The one module that knows Jinja2.

A template sees plain data only: text, numbers, days, lists and mappings. Everything it prints is written as
Markdown that shows exactly that text, unless it came ready from vaultkit. Templates that lie in a vault run
in a process of their own with bounds on time, memory and output; see `store/templates_apart.py`.
"""

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from vaultkit.model.cadence import Cadence
from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.ref import Ref
from vaultkit.model.rows import Piece, Row, Rows
from vaultkit.rules.links import LinkIndex
from vaultkit.rules.markdown import clean, escape, link
from vaultkit.rules.region import holds_a_mark
from vaultkit.store.shipped import shipped
from vaultkit.store.words import Words

# Characters that nothing on a page can hold: `rules/markdown.escape` takes them away.
_UNTIDY, _STANDS_FOR = "\x00", "\x01"
_ROWS = re.compile(f"{_STANDS_FOR}([0-9]+){_STANDS_FOR}\n?")
_TIDY_LINE = re.compile(r"[^\n\x00\x01\ud800-\udfff]*[^\s\x00\x01\ud800-\udfff]\n")


class Markdown(str):
    """Text that is Markdown already and is not escaped again."""

    __slots__ = ()


class Makes(StrEnum):
    """What a template makes."""

    PAGE = "page"
    """The text between two marks: none of its own."""
    NOTE = "note"
    """A whole note, which may hold marks for vaultkit to fill."""
    TEXT = "text"
    """For a terminal or a mail: nothing is escaped."""


class TemplateFailedError(Exception):
    """A template does not work. `line` is 1-based, 1 when it is not known."""

    def __init__(self, reason: Phrase, line: int = 1) -> None:
        super().__init__(reason.english())
        self.reason, self.line = reason, line


class ShownRows:
    """Rows as a template sees them: as many, each plain data."""

    def __init__(self, rows: Rows, walk: Callable[[object], Any], by: tuple[object, ...]) -> None:
        """`walk` makes plain data, `by` the means of `by`."""
        self._rows, self._walk, self._by = rows, walk, by

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return map(self._walk, self._rows)

    def written(self, caller: Macro) -> str:
        """Each row as a template writes it; that is kept until template or words change.

        A row that is not one line as `_tidy` leaves it begins with `_UNTIDY`.
        """
        # The compiled body of a `call` block is one object for as long as its template is.
        by = (caller._func.__code__, *self._by)

        def write(one: Row | Piece) -> str:
            if isinstance(one, Row):
                text: str = caller(self._walk(one.data))
                return text if _TIDY_LINE.fullmatch(text) and not holds_a_mark(text) else _UNTIDY + text
            return "".join([row.text(by, write) for row in one.rows])

        return "".join([one.text(by, write) for one in self._rows.pieces])


class _Each:
    """`{% call(row) each(rows) %}`: the block for each row. It sees the row and nothing else that changes.

    Thousands of rows that are tidy need not be looked at again: they come in at the end, for a mark.
    """

    def __init__(self) -> None:
        self._kept: list[str] = []

    def __call__(self, rows: Iterable[Any], caller: Macro) -> Markdown:
        """The rows, or a line that stands for them."""
        if not isinstance(rows, ShownRows):
            return Markdown("".join([caller(row) for row in rows]))
        text = rows.written(caller)
        if _UNTIDY in text:
            return Markdown(text.replace(_UNTIDY, ""))
        if not text:
            return Markdown("")
        self._kept.append(text)
        return Markdown(f"{_STANDS_FOR}{len(self._kept) - 1}{_STANDS_FOR}\n")

    def put_back(self, page: str) -> str:
        """A tidy page with the rows in it."""
        if not self._kept:
            return page
        parts = _ROWS.split(page)
        parts[1::2] = [self._kept[int(number)] for number in parts[1::2]]
        if not parts[-1] and len(parts) > 1:
            parts[-2] = parts[-2].removesuffix("\n")
        return "".join(parts)


def plain_data(value: object, words: Words, links: LinkIndex, *, as_text: bool = False) -> Any:
    """What a template may see of a page's data: phrases said, notes linked, the rest as it is.

    `as_text`: for a terminal, where a note is called by its name.
    """

    def write(said: str | Ref) -> str:
        if as_text:
            return clean(said.name if isinstance(said, Ref) else said)
        return link(said, links) if isinstance(said, Ref) else escape(said)

    def walk(held: object) -> Any:
        match held:
            case Network():
                return Markdown(words.network(held))
            case Phrase():
                return Markdown(words.say(held, write))
            case Ref():
                return Markdown(write(held))
            case Cadence():
                return Markdown(words.cadence(held))
            case Rows():
                return ShownRows(held, walk, (words, links))
            case Mapping():
                return {str(key): walk(item) for key, item in held.items()}
            case list() | tuple():
                return [walk(item) for item in held]
            case None | str() | bool() | int() | date():
                return held
        raise TypeError(f"{type(held).__name__} is nothing a template may see")

    return walk(value)


def shipped_template(name: str, kind: str = "pages") -> str:
    """The text of a shipped template: of a page, or with `kind="notes"` of a new note."""
    return (shipped("templates") / kind / f"{name}.md").read_text(encoding="utf-8")


def render(text: str, data: Mapping[str, Any], words: Words, *, makes: Makes = Makes.PAGE) -> str:
    """The template filled in, without blank lines at either end and with at most one in a row.

    Raises TemplateFailedError with its line.
    """
    each = _Each()
    try:
        made = _compiled(text, words, makes is Makes.TEXT).render({**data, "each": each})
    except TemplateSyntaxError as error:
        raise TemplateFailedError(_said(error), error.lineno) from None
    except TemplateError as error:
        raise TemplateFailedError(_said(error), _line_of(error)) from None
    except Exception as error:  # noqa: BLE001  a template can raise whatever Python can
        raise TemplateFailedError(_said(error), _line_of(error)) from None
    if makes is Makes.PAGE and holds_a_mark(made):
        raise TemplateFailedError(phrase("it writes a mark of a region, which only vaultkit may"))
    made = _tidy(made)
    try:
        made.encode()
    except UnicodeEncodeError:  # half a character, from a template's own text
        made = made.encode("utf-8", "replace").decode()
    return each.put_back(made)


def _said(error: Exception) -> Phrase:
    """What Jinja2 or Python says; their own words, which an author of templates knows how to look up."""
    return phrase("{reason}", reason=f"{type(error).__name__}: {error}")


@lru_cache(maxsize=16)
def _compiled(text: str, words: Words, plain: bool) -> Template:  # noqa: FBT001  a key of the cache
    """One template serves four pages; compiling it costs more than filling it in."""
    return _environment(words, plain).from_string(text)


@lru_cache(maxsize=4)
def _environment(words: Words, plain: bool) -> ImmutableSandboxedEnvironment:  # noqa: FBT001
    write = _plainly if plain else _written

    def joined(items: Iterable[object], between: str = "") -> Markdown:
        return Markdown(between.join(map(write, items)))

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=write
    )
    environment.globals = {"_": words.gettext, "range": environment.globals["range"]}
    environment.filters |= {
        "day": lambda day: Markdown(words.day(day)),
        "weekday": lambda day: Markdown(words.weekday(day)),
        "moment": lambda moment: Markdown(words.moment(moment)),
        "clock": lambda moment: Markdown(words.clock(moment)),
        "month": lambda day: Markdown(words.month(day)),
        "recent": lambda day: Markdown(words.recent(day)),
        "join": joined,
        "listed": lambda items: Markdown(words.listed([write(item) for item in items])),
    }
    return environment


def _written(value: object) -> str:
    if isinstance(value, Markdown):
        return value
    return _as_text(value) if value is None or isinstance(value, date) else escape(str(value))


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _plainly(value: object) -> str:
    """What people wrote, as it is, on one line."""
    return value if isinstance(value, Markdown) else clean(_as_text(value))


def _line_of(error: BaseException) -> int:
    """The template's line: Jinja2 puts it into the traceback."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == "<template>"]
    return lines[-1] or 1 if lines else 1


def _tidy(text: str) -> str:
    """Without blanks at the end of a line, and with one blank line at most."""
    text = "\n".join(map(str.rstrip, text.split("\n")))
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n")
