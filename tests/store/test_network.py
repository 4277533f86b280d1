"""What this machine is called on its network."""

import pytest

from vaultkit.store.network import is_own_address, outward_address, own_names, told_host


@pytest.mark.parametrize(
    ("host", "own"),
    [("127.0.0.1", True), ("192.0.2.7", False), ("0.0.0.0", False), ("::", False), ("localhost", False)],
)
def test_own_addresses(host: str, *, own: bool) -> None:
    assert is_own_address(host) is own


def test_others_are_told_an_address_that_means_one_machine() -> None:
    assert told_host("192.168.1.20") == "192.168.1.20"
    assert is_own_address(told_host("0.0.0.0"))
    assert outward_address() in ("", told_host("0.0.0.0"))


def test_names_are_in_small_letters() -> None:
    assert all(name == name.casefold() for name in own_names())
