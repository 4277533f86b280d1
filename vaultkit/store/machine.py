"""What this machine says of its owner: language and time zone, for a vault that says nothing."""

import locale
from collections.abc import Mapping

from vaultkit.rules.when import known_zone


def language(environment: Mapping[str, str]) -> str:
    """`nb`, `nn` or `en`, from the POSIX variables, else from the system's settings."""
    said = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), None
    )
    if said is None:
        said = locale.getlocale()[0] or ""
    word = said.lower()
    if word.startswith("nn") or "nynorsk" in word:
        return "nn"
    return "nb" if word.startswith(("nb", "no")) else "en"


def timezone(environment: Mapping[str, str]) -> str:
    """The machine's zone as an IANA name; `UTC` when it cannot be told."""
    # Babel knows how each system keeps its zone: /etc/localtime, Windows' registry.
    from babel.localtime import LOCALTZ

    said = environment.get("TZ") or str(getattr(LOCALTZ, "key", getattr(LOCALTZ, "zone", "")))
    zone = known_zone(said) or "UTC"
    return "UTC" if zone == "Etc/UTC" else zone
