"""Ask the plugins that are installed, look at what they give, and go on when one fails.

What a plugin gives is looked at before it is used (`rules/sound.py`). What fails is named by the command, by
`vaultkit doctor` and in the daemon's log.
"""

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import Any

from vaultkit import __version__
from vaultkit.app import own
from vaultkit.errors import PluginFailedError
from vaultkit.model.edit import Edit
from vaultkit.model.facts import NoteFacts
from vaultkit.model.finding import Check, Finding
from vaultkit.model.followup import FollowUp
from vaultkit.model.note import Note
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.plugin import Failure, Plugin
from vaultkit.model.problem import Problem
from vaultkit.model.queueline import QueueLine
from vaultkit.model.wish import Wish, Wished
from vaultkit.plugins import Door
from vaultkit.rules import sound
from vaultkit.rules.followups import Kind
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.pages import PageKind
from vaultkit.rules.pages.view import View
from vaultkit.store.distributions import Distribution, distributions, load
from vaultkit.store.words import Words, catalogue_text

VAULTKIT = Plugin("vaultkit", __version__)


class Plugins:
    """Everything that was registered: vaultkit's own first, then by name of the plugin."""

    def __init__(self, registered: Iterable[tuple[Plugin, str, Callable[[], object]]] = ()) -> None:
        """`registered`: besides vaultkit's own; each with the name of its entry point and what loads it."""
        self.failures: list[Failure] = []
        """What did not work so far in this process, each part of a plugin once."""
        self.lost: set[str] = set()
        """Names of the plugins that could not be loaded, so that nobody knows what they would add."""
        self._failed: set[tuple[str, str]] = set()
        self._door = Door()
        self._plugins: dict[str, Plugin] = {}
        """By the name under which it registered."""
        for plugin, name, get in ((VAULTKIT, "own", _own), *registered):
            called = f"{plugin.name} {name}"
            with self.blaming(plugin, called, phrase("its entry point {name}", name=name)):
                self._door.register(called, get())
                self._plugins[called] = plugin
            if called not in self._plugins:
                self.lost.add(plugin.name)
        self._makers: dict[str, Plugin] = {}
        """By key of the page."""
        self.pages: Mapping[str, PageKind] = dict(self._pages())
        self.kinds: Mapping[str, Kind] = dict(self._kinds())

    @cached_property
    def checks(self) -> list[Check]:
        """What `vaultkit doctor` looks at."""
        found: dict[str, Check] = {}
        for plugin, check in self._items("doctor_checks"):
            with self.blaming(plugin, "doctor_checks", _function("doctor_checks")):
                name = sound.key_of(check.name, found)
                is_own = plugin is VAULTKIT
                found[name] = check if is_own else replace(check, look=partial(self._looked, check))
        return list(found.values())

    @property
    def look_at_notes(self) -> bool:
        """Whether any plugin checks notes; then each has to be read each time."""
        return bool(self._checkers)

    def problems(self, note: Note, facts: NoteFacts) -> list[Problem]:
        """What plugins find wrong in a note."""
        found: list[Problem] = []
        for plugin, ask in self._checkers:
            with self.blaming(plugin, "check", phrase("its check of {path}", path=note.path)):
                given = _flat(ask(note=note, facts=facts))
                found += [sound.problem(one, note.path, self.say) for one in given]
        return found

    def wished(self, view: View) -> Wished:
        """What plugins want in the feed; nothing of a plugin that wants something unsound."""
        wishes: list[tuple[str, Wish]] = []
        unsure = set(self.lost)
        for plugin, ask in self._wishers:
            wanted: dict[str, Wish] | None = None
            with self.blaming(plugin, "entries", _function("entries")):
                wanted = sound.wishes(_flat(ask(view=view)), self.say)
            if wanted is None:
                unsure.add(plugin.name)
            else:
                wishes += [(plugin.name, wish) for wish in wanted.values()]
        return Wished(tuple(wishes), frozenset(unsure))

    def page_failed(self, key: str, error: Exception) -> None:
        """A page of a plugin cannot be made."""
        self.note(self._makers[key], f"page {key}", _page(key), error)

    def say(self, said: Phrase) -> str:
        """A phrase in English, to see whether it can be said at all."""
        return self._words.say(said)

    @contextmanager
    def blaming(self, plugin: Plugin, part: str, where: Phrase) -> Iterator[None]:
        """Go on when a plugin fails. A fault of vaultkit's own is not hidden."""
        try:
            yield
        except (Exception, SystemExit) as error:
            if plugin is VAULTKIT:
                raise
            self.note(plugin, part, where, error)

    def note(self, plugin: Plugin, part: str, where: Phrase, error: BaseException) -> None:
        """Remember a failure; of one part the first, because it may fail for thousands."""
        if (plugin.name, part) not in self._failed:
            self._failed.add((plugin.name, part))
            self.failures.append(failed(plugin, where, error))

    def _pages(self) -> Iterator[tuple[str, PageKind]]:
        found: dict[str, PageKind] = {}
        for plugin, key, kind in self._named("pages"):
            with self.blaming(plugin, f"page {key}", _page(key)):
                if plugin is not VAULTKIT:
                    sound.key_of(key, {*found, *(one.template for one in found.values())})
                    kind = sound.page_kind(kind, found, catalogue_text)
                    kind = replace(kind, made_of=partial(self._made_of, key, kind))
                self._makers[key], found[key] = plugin, kind
        yield from found.items()

    def _kinds(self) -> Iterator[tuple[str, Kind]]:
        found: dict[str, Kind] = {}
        for plugin, key, kind in self._named("kinds"):
            with self.blaming(plugin, f"kind {key}", phrase("the follow-up kind {kind}", kind=str(key))):
                if plugin is not VAULTKIT:
                    sound.key_of(key, found)
                    kind = _GuardedKind(key, sound.kind_of_follow_up(kind), plugin, self)
                found[key] = kind
        yield from found.items()

    def _named(self, hook: str) -> Iterator[tuple[Plugin, Any, Any]]:
        """What a hook gives that answers with a mapping: plugin, key and value."""
        for name, ask in self._door.askers(hook):
            plugin, given = self._plugins[name], dict[Any, Any]()
            with self.blaming(plugin, hook, _function(hook)):
                for answer in ask():
                    given |= sound.mapping(answer)
            yield from ((plugin, key, one) for key, one in given.items())

    def _items(self, hook: str) -> Iterator[tuple[Plugin, Any]]:
        """What a hook gives that answers with several things."""
        for name, ask in self._door.askers(hook):
            plugin, given = self._plugins[name], list[Any]()
            with self.blaming(plugin, hook, _function(hook)):
                given = _flat(ask())
            yield from ((plugin, one) for one in given)

    @cached_property
    def _checkers(self) -> list[tuple[Plugin, Callable[..., list[Any]]]]:
        return [(self._plugins[name], ask) for name, ask in self._door.askers("check")]

    @cached_property
    def _wishers(self) -> list[tuple[Plugin, Callable[..., list[Any]]]]:
        return [(self._plugins[name], ask) for name, ask in self._door.askers("entries")]

    @cached_property
    def _words(self) -> Words:
        return Words("en", date(2000, 1, 1))

    def _made_of(self, key: str, kind: PageKind, view: View) -> object:
        with self.blaming(self._makers[key], f"page {key}", _page(key)):
            return kind.made_of(view)
        return None

    def _looked(self, check: Check, subject: object) -> Iterable[Finding]:
        return [sound.finding(one, check.name, self.say) for one in sound.items(check.look(subject))]


class _GuardedKind:
    """A plugin's kind of follow-up."""

    def __init__(self, key: str, kind: Kind, plugin: Plugin, plugins: Plugins) -> None:
        self._key, self._kind, self._plugin, self._plugins = key, kind, plugin, plugins

    def follow_ups(self, situation: Situation, /) -> Sequence[FollowUp]:
        """What there is to do; nothing for a person for whom it fails."""
        with self._plugins.blaming(self._plugin, f"kind {self._key}", self._where(situation)):
            given = sound.items(self._kind.follow_ups(situation))
            return [sound.follow_up(one, self._key, situation, self._plugins.say) for one in given]
        return []

    def done(self, line: QueueLine, now: Situation, day: date, /) -> Sequence[Edit] | None:
        """What changes. Raises PluginFailedError, so that a tick is kept that cannot be carried out."""
        return self._edits(partial(self._kind.done, line, now, day), now)

    def skip(self, line: QueueLine, now: Situation, day: date, /) -> Sequence[Edit] | None:
        """As `done`."""
        return self._edits(partial(self._kind.skip, line, now, day), now)

    def _edits(self, ask: Callable[[], object], now: Situation) -> Sequence[Edit] | None:
        try:
            return sound.edits(ask(), now.overview, self._plugins.say)
        except (Exception, SystemExit) as error:
            self._plugins.note(self._plugin, f"tick {self._key}", self._where(now), error)
            raise PluginFailedError(failed(self._plugin, self._where(now), error)) from error

    def _where(self, now: Situation) -> Phrase:
        return phrase("the follow-up kind {kind}, for {person}", kind=self._key, person=now.person.name)


def _own() -> object:
    return own


def _function(name: str) -> Phrase:
    return phrase("its function {function}", function=name)


def _page(key: object) -> Phrase:
    return phrase("the page {page}", page=str(key))


def _flat(answers: Iterable[object]) -> list[Any]:
    return [one for answer in answers for one in sound.items(answer)]


def failed(plugin: Plugin, where: Phrase, error: BaseException) -> Failure:
    """A failure with its traceback."""
    trace = "".join(traceback.format_exception(error))
    return Failure(plugin, where, f"{type(error).__name__}: {error}", trace)


def command_failed(name: str, of: Distribution, error: BaseException) -> PluginFailedError:
    """A plugin's command cannot be loaded, or ends in a fault."""
    where = phrase("the command {command}", command=name)
    return PluginFailedError(failed(Plugin(of.name, of.version), where, error))


def load_plugins() -> Plugins:
    """All that are installed on this machine."""
    return Plugins(
        (Plugin(held.name, held.version), name, partial(load, where))
        for held in distributions()
        for name, where in sorted(held.plugins.items())
    )
