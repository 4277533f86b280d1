"""What all commands share: options, opening the vault, and the ways of printing."""

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from vaultkit.app import clock
from vaultkit.app.opening import OpenVault, find_vault, open_vault
from vaultkit.model.phrase import Phrase
from vaultkit.model.plugin import Failure
from vaultkit.model.problem import Problem
from vaultkit.model.ref import Ref
from vaultkit.rules.dates import read_day
from vaultkit.rules.markdown import clean
from vaultkit.store.words import Words

F = TypeVar("F", bound=Callable[..., Any])


class Session:
    """One run of a command: its vault, its day, and how it prints."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.as_json = bool(options["as_json"])
        self.quiet = bool(options["quiet"])
        self.verbose = bool(options["verbose"])
        self._options = options
        self._opened: OpenVault | None = None

    @property
    def named(self) -> str | None:
        """The folder that `--vault` names."""
        return self._options["vault"]  # type: ignore[no-any-return]

    def open(self) -> tuple[OpenVault, date]:
        """The vault and the day. Says on stderr what was guessed.

        For a command that ends soon: it makes much and throws little away, so nobody looks for garbage.
        """
        gc.disable()
        vault = open_vault(find_vault(self._options["vault"], os.environ, Path.cwd()), os.environ)
        self._opened = vault
        day = self.day() or clock.today(vault.settings.timezone)
        if not self.quiet:
            words = Words(vault.settings.language, day)
            for said in vault.said:
                click.echo(f"vaultkit: {say(words, said)}", err=True)
        return vault, day

    def day(self) -> date | None:
        """The day that was asked for; None: today."""
        given = self._options["today"]
        if given is None:
            return None
        day = read_day(given)
        if day is None:
            raise click.BadParameter(f"«{given}» is not a date; write it as 2026-11-23", param_hint="--today")
        return day

    def print(self, text: str = "") -> None:
        """A line of the result."""
        if not self.quiet:
            click.echo(text)

    def talk(self, text: str) -> None:
        """A line beside the result, on stderr."""
        if not self.quiet:
            click.echo(text, err=True)

    def print_json(self, data: Mapping[str, Any]) -> None:
        """The result as one document."""
        click.echo(json.dumps({"schema": 1, **data}, ensure_ascii=False, indent=2))

    def tell_of_plugins(self) -> None:
        """Name the plugins that failed while the command was at work."""
        if self._opened is None or self.quiet:
            return
        words = Words(self._opened.settings.language, date(2000, 1, 1))
        for failure in self._opened.plugins.failures:
            self.talk(f"vaultkit: {say(words, failure.said)}\n  → {say(words, failure.way_out)}")
            if self.verbose:
                self.talk_trace(failure)

    def talk_trace(self, failure: Failure) -> None:
        """Where in a plugin it failed, for its author."""
        for line in failure.trace.splitlines():
            self.talk(line_by_columns(line))

    def progress(self, paths: Iterable[str]) -> Iterator[str]:
        """The paths; a person who waits for long sees how far it has come."""
        everything = list(paths)
        if self.quiet or self.as_json or not sys.stderr.isatty():
            yield from everything
            return
        began = time.monotonic()
        for number, path in enumerate(everything):
            if time.monotonic() - began > 0.5:
                with click.progressbar(everything[number:], file=sys.stderr, label="notes") as rest:
                    yield from rest
                return
            yield path


def shared_options(command: F) -> F:
    """`--vault --today --json -q -v`, which every command takes; the command gets a Session."""

    @click.option("--vault", metavar="DIR", help="The folder of notes.")
    @click.option("--today", metavar="YYYY-MM-DD", help="Do as if it were this day.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
    @click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
    @click.option("-v", "--verbose", is_flag=True, help="Print more.")
    @click.pass_context
    @wraps(command)
    def with_session(ctx: click.Context, /, **options: Any) -> Any:
        given = ctx.find_root().obj or {}
        names = ("vault", "today", "as_json", "quiet", "verbose")
        own = {name: options.pop(name) for name in names}
        own["vault"] = own["vault"] or given.get("vault")
        own["today"] = own["today"] or given.get("today")
        for name in ("as_json", "quiet", "verbose"):
            own[name] = own[name] or given.get(name, False)
        if "NO_COLOR" in os.environ:
            ctx.color = False
        session, collecting = Session(own), gc.isenabled()
        try:
            return command(session, **options)
        finally:
            if collecting:
                gc.enable()
            session.tell_of_plugins()

    return with_session  # type: ignore[return-value]


def written(said: str | Ref) -> str:
    """What people wrote, for a terminal: no control characters, so that a name cannot steer it."""
    return clean(said.name if isinstance(said, Ref) else said)


def line_by_columns(text: str) -> str:
    """A line of a file, character by character, for a terminal that it must not steer."""
    return "".join(c if c.isprintable() else " " for c in text)


def say(words: Words, phrase: Phrase) -> str:
    """A phrase for a terminal."""
    return words.say(phrase, written)


def problem_lines(problem: Problem, words: Words) -> Iterator[str]:
    """`path:line:column: VK103 what`, the line with a caret, and the way out."""
    place = f"{clean(problem.path)}:{problem.line}:{problem.column}"
    yield f"{place}: {problem.code} {say(words, problem.said)}"
    if problem.source:
        yield "    " + line_by_columns(problem.source)
        yield "    " + " " * (problem.column - 1) + "^"
    yield "  → " + say(words, problem.way_out)


def problem_json(problem: Problem, words: Words) -> dict[str, Any]:
    """A problem as JSON gives it."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": words.say(problem.said),
        "hint": words.say(problem.way_out),
    }
