"""A place is brought to hold what the feed holds: whatever stops a run, the next one completes it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from calendars.awkward import entry

from vaultkit.app.entries import as_objects
from vaultkit.app.sending import Published, Sending
from vaultkit.model.phrase import phrase
from vaultkit.model.publishing import Ours, Standing
from vaultkit.store.daverrors import MeanwhileError, RefusedError, UnreachableError
from vaultkit.store.publications import Publications

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)
FOREIGN = {"dentist.ics": b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}


def feed(**hours: int) -> dict[str, Ours]:
    """Entries by name, each at an hour."""
    return as_objects(
        {f"{name}@vaultkit": entry(name, NOON.replace(hour=hour)) for name, hour in hours.items()}
    )


class Shelf:
    """A server in memory, that can die, keep its ETags to itself, and write anew what it is given."""

    def __init__(self, *, says_etag: bool = True, rewrites: bytes = b"") -> None:
        self.held = dict(FOREIGN)
        self.versions = dict.fromkeys(FOREIGN, 1)
        self.written: list[str] = []
        self.dies_at, self.before = 0, True
        self.says_etag, self.rewrites = says_etag, rewrites
        self.refuses: set[str] = set()

    def listed(self) -> dict[str, str]:
        with self._request():
            return {name: self._etag(name) for name in self.held}

    def objects(self, names: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
        with self._request():
            pass
        for name in names:
            if name in self.held:
                yield name, self._etag(name), self.held[name]

    def create(self, name: str, data: bytes) -> str:
        with self._request():
            if name in self.held:
                raise MeanwhileError
            return self._put(name, data)

    def change(self, name: str, data: bytes, etag: str) -> str:
        with self._request():
            if name not in self.held or self._etag(name) != etag:
                raise MeanwhileError
            return self._put(name, data)

    def delete(self, name: str, etag: str) -> None:
        with self._request():
            if name not in self.held or self._etag(name) != etag:
                raise MeanwhileError
            del self.held[name]

    def _put(self, name: str, data: bytes) -> str:
        if name in self.refuses:
            raise RefusedError("shelf", 403)
        self.held[name] = data.replace(b"SUMMARY:", b"SUMMARY:" + self.rewrites)
        self.versions[name] = self.versions.get(name, 0) + 1
        self.written.append(name)
        return self._etag(name) if self.says_etag else ""

    def _etag(self, name: str) -> str:
        return f'"{self.versions[name]}"'

    def _request(self) -> "_Dying":
        self.dies_at -= 1
        return _Dying(dies=self.dies_at == 0, before=self.before)


class _Dying:
    """One request; one that dies does so before it is carried out, or when only the answer is missing."""

    def __init__(self, *, dies: bool, before: bool) -> None:
        self.dies, self.before = dies, before

    def __enter__(self) -> None:
        if self.dies and self.before:
            raise UnreachableError("shelf", phrase("the connection broke off"))

    def __exit__(self, *_: object) -> None:
        if self.dies and not self.before:
            raise UnreachableError("shelf", phrase("the connection broke off"))


def send(folder: Path, shelf: Shelf, ours: dict[str, Ours], *, overwrite: bool = False) -> Published:
    """A run in a process of its own: nothing but the files is known from before."""
    memory = Publications(folder).memory("phone")
    try:
        return Sending(ours, memory, shelf, overwrite=overwrite).carry_out()
    except UnreachableError as error:
        return Published(stopped=error)
    finally:
        memory.close()


BEFORE, AFTER = feed(lunch=11, walk=12, talk=13), feed(lunch=15, talk=13, tea=9)


@pytest.mark.parametrize("before", [True, False], ids=["request lost", "answer lost"])
@pytest.mark.parametrize("says_etag", [True, False], ids=["ETag", "no ETag"])
@pytest.mark.parametrize("request_", range(1, 14))
def test_it_dies_at_each_request_and_the_next_run_completes(
    tmp_path: Path, request_: int, *, before: bool, says_etag: bool
) -> None:
    shelf = Shelf(says_etag=says_etag)
    shelf.before = before
    for wanted in (BEFORE, AFTER):
        shelf.dies_at = request_
        send(tmp_path, shelf, wanted)
        shelf.dies_at = 0
        result = send(tmp_path, shelf, wanted)
        assert result.is_well()
        assert shelf.held == {**FOREIGN, **{one.name: one.data for one in wanted.values()}}
        writes = list(shelf.written)
        again = send(tmp_path, shelf, wanted)
        assert (again.done, again.unchanged, again.is_well()) == ([], 3, True)
        assert shelf.written == writes
    assert len(shelf.written) == 5, "three new, one changed, one new: nothing twice"


def test_a_server_that_writes_it_anew_is_no_stranger(tmp_path: Path) -> None:
    shelf = Shelf(says_etag=False, rewrites=b"Work: ")
    assert send(tmp_path, shelf, BEFORE).is_well()
    again = send(tmp_path, shelf, BEFORE)
    assert (again.done, again.unchanged) == ([], 3)
    changed = send(tmp_path, shelf, AFTER)
    assert changed.is_well()
    assert [step.deed.value for step in changed.done] == ["changed", "created", "deleted"]


def test_one_that_is_refused_keeps_none_of_the_others(tmp_path: Path) -> None:
    shelf = Shelf()
    shelf.refuses = {BEFORE["walk@vaultkit"].name}
    result = send(tmp_path, shelf, BEFORE)
    assert [step.summary for step, _ in result.failed] == ["walk"]
    assert len(result.done) == 2
    shelf.refuses = set()
    assert [step.summary for step in send(tmp_path, shelf, BEFORE).done] == ["walk"]


def test_a_calendar_that_takes_nothing_is_not_asked_for_ever(tmp_path: Path) -> None:
    many = feed(**{f"m{number}": 9 for number in range(20)})
    shelf = Shelf()
    shelf.refuses = {one.name for one in many.values()}
    result = send(tmp_path, shelf, many)
    assert len(result.failed) == 5
    assert isinstance(result.stopped, RefusedError)


def test_two_machines_agree_without_sending_anything(tmp_path: Path) -> None:
    shelf = Shelf()
    send(tmp_path / "one", shelf, BEFORE)
    second = send(tmp_path / "two", shelf, BEFORE)
    assert (second.done, second.unchanged) == ([], 3)
    assert send(tmp_path / "two", shelf, AFTER).is_well()
    behind = send(tmp_path / "one", shelf, AFTER)
    assert (behind.done, behind.is_well()) == ([], True)


def test_a_second_feed_in_the_same_calendar_is_told_of_and_left(tmp_path: Path) -> None:
    shelf = Shelf()
    send(tmp_path / "one", shelf, feed(lunch=11))
    second = send(tmp_path / "two", shelf, feed(talk=13))
    assert [(one.standing, one.summary) for one in second.left] == [(Standing.STRAY, "lunch")]
    assert len(shelf.held) == 3
    assert send(tmp_path / "two", shelf, {}).done[0].summary == "talk"
    assert len(shelf.held) == 2
