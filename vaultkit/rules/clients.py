"""The address of a feed, in the form that each calendar program wants, and what each does with it.

What is said of Google, Outlook and Apple is from their documents and from threads of their users, not from a
test of ours: `docs/subscribing.md`.
"""

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import marked, phrase
from vaultkit.rules.markdown import clean

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Client:
    """A calendar program, as far as subscribing goes."""

    key: str
    """For programs."""
    name: str
    """For people."""
    form: str
    """The address: `{url}` http, `{webcal}` the same with webcal, `{quoted}` that percent-encoded."""
    how: str
    """What to do with it."""
    refresh: str
    """When it looks for changes."""
    fetches_itself: bool = True
    """False: a server of its maker fetches the feed, which no address of this machine or house can be read
    from."""


CLIENTS = (
    Client(
        "apple",
        marked("Apple (iPhone, iPad, Mac)"),
        "{webcal}",
        marked("open the address, or scan it, and say yes to subscribing"),
        marked("as often as you set it: on the Mac per calendar, on the phone under Accounts, Fetch"),
    ),
    Client(
        "phone",
        marked("Android phone"),
        "{url}",
        marked("with the app ICSx5: +, paste the address"),
        marked("as often as you set it in the app"),
    ),
    Client(
        "thunderbird",
        marked("Thunderbird"),
        "{url}",
        marked("New calendar, On the network, paste the address"),
        marked("as often as you set it in the calendar's properties"),
    ),
    Client(
        "outlook",
        marked("Outlook on this computer (classic)"),
        "{url}",
        marked("Account settings, Internet calendars, New, paste the address"),
        marked("with send and receive, at most once an hour as the feed asks"),
    ),
    Client(
        "outlook.com",
        marked("new Outlook and Outlook.com"),
        "{url}",
        marked("Add calendar, Subscribe from web, paste the address"),
        marked("about every three hours; there is no button"),
        fetches_itself=False,
    ),
    Client(
        "google",
        marked("Google Calendar"),
        "https://calendar.google.com/calendar/r?cid={quoted}",
        marked("open the address in a browser on a computer; the app cannot"),
        marked("every 4 to 24 hours; there is no button"),
        fetches_itself=False,
    ),
)


def url(host: str, port: int, path: str = "") -> str:
    """The address as a browser takes it. `host`: a name or an IP address; `path`: from its slash on."""
    return f"http://{bracketed(host)}:{port}{path}"


def form(client: Client, address: str) -> str:
    """An address (http) in the form for one program."""
    webcal = "webcal://" + address.partition("://")[2]
    return client.form.format(url=address, webcal=webcal, quoted=quote(webcal, safe=""))


def bracketed(host: str) -> str:
    """A host as it stands in an address and in a Host header: IPv6 in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach it."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def is_everywhere(host: str) -> bool:
    """Whether it means every address of this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def is_local(host: str) -> bool:
    """Whether it can be reached only on this machine or in this house: a server elsewhere cannot fetch it."""
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." not in host or host.casefold().endswith((".local", ".lan", ".home.arpa", ".internal"))


def subscriber_name(typed: str) -> str:
    """A name for a subscriber. Raises VaultkitError (exit code 2)."""
    name = clean(typed).strip().casefold()
    if not name or len(name) > LONGEST_NAME or name.startswith("-"):
        raise BadSubscriberError(typed)
    return name


class BadSubscriberError(VaultkitError):
    """A name that no subscriber can have."""

    exit_code = 2

    def __init__(self, typed: str) -> None:
        super().__init__(
            phrase("«{name}» cannot be the name of a subscriber", name=typed),
            phrase("at most {count} letters, such as phone or tablet", count=LONGEST_NAME),
        )
