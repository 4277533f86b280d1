"""`publish`: what changed in a feed goes to a calendar on a server."""

from collections.abc import Callable
from contextlib import closing

from vaultkit.app.entries import as_objects, read_entries, the_feed
from vaultkit.app.opening import OpenVault
from vaultkit.app.sending import BusyPublishingError, Published, Sending
from vaultkit.model.publishing import ServerCalendar
from vaultkit.store.dav import CalendarAtServer
from vaultkit.store.daverrors import ServerError
from vaultkit.store.passwords import NoPasswordError, password_for
from vaultkit.store.publications import LOCK, Publications

Connect = Callable[[ServerCalendar, str], CalendarAtServer]
"""Calendar and password to the server."""


def connect(calendar: ServerCalendar, password: str) -> CalendarAtServer:
    """The real server."""
    return CalendarAtServer(calendar.url, calendar.user, password)


def publish(
    vault: OpenVault,
    calendar: ServerCalendar,
    *,
    write: bool = True,
    overwrite: bool = False,
    empty: bool = False,
    connect: Connect = connect,
) -> Published:
    """Send what changed in the feed since the last time. `write=False` only tells what would be sent.

    `overwrite`: what was changed or deleted there is made again as the notes have it; the condition on the
    version that was seen stands all the same. `empty`: take away everything that was sent. What a server or
    a keyring says no to is in the result; raises VaultkitError for the rest.
    """
    ours = {} if empty else as_objects(read_entries(vault, the_feed(vault, calendar.feed)))
    with vault.state.hold(LOCK) as free:
        if not free:
            raise BusyPublishingError
        memory = Publications(vault.state.path).memory(calendar.name)
        try:
            with closing(connect(calendar, password_for(calendar))) as server:
                sending = Sending(ours, memory, server, overwrite=overwrite)
                return sending.carry_out() if write else sending.planned()
        except (ServerError, NoPasswordError) as error:
            return Published(stopped=error)
        finally:
            memory.close()
