"""Sentences in the vault's language, days in words too. The one module that knows gettext.

The catalogues are `vaultkit/words/<language>.po`; English is what stands in the code. They are compiled
when the package is built.
"""

import gettext
import io
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

from vaultkit.model.cadence import Cadence
from vaultkit.model.network import Network
from vaultkit.model.phrase import Phrase, Weekday, marked, nphrase
from vaultkit.model.ref import Ref

Sink = Callable[[str | Ref], str]
"""Writes what a person wrote, or the name of a note, in one syntax."""

NETWORK_NAMES = {
    Network.PRIVATE: marked("Private"),
    Network.PROFESSIONAL: marked("Professional"),
    Network.HISTORICAL: marked("Historical"),
    Network.LEISURE: marked("Leisure"),
}
_MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)
_WEEKDAYS = (
    marked("Monday"),
    marked("Tuesday"),
    marked("Wednesday"),
    marked("Thursday"),
    marked("Friday"),
    marked("Saturday"),
    marked("Sunday"),
)
_PART_OF_A_DAY = re.compile("EEEE|MMMM|d|y")
"""What a pattern of the catalogues may hold, in the letters of Unicode CLDR."""


def plain(said: str | Ref) -> str:
    """For JSON and other places where text needs no syntax."""
    return said.name if isinstance(said, Ref) else said


class Words:
    """One language, on one day (a date of another year is said with its year)."""

    def __init__(self, language: str, today: date) -> None:
        """`language`: `nb`, `nn` or `en`."""
        self.language = language
        self.today = today
        self._catalogue = _catalogue(language)

    def gettext(self, english: str) -> str:
        """A word or sentence of the catalogue."""
        return self._catalogue.gettext(english) if english else ""

    def say(self, said: Phrase, write: Sink = plain) -> str:
        """A phrase; what people wrote goes through `write`."""
        if said.many:
            count = said.values["count"]
            assert isinstance(count, int)
            pattern = self._catalogue.ngettext(said.text, said.many, count)
        else:
            pattern = self.gettext(said.text)
        return pattern.format(**{name: self._value(value, write) for name, value in said.values.items()})

    def _value(self, value: object, write: Sink) -> str:
        match value:
            case str() if not isinstance(value, Network):
                return write(value)
            case Ref():
                return write(value)
            case Network():
                return self.network(value).lower()
            case Phrase():
                return self.say(value, write)
            case Cadence():
                return self.cadence(value)
            case datetime():
                return self.moment(value)
            case Weekday():
                return self.weekday(value.day)
            case date():
                return self.day(value)
            case tuple():
                return self.listed([self._value(item, write) for item in value])
            case _:
                return str(value)

    def listed(self, parts: list[str]) -> str:
        """`A, B and C`."""
        if len(parts) < 2:
            return "".join(parts)
        return self.gettext("{some} and {last}").format(some=", ".join(parts[:-1]), last=parts[-1])

    def network(self, network: Network) -> str:
        """The name of a network, as on its page."""
        return self.gettext(NETWORK_NAMES[network])

    def day(self, day: date) -> str:
        """`19 November`; with the year when it is not this year's."""
        pattern = marked("d MMMM") if day.year == self.today.year else marked("d MMMM y")
        return self._formatted(day, self.gettext(pattern))

    def weekday(self, day: date) -> str:
        """`Thursday 26 November`."""
        pattern = marked("EEEE d MMMM") if day.year == self.today.year else marked("EEEE d MMMM y")
        return self._formatted(day, self.gettext(pattern))

    def month(self, day: date) -> str:
        """`November`; with the year when it is not this year's."""
        pattern = marked("MMMM") if day.year == self.today.year else marked("MMMM y")
        return self._formatted(day, self.gettext(pattern))

    def recent(self, day: date) -> str:
        """A day in a letter that is sent today: `today`, `yesterday`, `on Thursday`, `on 19 November`."""
        ago = (self.today - day).days
        if ago in (0, 1):
            return self.gettext(marked("today") if not ago else marked("yesterday"))
        if 1 < ago < 7:
            return self.gettext(marked("on {weekday}")).format(weekday=self._formatted(day, "EEEE"))
        return self.gettext(marked("on {day}")).format(day=self.day(day))

    def moment(self, moment: date) -> str:
        """`Thursday 26 November at 11:30`; without the time for a plain date."""
        if not isinstance(moment, datetime):
            return self.weekday(moment)
        return self.gettext("{day} at {time}").format(day=self.weekday(moment), time=self.clock(moment))

    def clock(self, moment: datetime) -> str:
        """`11:30`."""
        return format(moment, self.gettext("%H:%M"))

    def cadence(self, cadence: Cadence) -> str:
        """`every 6 weeks`."""
        if not cadence.count:
            return self.gettext("never")
        return self.say(
            {
                "day": nphrase("every day", "every {count} days", cadence.count),
                "week": nphrase("every week", "every {count} weeks", cadence.count),
                "month": nphrase("every month", "every {count} months", cadence.count),
                "year": nphrase("every year", "every {count} years", cadence.count),
            }[cadence.unit]
        )

    def _formatted(self, day: date, pattern: str) -> str:
        # Babel would hold five MiB for these nineteen names, as long as the daemon runs.
        parts = {
            "EEEE": self.gettext(_WEEKDAYS[day.weekday()]),
            "MMMM": self.gettext(_MONTHS[day.month - 1]),
            "d": str(day.day),
            "y": str(day.year),
        }
        return _PART_OF_A_DAY.sub(lambda found: parts[found[0]], pattern)


@lru_cache(maxsize=4)
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    folder = files("vaultkit") / "words"
    compiled = folder / f"{language}.mo"
    if compiled.is_file():
        return gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))
    # A checkout that was never built: compile in memory.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = io.BytesIO((folder / f"{language}.po").read_bytes())
    target = io.BytesIO()
    write_mo(target, read_po(source, locale=language))
    target.seek(0)
    return gettext.GNUTranslations(target)


def catalogue_text(language: str, english: str) -> str:
    """A word of the catalogue, where the day does not matter."""
    return _catalogue(language).gettext(english)
