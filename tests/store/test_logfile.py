"""The daemon's log: one line for one thing, small, and without secrets."""

import logging
import os
import re
from pathlib import Path

import pytest

from vaultkit.store.logfile import BYTES, FILES, NAME, Lines, logging_to, tail, without_secrets

ZONE = "Europe/Oslo"


def line(text: str) -> str:
    """A message as the log would hold it, said on 24 November 2026 at 10:11:12 in Oslo."""
    record = logging.makeLogRecord(
        {"created": 1795511472.5, "levelname": "INFO", "levelno": logging.INFO, "msg": text}
    )
    return Lines(ZONE).format(record)


def test_line_has_its_time_on_the_vaults_clock() -> None:
    assert line("wrote Nettverk/Oppfølging.md") == (
        "2026-11-24T10:11:12+01:00 info wrote Nettverk/Oppfølging.md"
    )


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[2J", "\x00", "\u2028", "\u202e"], ids=ascii)
def test_name_can_neither_begin_a_line_nor_steer_a_terminal(sign: str) -> None:
    said = line(f"Ada{sign}2026-11-24T10:11:12+01:00 error all is lost")
    assert said.startswith("2026-11-24T10:11:12+01:00 info Ada ")
    assert said.isprintable()


def test_lone_half_of_a_letter_is_logged_too(tmp_path: Path) -> None:
    with logging_to(tmp_path, ZONE) as log:
        log.info("Ada \ud83d \udce6")
    assert tail(tmp_path, 9)[0].endswith(" info Ada � �")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "serves http://127.0.0.1:8437/feed/s3cr3t-t0ken/networking.ics now",
            "serves http://127.0.0.1:8437/… now",
        ),
        ("https://kari:hush@dav.example.no/kari/cal", "https://dav.example.no/…"),
        ("webcal://example.no?token=abc", "webcal://example.no/…"),
        ("password=hush, token: abc", "password=… token: …"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer …"),
        ("wrote People/Ada.md", "wrote People/Ada.md"),
    ],
)
def test_addresses_and_passwords_are_not_logged(text: str, held: str) -> None:
    assert without_secrets(text) == held
    assert line(text).endswith(held)


def test_fault_is_logged_with_its_traceback_line_by_line(tmp_path: Path) -> None:
    with logging_to(tmp_path, ZONE) as log:
        try:
            int("https://example.no/s3cr3t\nsecond")
        except ValueError:
            log.exception("could not sync")
    said = tail(tmp_path, 99)
    assert said[0].endswith(" error could not sync")
    assert said[1].endswith(" error   Traceback (most recent call last):")
    assert said[-1].endswith("  ValueError: invalid literal for int() with base 10: 'https://example.no/…")
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00 error ", one) for one in said)


def test_log_is_made_of_few_files_of_limited_size(tmp_path: Path) -> None:
    with logging_to(tmp_path, ZONE) as log:
        for number in range(8):
            for _ in range(10):
                log.info("%s %s", number, "x" * (BYTES // 10))
    names = [NAME, *(f"{NAME}.{number}" for number in range(1, FILES))]
    assert sorted(file.name for file in tmp_path.iterdir()) == names
    assert all(file.stat().st_size <= BYTES for file in tmp_path.iterdir())
    assert tail(tmp_path, 1)[0][:33].endswith(" info 7 ")


def test_tail_goes_back_over_the_files(tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.2").write_text("1\n2\n")
    (tmp_path / f"{NAME}.1").write_text("3\n4\n")
    (tmp_path / NAME).write_bytes("5\næ 6".encode())  # the last line is being written
    assert tail(tmp_path, 1) == ["æ 6"]
    assert tail(tmp_path, 3) == ["4", "5", "æ 6"]
    assert tail(tmp_path, 99) == ["1", "2", "3", "4", "5", "æ 6"]
    assert tail(tmp_path, 0) == []


def test_tail_of_nothing_is_nothing(tmp_path: Path) -> None:
    assert tail(tmp_path / "none", 9) == []
    (tmp_path / NAME).write_text("")
    assert tail(tmp_path, 9) == []


def test_second_run_goes_on_where_the_first_ended(tmp_path: Path) -> None:
    for text in ("one", "two"):
        with logging_to(tmp_path / "log", ZONE) as log:
            log.info(text)
    assert [one.split()[-1] for one in tail(tmp_path / "log", 9)] == ["one", "two"]


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX systems")
def test_log_is_for_its_owner_alone(tmp_path: Path) -> None:
    with logging_to(tmp_path / "log", ZONE) as log:
        log.info("hello")
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_full_disk_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / NAME).symlink_to("/dev/full")
    with logging_to(tmp_path, ZONE) as log:
        log.info("hello")
        log.error("still there")
    assert capsys.readouterr() == ("", "")
