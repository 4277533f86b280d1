"""Secret addresses: made on first need, hard to guess, for their owner alone, and ended when they end."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vaultkit.store.addresses import FILE, Addresses, DamagedAddressesError
from vaultkit.store.state import StateFolder

posix = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX systems")


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "vault", {"VAULTKIT_STATE_DIR": str(tmp_path / "state")})


def names(addresses: Addresses, feed: str = "networking") -> list[str]:
    return [one.name for one in addresses.of([feed])]


def test_asking_who_may_read_makes_no_address(state: StateFolder) -> None:
    assert Addresses(state).known() == ()
    assert not state.path.exists()


def test_the_first_need_makes_one_for_each_feed_and_it_stays(state: StateFolder) -> None:
    made = Addresses(state).of(["networking", "work"])
    assert [(one.feed, one.name) for one in made] == [("networking", "phone"), ("work", "phone")]
    assert len({one.secret for one in made}) == 2
    assert all(len(bytes.fromhex(one.secret)) * 8 >= 128 for one in made)
    assert Addresses(state).of(["networking", "work"]) == Addresses(state).known() == made


@posix
def test_only_their_owner_can_read_them(state: StateFolder) -> None:
    addresses = Addresses(state)
    addresses.of(["networking"])
    assert stat.S_IMODE((state.path / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(state.path.stat().st_mode) == 0o700
    assert addresses.are_private()
    (state.path / FILE).chmod(0o644)
    assert addresses.are_private() is False
    addresses.renew(["networking"], "phone")
    assert addresses.are_private()


def test_a_new_one_ends_the_old_one_and_leaves_the_others(state: StateFolder) -> None:
    addresses = Addresses(state)
    before = addresses.of(["networking", "work"])
    addresses.renew(["networking"], "phone")
    addresses.renew(["networking"], "tablet")
    after = addresses.of(["networking", "work"])
    assert [(one.feed, one.name) for one in after] == [
        ("networking", "phone"),
        ("networking", "tablet"),
        ("work", "phone"),
    ]
    assert before[0] not in after
    assert before[1] in after


def test_a_revoked_one_does_not_come_back_by_asking(state: StateFolder) -> None:
    addresses = Addresses(state)
    addresses.of(["networking"])
    assert addresses.revoke(["networking"], "phone")
    assert not addresses.revoke(["networking"], "phone")
    assert names(addresses) == names(Addresses(state)) == []
    addresses.renew(["networking"], "phone")
    assert names(addresses) == ["phone"]


def test_another_process_is_seen_at_once(state: StateFolder) -> None:
    server, command = Addresses(state), Addresses(state)
    command.of(["networking"])
    for _ in range(20):
        command.renew(["networking"], "phone")
        assert server.known() == command.of(["networking"])
    (state.path / FILE).unlink()
    assert server.known() == ()


def test_two_at_once_make_one_address(state: StateFolder) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Addresses(state).of(["networking"]), range(8)))
    assert len(set(made)) == 1


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b'{"schema": 2, "feeds": {}}',
    b'{"schema": 1, "feeds": []}',
    b'{"schema": 1, "feeds": {"networking": "0123456789012345678901234567890123456789"}}',
    b'{"schema": 1, "feeds": {"networking": {"phone": ""}}}',
    b'{"schema": 1, "feeds": {"networking": {"phone": "short"}}}',
    b'{"schema": 1, "feeds": {"networking": {"phone": "../../../../../../../../../../../etc/passwd"}}}',
]


@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_serves_nobody_and_is_named(state: StateFolder, data: bytes) -> None:
    addresses = Addresses(state)
    addresses.of(["networking"])
    (state.path / FILE).write_bytes(data)
    assert addresses.known() == ()
    for ask in (addresses.of, lambda feeds: addresses.renew(feeds, "phone")):
        with pytest.raises(DamagedAddressesError) as refused:
            ask(["networking"])
        assert FILE in str(refused.value)
    assert (state.path / FILE).read_bytes() == data


@posix
def test_a_file_that_others_may_write_to_serves_nobody(state: StateFolder) -> None:
    addresses = Addresses(state)
    addresses.of(["networking"])
    (state.path / FILE).chmod(0o666)
    assert Addresses(state).known() == addresses.known() == ()


def test_a_secret_is_not_shown_by_chance(state: StateFolder) -> None:
    (one,) = Addresses(state).of(["networking"])
    assert one.secret not in repr(one)
    assert one.path == f"/{one.secret}/networking.ics"
