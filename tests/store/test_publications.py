"""What one machine remembers of the calendars that it publishes to."""

import sys
from pathlib import Path

import pytest

from vaultkit.model.publishing import Sent, ServerCalendar
from vaultkit.store.publications import FILE, MEMORY, Publications

PHONE = ServerCalendar(name="phone", url="https://a.example/dav/", user="ada", command=("pass", "show", "a"))
WORK = ServerCalendar(name="work", url="https://b.example/dav/", user="ada", feed="follow-ups")
SENT = Sent("u.ics", '"1"', "digest", "total", "Lunsj på Voss")


def test_calendars_are_kept_by_name(tmp_path: Path) -> None:
    publications = Publications(tmp_path / "state")
    assert publications.calendars() == []
    publications.put(WORK)
    publications.put(PHONE)
    assert Publications(tmp_path / "state").calendars() == [PHONE, WORK]
    publications.drop("phone")
    assert publications.calendars() == [WORK]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of POSIX")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    publications = Publications(tmp_path / "state")
    publications.put(PHONE)
    assert (tmp_path / "state" / FILE).stat().st_mode & 0o777 == 0o600
    (tmp_path / "state" / FILE).chmod(0o666)
    assert publications.calendars() == [], "somebody else could have put another host into it"


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"schema": 9}', b'{"schema": 1, "calendars": [7, {}]}'])
def test_what_is_damaged_counts_as_not_there(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    (tmp_path / FILE).chmod(0o600)
    assert Publications(tmp_path).calendars() == []


def test_each_object_is_remembered_at_once(tmp_path: Path) -> None:
    memory = Publications(tmp_path).memory("phone")
    memory.put("u", SENT)
    other = Publications(tmp_path).memory("phone")
    assert (other.sent, other.looked) == ({"u": SENT}, False)
    memory.has_looked()
    memory.drop("u")
    again = Publications(tmp_path).memory("phone")
    assert (again.sent, again.looked) == ({}, True)
    assert Publications(tmp_path).memory("work").looked is False


def test_a_calendar_that_is_dropped_leaves_nothing(tmp_path: Path) -> None:
    publications = Publications(tmp_path)
    publications.put(PHONE)
    memory = publications.memory("phone")
    memory.put("u", SENT)
    memory.has_looked()
    memory.close()
    publications.drop("phone")
    again = publications.memory("phone")
    assert (again.sent, again.looked) == ({}, False)


def test_a_damaged_memory_is_a_lost_one(tmp_path: Path) -> None:
    (tmp_path / MEMORY).write_bytes(b"no database at all, and long enough to be looked at" * 50)
    memory = Publications(tmp_path).memory("phone")
    assert (memory.sent, memory.looked) == ({}, False)
    memory.put("u", SENT)
    assert Publications(tmp_path).memory("phone").sent == {"u": SENT}


def test_folders_remember_their_feed(tmp_path: Path) -> None:
    publications = Publications(tmp_path)
    assert publications.feed_in("/a") == ""
    publications.put_vdir("/a", "networking")
    publications.put(PHONE)
    assert publications.feed_in("/a") == "networking"
    assert publications.calendars() == [PHONE]
