"""The door for plugins: what they can add, and the names they need for it. The one module that knows pluggy.

A plugin is a module with a function for each of `Hooks` that it wants, marked `@hookimpl`; an entry point of
the group `vaultkit` names it (docs/how-to/write-a-plugin.md). vaultkit's own pages, kinds and doctor's checks
come in by the same door, before all others (`app/own.py`). A command needs no hook: it is an entry point of
the group `vaultkit.commands`. `app/plugins.py` asks plugins, and goes on when one fails.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pluggy import HookimplMarker, HookspecMarker, PluginManager

from vaultkit.model.edit import AddItem, AddLogLine, Edit, SetProperty
from vaultkit.model.facts import NoteFacts
from vaultkit.model.finding import Check, Finding, Health
from vaultkit.model.followup import FollowUp
from vaultkit.model.note import Note
from vaultkit.model.phrase import Phrase, nphrase, phrase
from vaultkit.model.problem import Problem
from vaultkit.model.queueline import QueueLine
from vaultkit.model.ref import Ref
from vaultkit.model.rows import Piece, Row, Rows
from vaultkit.model.wish import Wish
from vaultkit.rules.followups import Kind, follow_ups_of
from vaultkit.rules.followups.situation import Situation
from vaultkit.rules.followups.touch import skipped, touched
from vaultkit.rules.pages import PageKind
from vaultkit.rules.pages.view import View

__all__ = [
    "AddItem",
    "AddLogLine",
    "Check",
    "Edit",
    "Finding",
    "FollowUp",
    "Health",
    "Kind",
    "Note",
    "NoteFacts",
    "PageKind",
    "Phrase",
    "Piece",
    "Problem",
    "QueueLine",
    "Ref",
    "Row",
    "Rows",
    "SetProperty",
    "Situation",
    "View",
    "Wish",
    "follow_ups_of",
    "hookimpl",
    "nphrase",
    "phrase",
    "skipped",
    "touched",
]

hookimpl = HookimplMarker("vaultkit")
"""Marks a function of a plugin that answers the hook of its name."""
_hookspec = HookspecMarker("vaultkit")


class Hooks:
    """What a plugin can be asked for. Each function may leave out parameters, and give None for nothing."""

    @_hookspec
    def pages(self) -> Mapping[str, PageKind] | None:
        """Pages by key, which is the name of the page's region and of a template that replaces its own."""

    @_hookspec
    def kinds(self) -> Mapping[str, Kind] | None:
        """Kinds of follow-up by name, as `--json` gives it. A tick in the queue asks `done` or `skip`."""

    @_hookspec
    def entries(self, view: View) -> Iterable[Wish] | None:
        """What goes into the feed beside the meetings, all of it at every sync."""

    @_hookspec
    def check(self, note: Note, facts: NoteFacts) -> Iterable[Problem] | None:
        """What is wrong in one note, for `vaultkit check` and the queue page.

        Asked when a note was read; may look at nothing else. `facts`: what vaultkit makes of the note.
        """

    @_hookspec
    def doctor_checks(self) -> Iterable[Check] | None:
        """What `vaultkit doctor` looks at besides."""


class Door:
    """Where plugins register, and are asked."""

    def __init__(self) -> None:
        self._manager = PluginManager("vaultkit")
        self._manager.add_hookspecs(Hooks)

    def register(self, name: str, plugin: object) -> None:
        """Let a plugin in. Raises PluginValidationError for a hook that there is not or that is not so."""
        hash(plugin)  # pluggy puts plugins into a set, and only when it asks them
        try:
            self._manager.register(plugin, name)
            self._manager.check_pending()
        except Exception:
            if self._manager.is_registered(plugin):
                self._manager.unregister(plugin)
            raise

    def askers(self, hook: str) -> list[tuple[str, Callable[..., list[Any]]]]:
        """Name of each plugin that has the hook, and what asks it; in the order in which they registered.

        Each is asked alone, because pluggy stops at the first that fails.
        """
        everyone = self._manager.list_name_plugin()
        found: list[tuple[str, Callable[..., list[Any]]]] = []
        for name, plugin in everyone:
            asker = self._manager.subset_hook_caller(hook, [one for _, one in everyone if one is not plugin])
            if asker.get_hookimpls():
                found.append((name, asker))
        return found
