"""What the machine says of its owner, for a vault that says nothing."""

import pytest

from vaultkit.store import machine


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "no_NO"}, "nb"),
        ({"LANG": "nn_NO.UTF-8"}, "nn"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C"}, "en"),
        ({"LC_ALL": "nn_NO", "LANG": "nb_NO"}, "nn"),
        ({"LC_ALL": "", "LC_MESSAGES": "nb_NO", "LANG": "en_US"}, "nb"),
    ],
)
def test_language_is_that_of_the_messages(environment: dict[str, str], language: str) -> None:
    assert machine.language(environment) == language


@pytest.mark.parametrize(
    ("tz", "zone"),
    [
        ("Europe/Oslo", "Europe/Oslo"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("Mars/Base", "UTC"),
        ("../../etc/passwd", "UTC"),
    ],
)
def test_zone_is_a_name_that_is_known_else_utc(tz: str, zone: str) -> None:
    assert machine.timezone({"TZ": tz}) == zone


def test_zone_of_the_system_is_a_name() -> None:
    assert machine.timezone({})
