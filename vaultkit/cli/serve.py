"""`vaultkit serve`."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from vaultkit.app.clock import Clock
from vaultkit.app.opening import find_vault
from vaultkit.app.publishing import PublishedFeeds
from vaultkit.cli.door import Session, say, shared_options
from vaultkit.model.phrase import Phrase, nphrase, phrase
from vaultkit.rules.clients import is_loopback, url
from vaultkit.store.network import told_host
from vaultkit.store.serverstate import HOST, PORT, last_place
from vaultkit.store.words import Words

WAKE = 0.5 if sys.platform == "win32" else None
"""Seconds between two looks for Ctrl-C: on Windows it does not end a wait."""

F = TypeVar("F", bound=Callable[..., Any])


def place_options(command: F) -> F:
    """`--host` and `--port`, for whatever serves."""
    port = click.option(
        "--port",
        type=click.IntRange(0, 65535),
        metavar="N",
        help=f"Serve at this port (else where it was served last, else {PORT}; 0: any that is free).",
    )
    host = click.option(
        "--host",
        metavar="ADDRESS",
        help=f"An address or name of this machine, for others in the house (else {HOST}: nobody else).",
    )
    return host(port(command))


@click.command()
@place_options
@shared_options
def serve(session: Session, *, host: str | None, port: int | None) -> None:
    """Let calendars subscribe: serve the feeds, each at its secret address, until you stop it with Ctrl-C.

    `vaultkit feed` tells the addresses. The feeds are served as sync or watch wrote them last;
    `vaultkit watch --serve` does both.

    \b
    vaultkit serve
    vaultkit serve --host 192.168.1.20       for a phone in the same house
    """
    from vaultkit.web.serving import serving

    root = find_vault(session.named, os.environ, Path.cwd())
    published = PublishedFeeds(root, os.environ, Clock())
    words = words_of(published)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    host, port = place(published, host, port)
    with serving(published, host, port, os.getpid()) as now:
        if session.as_json:
            session.print_json({"host": now.host, "port": now.port})
        else:
            session.print(say(words, serves(published, now.host, now.port)))
        for said in (*warnings(now.host), *missing(published)):
            session.talk(say(words, said))
        while not stop.wait(WAKE):
            pass
        if not session.as_json:
            session.talk(say(words, fetched(now.feeds.answered)))


def fetched(answered: Mapping[str, int]) -> Phrase:
    """How often somebody came, by the status that they got."""
    return phrase(
        "fetched: {new} · unchanged: {same} · refused: {refused}",
        new=answered.get("200", 0),
        same=answered.get("304", 0),
        refused=sum(count for status, count in answered.items() if status >= "4"),
    )


def place(published: PublishedFeeds, host: str | None, port: int | None) -> tuple[str, int]:
    """Where to serve. A port is kept, so that addresses stay right; another host has to be asked for anew."""
    return host or HOST, last_place(published.vault.state).port if port is None else port


def words_of(published: PublishedFeeds) -> Words:
    """The vault's language."""
    settings = published.vault.settings
    return Words(settings.language, Clock().today(settings.timezone))


def serves(published: PublishedFeeds, host: str, port: int) -> Phrase:
    """What is served where; no address, which would end in logs."""
    count = len(published.vault.settings.feeds)
    return nphrase(
        "serves {count} feed at {place}; vaultkit feed tells the addresses",
        "serves {count} feeds at {place}; vaultkit feed tells the addresses",
        count,
        place=url(told_host(host), port),
    )


def warnings(host: str) -> list[Phrase]:
    """What another host than this machine's own means."""
    if is_loopback(host):
        return []
    return [
        phrase(
            "everybody in the same network can reach {host} now. They need an address to read a feed, but"
            " there is no https: whoever can listen to the network sees both. Do this only where you trust"
            " it.",
            host=told_host(host),
        )
    ]


def missing(published: PublishedFeeds) -> list[Phrase]:
    """Feeds that cannot be served yet."""
    return [
        phrase("{path} is not there yet: vaultkit sync makes it", path=path) for path in published.missing()
    ]
