"""An address in the form that each program wants, and who can reach it."""

import pytest

from vaultkit.rules.clients import (
    CLIENTS,
    BadSubscriberError,
    form,
    is_everywhere,
    is_local,
    is_loopback,
    subscriber_name,
    url,
)

ADDRESS = "http://127.0.0.1:8425/abc/networking.ics"
FORMS = {
    "apple": "webcal://127.0.0.1:8425/abc/networking.ics",
    "phone": ADDRESS,
    "thunderbird": ADDRESS,
    "outlook": ADDRESS,
    "outlook.com": ADDRESS,
    "google": "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F127.0.0.1%3A8425%2Fabc%2Fnetworking.ics",
}


def test_each_program_gets_its_form() -> None:
    assert {client.key: form(client, ADDRESS) for client in CLIENTS} == FORMS


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    assert url("fd00::5", 8425, "/a") == url("[fd00::5]", 8425, "/a") == "http://[fd00::5]:8425/a"


# Host, loopback, everywhere, only in this house.
HOSTS = [
    ("127.0.0.1", True, False, True),
    ("127.9.9.9", True, False, True),
    ("localhost", True, False, True),
    ("::1", True, False, True),
    ("[::1]", True, False, True),
    ("0.0.0.0", False, True, True),
    ("::", False, True, True),
    ("192.168.1.20", False, False, True),
    ("10.0.0.5", False, False, True),
    ("fd00::5", False, False, True),
    ("ada.local", False, False, True),
    ("nas", False, False, True),
    ("nas.lan", False, False, True),
    ("8.8.8.8", False, False, False),
    ("calendar.example.org", False, False, False),
]


@pytest.mark.parametrize(("host", "loopback", "everywhere", "local"), HOSTS)
def test_who_can_reach_a_host(host: str, *, loopback: bool, everywhere: bool, local: bool) -> None:
    assert (is_loopback(host), is_everywhere(host), is_local(host)) == (loopback, everywhere, local)


def test_names_of_subscribers() -> None:
    assert subscriber_name(" Nettbrett i stua ") == "nettbrett i stua"
    for typed in ("", " ", "-x", "x" * 41, "\x1b"):
        with pytest.raises(BadSubscriberError) as refused:
            subscriber_name(typed)
        assert refused.value.exit_code == 2
