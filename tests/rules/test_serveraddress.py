"""Addresses of calendars as people type them."""

import pytest

from vaultkit.model.phrase import Phrase
from vaultkit.rules.serveraddress import read_address

GOOD = {
    "https://cloud.example/dav/calendars/ada/job": "https://cloud.example/dav/calendars/ada/job/",
    " https://cloud.example:8443/dav/ada/job// ": "https://cloud.example:8443/dav/ada/job/",
    "https://caldav.example/user/ada%40example.com/Møter/": "https://caldav.example/user/ada%40example.com/M%C3%B8ter/",
    "https://blåbær.example/ada/": "https://xn--blbr-roah.example/ada/",
    "http://localhost:5232/ada/job/": "http://localhost:5232/ada/job/",
    "http://127.0.0.1:5232/ada/job/": "http://127.0.0.1:5232/ada/job/",
    "http://[::1]:5232/ada/job/": "http://[::1]:5232/ada/job/",
}
BAD = {
    "cloud.example/dav/ada": "it begins with https://",
    "ftp://cloud.example/dav/ada": "it begins with https://",
    "http://cloud.example/dav/ada": "over http:// the password could be read on the way: use https://",
    "http://127.0.0.1.evil.example/a": "over http:// the password could be read on the way: use https://",
    "https://ada:secret@cloud.example/dav": "user and password do not belong into it: --user names the user",
    "https://cloud.example/": "it is that of the server: the address of one calendar is needed",
    "https://cloud.example/a/../b": "it is that of the server: the address of one calendar is needed",
    "https://cloud.example/dav?export": "it has no ? and no #: it is not the address for subscribing",
    "https://cloud.example:99999/a": "it is not an address",
    "https://[::1/a": "it is not an address",
    "": "it begins with https://",
}


@pytest.mark.parametrize("typed", GOOD)
def test_what_can_be_used(typed: str) -> None:
    assert read_address(typed) == GOOD[typed]


@pytest.mark.parametrize("typed", BAD)
def test_what_cannot(typed: str) -> None:
    why = read_address(typed)
    assert isinstance(why, Phrase)
    assert why.english() == BAD[typed]
