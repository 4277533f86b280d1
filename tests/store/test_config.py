"""The vault's settings: every key, and a place for every fault."""

import re
from datetime import time
from pathlib import Path

import pytest
from workbench import ROOT, Run, Vault, person

from vaultkit.errors import ConfigError
from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.channel import Channel
from vaultkit.model.feed import NETWORKING, FeedSettings, Holds, Privacy
from vaultkit.model.network import Network
from vaultkit.model.settings import Settings
from vaultkit.model.slot import Slot
from vaultkit.store import config, configfeeds
from vaultkit.store.config import MAX_BYTES, read_config
from vaultkit.store.vault import VaultFolder

EVERY = """\
language = "nn"
name = "Silje"
timezone = "America/New_York"
country = "NO"
pages = "Me/Pages"
order = "name"

[folders]
people = ["Folk", "/Old friends/"]
meetings = ["Møte"]
ignore = []

[cadence]
default = 30
private = "6 uker"
tier = "x"
a = "P2W"
B = "aldri"

[queue]
first_contacts_per_day = 1
prepare_days = 0
thank_days = 365
cadence_per_day = 2
cadence_per_week = 7
promise_days = 3
report_days = 60
reply_days = 30
quiet_months = [7, 12]
birthday_days = 364

[contact]
daily_notes = true

[meetings]
minutes = 45

[slots]
rules = ["Tue 09:00-11:00", "tors lunsj"]
people_per_day = 2
people_per_week = 4
quiet_hours = 24

[feed]
name = "Møte"
vault = "My notes"
keep_past_days = 0
keep_cancelled_days = 90

[feeds.work]
title = "Work"
entries = ["meetings", "follow_ups"]
networks = "professional"
privacy = "initials"
details = []
color = "Teal"
language = "en"
alarm = 30

[feeds.birthdays]
entries = "birthdays"

[feeds.plain]
"""


def read(vault: Vault, text: str | bytes) -> tuple[Settings, list[str]]:
    return read_config(VaultFolder(vault({".vaultkit/config.toml": text}, config=None)), Settings())


def refused(vault: Vault, text: str | bytes) -> ConfigError:
    with pytest.raises(ConfigError) as error:
        read(vault, text)
    return error.value


def test_every_key_is_read(vault: Vault) -> None:
    settings, unknown = read(vault, EVERY)
    defaults = Settings()
    assert unknown == ["cadence.tier"]
    assert settings == Settings(
        language="nn",
        name="Silje",
        timezone="America/New_York",
        country="NO",
        pages="Me/Pages",
        order="name",
        people_folders=("Folk", "Old friends"),
        meeting_folders=("Møte",),
        ignore_folders=(),
        default_cadence=Cadence(30, "day"),
        network_cadence={**defaults.network_cadence, Network.PRIVATE: Cadence(6, "week")},
        tier_cadence={**defaults.tier_cadence, "A": Cadence(2, "week"), "B": NEVER},
        first_contacts_per_day=1,
        prepare_days=0,
        thank_days=365,
        cadence_per_day=2,
        cadence_per_week=7,
        promise_days=3,
        report_days=60,
        reply_days=30,
        quiet_months=(7, 12),
        birthday_days=364,
        daily_notes=True,
        meeting_minutes=45,
        slots=(Slot(1, time(9), time(11)), Slot(3, time(11, 30), time(12, 30), Channel.COFFEE)),
        slot_people_per_day=2,
        slot_people_per_week=4,
        slot_quiet_hours=24,
        feed_name="Møte",
        vault_name="My notes",
        keep_past_days=0,
        keep_cancelled_days=90,
        feeds=(
            FeedSettings(name="birthdays", entries=(Holds.BIRTHDAYS,)),
            NETWORKING,
            FeedSettings(name="plain"),
            FeedSettings(
                name="work",
                title="Work",
                entries=(Holds.MEETINGS, Holds.FOLLOW_UPS),
                networks=(Network.PROFESSIONAL,),
                privacy=Privacy.INITIALS,
                details=(),
                color="teal",
                language="en",
                alarm=30,
            ),
        ),
    )


def test_a_feed_that_holds_nothing_is_none(vault: Vault) -> None:
    assert read(vault, "[feeds.networking]\nentries = []\n")[0].feeds == ()


def test_the_example_above_names_every_key_there_is() -> None:
    section, keys = "", set()
    for line in EVERY.splitlines():
        if head := re.fullmatch(r"\[([\w.]+)\]", line):
            section = head[1] + "."
        elif line:
            keys.add(section + line.split(" ")[0])
    assert set(config._KEYS) <= keys
    assert {f"feeds.work.{key}" for key in configfeeds.KEYS} <= keys


def test_the_example_in_the_docs_is_read_and_names_every_key(vault: Vault) -> None:
    docs = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    example = docs.partition("```toml\n")[2].partition("```")[0]
    settings, unknown = read(vault, example)
    assert unknown == []
    assert [feed.name for feed in settings.feeds] == ["follow-ups", "networking", "shared"]
    named = {line.split(" ")[0] for line in example.splitlines()}
    assert {key.rpartition(".")[2] for key in (*config._KEYS, *configfeeds.KEYS)} <= named


def test_without_a_file_or_with_an_empty_one_the_settings_stay(vault: Vault, tmp_path: Path) -> None:
    assert read_config(VaultFolder(tmp_path), Settings()) == (Settings(), [])
    assert read(vault, "\ufeff# nothing yet\n") == (Settings(), [])


def test_unknown_keys_are_told_and_not_fatal(vault: Vault) -> None:
    settings, unknown = read(vault, 'colour = "red"\nlanguage = "nb"\n[queue]\nspeed = 9\n[[x]]\ny = 1\n')
    assert (settings.language, unknown) == ("nb", ["colour", "queue.speed", "x"])
    assert read(vault, "[feeds.work]\ncolour = 'teal'\n[feeds.work.a]\nb = 1\n[folders]\n")[1] == [
        "feeds.work.colour",
        "feeds.work.a",
    ]


@pytest.mark.parametrize(
    ("text", "where", "hint"),
    [
        ('language = "de"', "1:1: language is 'de'", '"nb", "nn", "en"'),
        ("# x\ntimezone = 'Mars/Base'", "2:1: timezone is 'Mars/Base'", "Europe/Oslo"),
        ('order = "warmest"', "1:1: order is", '"coldest", "name"'),
        ("country = 47", "1:1: country is 47", "two letters"),
        ("[folders]\n\npeople = 'People'", "3:1: folders.people is", '["People"]'),
        ("[folders]\nignore = [1]", "2:1: folders.ignore is", '["People"]'),
        ("[cadence]\nprivate = 'often'", "2:1: cadence.private is 'often'", "6 weeks"),
        ("[cadence]\nA = true", "2:1: cadence.A is True", "6 weeks"),
        ("[queue]\nfirst_contacts_per_day = 0", "2:1: queue.first_contacts_per_day is 0", "1 to 100"),
        ("[queue]\nprepare_days = 61", "2:1: queue.prepare_days is 61", "0 to 60"),
        ("[queue]\nquiet_months = 7", "2:1: queue.quiet_months is 7", "such as [7]"),
        ("[queue]\nquiet_months = [13]", "2:1: queue.quiet_months is [13]", "such as [7]"),
        (f"[queue]\nquiet_months = {list(range(1, 13))}", "2:1: queue.quiet_months is", "not all twelve"),
        ("[queue]\nthank_days = 1.5", "2:1: queue.thank_days is 1.5", "0 to 365"),
        ("[queue]\nbirthday_days = true", "2:1: queue.birthday_days is True", "0 to 364"),
        ("[contact]\ndaily_notes = 'yes'", "2:1: contact.daily_notes is 'yes'", "true or false"),
        ("[meetings]\nminutes = 4", "2:1: meetings.minutes is 4", "5 to 1440"),
        ("[feed]\nname = 3", "2:1: feed.name is 3", "double quotes"),
        ("[feed]\nkeep_past_days = -1", "2:1: feed.keep_past_days is -1", "0 to 365"),
        ("[feeds.work]\nentries = ['calls']", "2:1: feeds.work.entries is ['calls']", '"slots"'),
        ("[feeds.work]\nentries = [1]", "2:1: feeds.work.entries is [1]", '"meetings"'),
        ("[feeds.work]\ncolor = '#00ff00'", "2:1: feeds.work.color is '#00ff00'", '"teal"'),
        ("[feeds.work]\nprivacy = 'none'", "2:1: feeds.work.privacy is 'none'", '"initials"'),
        ("[feeds.work]\nalarm = -5", "2:1: feeds.work.alarm is -5", "0 to 10080"),
        ("[feeds.'../up']\nalarm = 5", "1:1: feeds.../up.alarm is 5", "[feeds.work]"),
        ("[feeds]\nwork = 5", "2:1: feeds.work is 5", "[feeds.work]"),
        ("".join(f"[feeds.f{n}]\n" for n in range(50)), "1:1: feeds.f49 is {}", "at most 50"),
        ("[feed]\nkeep_cancelled_days = 91", "2:1: feed.keep_cancelled_days is 91", "0 to 90"),
    ],
)
def test_value_that_does_not_fit_is_refused_with_line_and_wish(
    vault: Vault, text: str, where: str, hint: str
) -> None:
    error = refused(vault, text)
    assert str(error).startswith(f".vaultkit/config.toml:{where}")
    assert hint in error.hint
    assert error.exit_code == 3


@pytest.mark.parametrize(
    "pages",
    [
        "..",
        "../x",
        "a/../../b",
        "/",
        "",
        ".",
        ".hidden",
        "a/.obsidian",
        "C:/x",
        "a\\u0000b",
        "a\\u001bb",
        "a//b",
    ],
)
def test_pages_folder_outside_the_vault_hidden_or_impossible_is_refused(vault: Vault, pages: str) -> None:
    assert "a folder inside the vault" in refused(vault, f'pages = "{pages}"').hint


@pytest.mark.parametrize("key", ["people", "meetings", "ignore"])
def test_folders_that_lead_outside_are_refused(vault: Vault, key: str) -> None:
    assert "inside the vault" in refused(vault, f'[folders]\n{key} = ["../elsewhere"]').hint


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("language = nb", "1:12"),
        ('a = 1\nb = "x\n', "2:7"),
        ("a = 1\na = 2\n", "2:6"),
        (b'language = "n\xf8"', "1:1"),
    ],
)
def test_file_that_is_no_toml_is_refused_with_line_and_column(
    vault: Vault, text: str | bytes, place: str
) -> None:
    error = refused(vault, text)
    assert str(error).startswith(f".vaultkit/config.toml:{place}: ")
    assert error.hint


@pytest.mark.parametrize(
    "text", [b'language = "nb"\n' + b"#" * MAX_BYTES, b"x = " + b"[" * 9000, b"a." * 8000]
)
def test_enormous_or_deeply_nested_file_is_refused(text: bytes, vault: Vault) -> None:
    with pytest.raises(ConfigError):
        read(vault, text)


def test_command_says_what_is_wrong_with_the_file_and_exits_3(vault: Vault, run: Run) -> None:
    root = vault({"People/Ada.md": person(), ".vaultkit/config.toml": "language = nb"})
    result = run("sync", "--vault", root)
    assert (result.code, result.out) == (3, "")
    said, way_out = result.err.splitlines()
    assert said == "vaultkit: .vaultkit/config.toml:1:12: this is not TOML: invalid value"
    assert way_out.startswith("  → ")


def test_command_says_which_keys_mean_nothing_and_goes_on(vault: Vault, run: Run) -> None:
    root = vault({"People/Ada.md": person()}, config='language = "en"\ntimezone = "UTC"\nspeed = 9\n')
    result = run("sync", "--vault", root)
    assert result.code == 0
    assert "speed means nothing to vaultkit" in result.err
