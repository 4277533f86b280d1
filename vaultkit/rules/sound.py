"""What a plugin gave, looked at before anything relies on it. Each function raises TypeError or ValueError.

vaultkit's own pages and kinds are looked at by mypy and by its tests; a plugin's may never have been.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from vaultkit.model.edit import AddItem, AddLogLine, Edit, SetProperty
from vaultkit.model.finding import Finding
from vaultkit.model.followup import FollowUp
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.phrase import Phrase
from vaultkit.model.problem import Problem
from vaultkit.model.settings import LANGUAGES
from vaultkit.model.wish import Wish
from vaultkit.rules.filenames import file_name
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.pages import PageKind
from vaultkit.rules.vocabulary import MEETING, PERSON

Say = Callable[[Phrase], str]
Translate = Callable[[str, str], str]
"""Language and English text to the text in that language."""
T = TypeVar("T")

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"(?!VK)[A-Z]{2,12}[0-9]{1,4}")


def key_of(value: object, taken: Collection[str]) -> str:
    """The key of a page or of a kind: small letters, digits and `_`, and nobody else's."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError(f"{value!r} is no key: use a-z, 0-9 and _")
    if value in taken:
        raise ValueError(f"{value!r} is taken")
    return value


def mapping(value: object) -> Mapping[Any, Any]:
    """A mapping; None counts as an empty one."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"{type(value).__name__} where a mapping is wanted")
    return value


def items(value: object) -> list[Any]:
    """Everything that an answer holds; None counts as nothing."""
    if value is None:
        return []
    if not isinstance(value, Iterable):
        raise TypeError(f"{type(value).__name__} where several things are wanted")
    return list(value)


def page_kind(value: object, others: Mapping[str, PageKind], translate: Translate) -> PageKind:
    """A kind of page with a template of its own, and a title that is a file name no other page has."""
    kind = _a(PageKind, value)
    if not isinstance(kind.text, str) or not kind.text.strip():
        raise ValueError("the page has no text of a template")
    if not isinstance(kind.title, str) or not kind.title or file_name(kind.title) != kind.title:
        raise ValueError(f"{kind.title!r} cannot be the name of a file")
    titles = {translate(lang, one.title).casefold() for one in others.values() for lang in LANGUAGES}
    if titles & {translate(lang, kind.title).casefold() for lang in LANGUAGES}:
        raise ValueError(f"there is a page {kind.title!r} already")
    for name in ("build", "made_of"):
        if not callable(getattr(kind, name)):
            raise TypeError(f"{name} is no function")
    return kind


def kind_of_follow_up(value: Any) -> Any:
    """A module or an object with the three functions of a kind."""
    for name in ("follow_ups", "done", "skip"):
        if not callable(getattr(value, name, None)):
            raise TypeError(f"the kind has no function {name}")
    return value


def follow_up(value: object, key: str, now: Situation, say: Say) -> FollowUp:
    """A follow-up of this kind, for this person."""
    item = _a(FollowUp, value)
    if item.kind != key:
        raise ValueError(f"a follow-up of the kind {item.kind!r} among those of {key!r}")
    if item.person != now.ref:
        raise ValueError("a follow-up for somebody else than the person who was asked about")
    _day(item.due)
    for day in (item.meeting_day, item.about_day, item.latest):
        if day is not None:
            _day(day)
    if item.first_due is not None:
        raise ValueError("first_due is vaultkit's own: it says that the owner has put a follow-up off")
    _a(str, item.meeting)
    if item.network is not None:
        _a(Network, item.network)
    for said in (item.reason, item.why, *(() if item.sentence is None else (item.sentence,))):
        sayable(said, say)
    return item


def edits(value: object, overview: Overview, say: Say) -> Sequence[Edit] | None:
    """Edits of notes of people and meetings; None stays None."""
    if value is None:
        return None
    found: list[Edit] = []
    for one in items(value):
        match one:
            case AddLogLine():
                sayable(one.text, say)
                _day(one.day)
            case SetProperty() | AddItem() if one.meaning in PERSON or one.meaning in MEETING:
                pass
            case _:
                raise TypeError(f"{one!r} is no edit that vaultkit knows")
        if one.path not in overview.names and all(one.path != held.path for held in overview.meetings):
            raise ValueError(f"{one.path!r} is no note of a person or a meeting")
        found.append(one)
    return found


def problem(value: object, path: str, say: Say) -> Problem:
    """A problem in the note that was looked at, under a code that is not one of vaultkit's own."""
    found = _a(Problem, value)
    if found.path != path:
        raise ValueError("a problem in another note than the one that was looked at")
    if not isinstance(found.code, str) or not _CODE.fullmatch(found.code):
        raise ValueError(f"{found.code!r} is no code: use a word of your own and a number, such as CAFE1")
    if min(_a(int, found.line), _a(int, found.column)) < 1:
        raise ValueError("lines and columns begin with 1")
    _a(str, found.source)
    sayable(found.said, say)
    sayable(found.way_out, say)
    return found


def finding(value: object, name: str, say: Say) -> Finding:
    """A finding of the check of this name."""
    found = _a(Finding, value)
    if found.name != name:
        raise ValueError(f"a finding {found.name!r} of the check {name!r}")
    sayable(found.said, say)
    if found.way_out is not None:
        sayable(found.way_out, say)
    return found


def wishes(values: Iterable[object], say: Say) -> dict[str, Wish]:
    """What one plugin wants in the feed, by key."""
    found: dict[str, Wish] = {}
    for value in values:
        wish = _wish(value, say)
        if wish.key in found:
            raise ValueError(f"two entries with the key {wish.key!r}")
        found[wish.key] = wish
    return found


def _wish(value: object, say: Say) -> Wish:
    found = _a(Wish, value)
    if not _a(str, found.key):
        raise ValueError("an entry without a key")
    moments = [isinstance(one, datetime) for one in (_a(date, found.start), _a(date, found.end))]
    if moments[0] != moments[1]:
        raise TypeError("start and end are not of the same type")
    for one in (found.start, found.end):
        if isinstance(one, datetime) and one.utcoffset() is None:
            raise ValueError("a time without a zone")
    if found.end - found.start < timedelta(minutes=1):
        raise ValueError("the end is not a minute after the start")
    if not sayable(found.summary, say).strip():
        raise ValueError("the summary is empty")
    if found.description is not None:
        sayable(found.description, say)
    for text in (found.location, found.url, *found.people):
        _a(str, text)
    return found


def sayable(value: object, say: Say) -> str:
    """What a phrase says, in words and for programs."""
    said = _a(Phrase, value)
    said.english()
    return say(said)


def _day(value: object) -> date:
    if isinstance(value, datetime):
        raise TypeError("a moment where a day is wanted")
    return _a(date, value)


def _a(wanted: type[T], value: object) -> T:
    if not isinstance(value, wanted):
        raise TypeError(f"{type(value).__name__} where {wanted.__name__} is wanted")
    return value
