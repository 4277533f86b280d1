"""`.vaultkit/config.toml` to Settings. Read only; it may choose how things look, never what runs."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from vaultkit.errors import ConfigError
from vaultkit.model.cadence import Cadence
from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase, marked, phrase
from vaultkit.model.settings import LANGUAGES, Settings
from vaultkit.rules.intervals import read_cadence
from vaultkit.rules.when import known_zone
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
        text = held.decode("utf-8-sig")
        data = tomllib.loads(text)
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
        line, column = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
        what = phrase("this is not TOML: {reason}", reason=re.sub(r"\s*\(at .*\)", "", str(error)).lower())
        hint = phrase("mend the line; texts need double quotes")
        raise ConfigError(PATH, line, column, what, hint) from None
    return _apply(data, text, settings)


Reader = Callable[[Any], Any]
"""The value for Settings; raises WantsError."""


class WantsError(Exception):
    """A value is not what its key wants. `wanted` says what that would be."""

    def __init__(self, text: str, /, **values: object) -> None:
        super().__init__(text)
        self.wanted = Phrase(text, values)


def _word(*allowed: str) -> Reader:
    def read(value: object) -> str:
        if value in allowed:
            return str(value)
        raise WantsError(marked("one of {words}"), words=", ".join(f'"{word}"' for word in allowed))

    return read


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise WantsError(marked('a text in double quotes, such as "…"'))


def _country(value: object) -> str:
    if isinstance(value, str) and re.fullmatch("[A-Za-z]{2}|", value):
        return value.upper()
    raise WantsError(marked('two letters such as "NO"'))


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise WantsError(marked("true or false"))


def _number(least: int, most: int) -> Reader:
    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise WantsError(marked("a whole number from {least} to {most}"), least=least, most=most)

    return read


def _months(value: object) -> tuple[int, ...]:
    if isinstance(value, list) and len(set(value)) < 12 and all(type(item) is int for item in value):
        months = tuple(sorted(set(value)))
        if all(1 <= month <= 12 for month in months):
            return months
    raise WantsError(marked("months as numbers such as [7], and not all twelve"))


def _zone(value: object) -> str:
    if isinstance(value, str) and known_zone(value):
        return value
    raise WantsError(marked('a time zone such as "Europe/Oslo"'))


def _cadence(value: object) -> Cadence:
    cadence = (
        read_cadence(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    )
    if cadence is None:
        raise WantsError(marked('an interval such as "6 weeks", "kvartalsvis" or "never"'))
    return cadence


def _inside(value: object) -> str:
    """A folder of the vault: relative, without `..`, not hidden."""
    path = str(value).replace("\\", "/").strip("/") if isinstance(value, str) else ""
    parts = path.split("/")
    hidden = any(part.startswith(".") or not part.strip() for part in parts)
    if hidden or ":" in path or not path.isprintable():
        raise WantsError(marked('a folder inside the vault such as "Networking"'))
    return path


def _folders(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) and item.strip("/") for item in value):
        folders = tuple(item.strip("/") for item in value)
        if not any(".." in folder.split("/") for folder in folders):
            return folders
    raise WantsError(marked('a list of folders inside the vault such as ["People"]'))


_KEYS: dict[str, tuple[str, Reader]] = {
    "language": ("language", _word(*LANGUAGES)),
    "timezone": ("timezone", _zone),
    "country": ("country", _country),
    "pages": ("pages", _inside),
    "order": ("order", _word("coldest", "name")),
    "folders.people": ("people_folders", _folders),
    "folders.meetings": ("meeting_folders", _folders),
    "folders.ignore": ("ignore_folders", _folders),
    "cadence.default": ("default_cadence", _cadence),
    "queue.first_contacts_per_day": ("first_contacts_per_day", _number(1, 100)),
    "queue.cadence_per_day": ("cadence_per_day", _number(1, 100)),
    "queue.cadence_per_week": ("cadence_per_week", _number(0, 700)),
    "queue.prepare_days": ("prepare_days", _number(0, 60)),
    "queue.thank_days": ("thank_days", _number(0, 365)),
    "queue.promise_days": ("promise_days", _number(0, 365)),
    "queue.reply_days": ("reply_days", _number(0, 365)),
    "queue.quiet_months": ("quiet_months", _months),
    "queue.report_days": ("report_days", _number(0, 365)),
    "queue.birthday_days": ("birthday_days", _number(0, 364)),
    "contact.daily_notes": ("daily_notes", _truth),
    "meetings.minutes": ("meeting_minutes", _number(5, 24 * 60)),
    "feed.name": ("feed_name", _text),
    "feed.keep_past_days": ("keep_past_days", _number(0, 365)),
    "feed.keep_cancelled_days": ("keep_cancelled_days", _number(0, 90)),
}
"""Key in the file, field of Settings, and how its value is read; listed in `docs/configuration.md`."""


def _apply(data: dict[str, Any], text: str, settings: Settings) -> tuple[Settings, list[str]]:
    unknown: list[str] = []
    changes: dict[str, Any] = {}
    networks = dict(settings.network_cadence)
    tiers = dict(settings.tier_cadence)
    for key, value in _flat(data):
        section, _, name = key.partition(".")
        try:
            if key in _KEYS:
                field, reader = _KEYS[key]
                changes[field] = reader(value)
            elif section == "cadence" and name in {n.value for n in Network}:
                networks[Network(name)] = _cadence(value)
            elif section == "cadence" and name.upper() in tiers:
                tiers[name.upper()] = _cadence(value)
            else:
                unknown.append(key)
        except WantsError as error:
            line = _line(text, key)
            what = phrase("{key} is {value}", key=key, value=repr(value))
            hint = phrase("it wants {wanted}", wanted=error.wanted)
            raise ConfigError(PATH, line, 1, what, hint) from None
    return replace(settings, **changes, network_cadence=networks, tier_cadence=tiers), unknown


def _flat(data: dict[str, Any]) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for key, value in data.items():
        if isinstance(value, dict):
            pairs += [(f"{key}.{inner}", held) for inner, held in value.items()]
        else:
            pairs.append((key, value))
    return pairs


def _line(text: str, key: str) -> int:
    """1-based line on which a key of the file stands; 1 when it cannot be found."""
    section, _, name = key.rpartition(".")
    here = ""
    for number, line in enumerate(text.splitlines(), 1):
        if head := re.match(r"\s*\[([^\]]+)\]", line):
            here = head[1].strip()
        elif here == section and re.match(rf"\s*{re.escape(name)}\s*=", line):
            return number
    return 1
