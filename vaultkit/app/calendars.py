"""The calendars on servers that a vault is published to: named, listed, forgotten. On this machine only."""

import re
from collections.abc import Sequence

from vaultkit.app.entries import the_feed
from vaultkit.app.opening import OpenVault
from vaultkit.app.publish import Connect, connect, publish
from vaultkit.app.sending import BusyPublishingError, Published
from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.publishing import ServerCalendar
from vaultkit.rules.serveraddress import read_address
from vaultkit.store.passwords import forget_password, keep_password, password_for
from vaultkit.store.publications import LOCK, Publications

COMMANDS = ("add", "list", "remove", "send")
"""Words that no calendar can be called."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class CalendarNameError(VaultkitError):
    """A name that is taken, unknown, or cannot be one."""

    exit_code = 2


class AddressError(VaultkitError):
    """What was typed is no address of a calendar."""

    exit_code = 2

    def __init__(self, typed: str, why: Phrase) -> None:
        """`typed` is said without what may be a password in it."""
        shown = re.sub(r"//[^/@]*@", "//…@", typed)
        said = phrase("«{address}» cannot be used: {why}", address=shown, why=why)
        super().__init__(said, phrase("docs/publish.md tells where your server shows it"))


def calendars(vault: OpenVault) -> list[ServerCalendar]:
    """By name."""
    return Publications(vault.state.path).calendars()


def the_calendars(vault: OpenVault, name: str | None) -> list[ServerCalendar]:
    """The one of that name, or all. Raises CalendarNameError when there is none."""
    known = calendars(vault)
    found = [one for one in known if name in (None, one.name)]
    if found:
        return found
    add = phrase("vaultkit publish add NAME --url ADDRESS --user USER")
    if name is None or not known:
        raise CalendarNameError(phrase("no calendar on a server is known for this vault"), add)
    said = phrase("no calendar is called «{name}»", name=name)
    names = ", ".join(one.name for one in known)
    raise CalendarNameError(said, phrase("it has: {names}", names=names))


def asked_calendar(
    vault: OpenVault, name: str, *, url: str, user: str, command: Sequence[str], feed: str
) -> ServerCalendar:
    """The calendar that somebody wants to add. Raises VaultkitError when it cannot be."""
    if not _NAME.fullmatch(name) or name in COMMANDS:
        said = phrase("«{name}» cannot be the name of a calendar", name=name)
        raise CalendarNameError(said, phrase("use a-z, 0-9 and -, at most 40"))
    if ":" in user or not user.isprintable():
        said = phrase("«{user}» cannot be a user for a password (RFC 7617)", user=user)
        raise CalendarNameError(said, phrase("it is the name or the mail address that you log in with"))
    address = read_address(url)
    if isinstance(address, Phrase):
        raise AddressError(url, address)
    for other in calendars(vault):
        if other.name == name or other.url == address:
            said = phrase("{name} is published to {url} already", name=other.name, url=other.url)
            raise CalendarNameError(said, phrase("vaultkit publish remove {name}", name=other.name))
    the_feed(vault, feed)
    return ServerCalendar(name=name, url=address, user=user, command=tuple(command), feed=feed)


def add(vault: OpenVault, calendar: ServerCalendar, password: str, *, connect: Connect = connect) -> str:
    """Keep a calendar once its server has let us in; what the server calls it.

    `password`: for the keyring; empty where the calendar has a command. Nothing is written to the server.
    Raises VaultkitError, and then nothing is kept.
    """
    server = connect(calendar, password or password_for(calendar))
    try:
        title = server.title()
    finally:
        server.close()
    if password:
        keep_password(calendar, password)
    publications = Publications(vault.state.path)
    publications.memory(calendar.name).forget_all()
    publications.put(calendar)
    return title


def forget(
    vault: OpenVault, calendar: ServerCalendar, *, entries: bool, connect: Connect = connect
) -> Published | None:
    """Forget a calendar and its password; `entries`: take away first what vaultkit put there.

    Where that did not work for all, nothing is forgotten. Raises VaultkitError.
    """
    taken = publish(vault, calendar, empty=True, connect=connect) if entries else None
    if taken is not None and (taken.failed or taken.stopped):
        return taken
    with vault.state.hold(LOCK) as free:
        if not free:
            raise BusyPublishingError
        Publications(vault.state.path).drop(calendar.name)
    others = calendars(vault)
    if not calendar.command and not any(
        one.user == calendar.user and one.url.split("/")[2] == calendar.url.split("/")[2] for one in others
    ):
        forget_password(calendar)
    return taken
