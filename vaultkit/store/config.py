"""`.vaultkit/config.toml` to Settings. Read only; it may choose how things look, never what runs."""

import re
import tomllib
from dataclasses import replace
from typing import Any

from vaultkit.errors import ConfigError
from vaultkit.model.network import Network
from vaultkit.model.phrase import phrase
from vaultkit.model.settings import LANGUAGES, Settings
from vaultkit.store.configfeeds import Feeds
from vaultkit.store.configvalues import (
    Reader,
    WantsError,
    cadence,
    country,
    folders,
    inside,
    months,
    number,
    slots,
    text,
    truth,
    word,
    zone,
)
from vaultkit.store.scan import reason
from vaultkit.store.vault import VaultFolder

PATH = ".vaultkit/config.toml"
MAX_BYTES = 16 << 10


def read_config(vault: VaultFolder, settings: Settings) -> tuple[Settings, list[str]]:
    """`settings` with what the vault's file says, and the keys in it that mean nothing.

    Raises ConfigError with line and column for a file that cannot be used, UnsafePathError for a link out of
    the vault.
    """
    try:
        held = vault.read_whole(PATH, MAX_BYTES + 1)
        if held is None:
            return settings, []
        if len(held) > MAX_BYTES:
            size = phrase("is larger than {size} KB", size=MAX_BYTES >> 10)
            raise ConfigError(PATH, 1, 1, size, phrase("keep only what it is for in it"))
        written = held.decode("utf-8-sig")
        data = tomllib.loads(written)
    except OSError as error:
        what = phrase("cannot be read ({reason})", reason=reason(error))
        raise ConfigError(PATH, 1, 1, what, phrase("check its permissions")) from None
    except RecursionError:
        what = phrase("nested too deep, or too many values")
        raise ConfigError(PATH, 1, 1, what, phrase("keep only what it is for in it")) from None
    except UnicodeDecodeError:
        raise ConfigError(PATH, 1, 1, phrase("is not UTF-8 text"), phrase("save it as UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (written.count("\n") + 1, 1)
        what = phrase("this is not TOML: {reason}", reason=re.sub(r"\s*\(at .*\)", "", str(error)).lower())
        hint = phrase("mend the line; texts need double quotes")
        raise ConfigError(PATH, line, column, what, hint) from None
    return _apply(data, written, settings)


_KEYS: dict[str, tuple[str, Reader]] = {
    "language": ("language", word(*LANGUAGES)),
    "name": ("name", text),
    "timezone": ("timezone", zone),
    "country": ("country", country),
    "pages": ("pages", inside),
    "order": ("order", word("coldest", "name")),
    "folders.people": ("people_folders", folders),
    "folders.meetings": ("meeting_folders", folders),
    "folders.ignore": ("ignore_folders", folders),
    "cadence.default": ("default_cadence", cadence),
    "queue.first_contacts_per_day": ("first_contacts_per_day", number(1, 100)),
    "queue.cadence_per_day": ("cadence_per_day", number(1, 100)),
    "queue.cadence_per_week": ("cadence_per_week", number(0, 700)),
    "queue.prepare_days": ("prepare_days", number(0, 60)),
    "queue.thank_days": ("thank_days", number(0, 365)),
    "queue.promise_days": ("promise_days", number(0, 365)),
    "queue.reply_days": ("reply_days", number(0, 365)),
    "queue.quiet_months": ("quiet_months", months),
    "queue.report_days": ("report_days", number(0, 365)),
    "queue.birthday_days": ("birthday_days", number(0, 364)),
    "contact.daily_notes": ("daily_notes", truth),
    "meetings.minutes": ("meeting_minutes", number(5, 24 * 60)),
    "slots.rules": ("slots", slots),
    "slots.people_per_day": ("slot_people_per_day", number(1, 100)),
    "slots.people_per_week": ("slot_people_per_week", number(0, 700)),
    "slots.quiet_hours": ("slot_quiet_hours", number(0, 24 * 7)),
    "feed.name": ("feed_name", text),
    "feed.vault": ("vault_name", text),
    "feed.keep_past_days": ("keep_past_days", number(0, 365)),
    "feed.keep_cancelled_days": ("keep_cancelled_days", number(0, 90)),
}
"""Key in the file, field of Settings, and how its value is read; listed in `docs/configuration.md`."""


def _apply(data: dict[str, Any], written: str, settings: Settings) -> tuple[Settings, list[str]]:
    unknown: list[str] = []
    changes: dict[str, Any] = {}
    networks = dict(settings.network_cadence)
    tiers = dict(settings.tier_cadence)
    feeds = Feeds(settings.feeds)
    for key, value in _flat(data):
        section, _, name = key.partition(".")
        try:
            if key in _KEYS:
                field, reader = _KEYS[key]
                changes[field] = reader(value)
            elif section == "feeds":
                feeds.set(name, value)
            elif section == "cadence" and name in {n.value for n in Network}:
                networks[Network(name)] = cadence(value)
            elif section == "cadence" and name.upper() in tiers:
                tiers[name.upper()] = cadence(value)
            else:
                unknown.append(key)
        except WantsError as error:
            line = _line(written, key)
            what = phrase("{key} is {value}", key=key, value=repr(value))
            hint = phrase("it wants {wanted}", wanted=error.wanted)
            raise ConfigError(PATH, line, 1, what, hint) from None
    changes |= {"network_cadence": networks, "tier_cadence": tiers, "feeds": feeds.all}
    return replace(settings, **changes), unknown + feeds.unknown


def _flat(data: dict[str, Any], depth: int = 3) -> list[tuple[str, Any]]:
    """Each value with its dotted key. An empty table is a value of the table that it stands in."""
    pairs: list[tuple[str, Any]] = []
    for key, value in data.items():
        if isinstance(value, dict) and depth > 1:
            pairs += [(f"{key}.{inner}", held) for inner, held in _flat(value, depth - 1)]
            if not value and depth < 3:
                pairs.append((key, value))
        else:
            pairs.append((key, value))
    return pairs


def _line(text: str, key: str) -> int:
    """1-based line on which a key of the file stands; 1 when it cannot be found."""
    section, _, name = key.rpartition(".")
    here = ""
    for at, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[([^\]]+)\]", line):
            here = head[1].strip()
        elif here == section and re.match(rf"\s*{re.escape(name)}\s*=", line):
            return at
    return 1
