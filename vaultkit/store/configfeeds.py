"""The tables `[feeds.NAME]` of the settings' file."""

import re
from collections.abc import Iterable
from dataclasses import replace

from vaultkit.model.feed import Detail, FeedSettings, Holds, Privacy
from vaultkit.model.network import Network
from vaultkit.model.phrase import marked
from vaultkit.model.settings import LANGUAGES
from vaultkit.store.configvalues import Reader, WantsError, number, several, text, word

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_MOST = 50
"""Feeds of one vault."""


def _color(value: object) -> str:
    if isinstance(value, str) and value.casefold() in COLORS:
        return value.casefold()
    raise WantsError(marked('the English name of a colour, such as "teal" (CSS has the list)'))


KEYS: dict[str, Reader] = {
    "title": text,
    "entries": several(Holds),
    "networks": several(Network),
    "privacy": lambda value: Privacy(word(*Privacy)(value)),
    "details": several(Detail),
    "color": _color,
    "language": word(*LANGUAGES),
    "alarm": number(0, 7 * 24 * 60),
}
"""Key of a table, which is the field of FeedSettings, and how its value is read."""


class Feeds:
    """The feeds of a vault, while its settings are read."""

    def __init__(self, feeds: Iterable[FeedSettings]) -> None:
        self._feeds = {feed.name: feed for feed in feeds}
        self.unknown: list[str] = []
        """Keys that mean nothing."""

    @property
    def all(self) -> tuple[FeedSettings, ...]:
        """Each feed that holds anything, by name."""
        return tuple(feed for _, feed in sorted(self._feeds.items()) if feed.entries)

    def set(self, path: str, value: object) -> None:
        """`NAME.key`, and what stands behind it. Raises WantsError."""
        name, _, key = path.partition(".")
        if not _NAME.fullmatch(name):
            raise WantsError(marked("a name of small letters a-z, digits and hyphens, such as [feeds.work]"))
        feed = self._feeds.get(name) or FeedSettings(name=name)
        if key in KEYS:
            feed = replace(feed, **{key: KEYS[key](value)})
        elif key:
            self.unknown.append(f"feeds.{path}")
        elif value != {}:
            raise WantsError(marked("a table of its own, [feeds.{name}]"), name=name)
        self._feeds[name] = feed
        if len(self._feeds) > _MOST:
            raise WantsError(marked("at most {count} feeds"), count=_MOST)


COLORS = frozenset(
    """
aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown
burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan
darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid
darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet
deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro
ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki
lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow
lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise
mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange
orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum
powderblue purple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver
skyblue slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet
wheat white whitesmoke yellow yellowgreen
    """.split()  # noqa: SIM905 - a list of 147 strings is harder to read
)
"""The colours of CSS3, the only values that RFC 7986 (5.9) has for COLOR."""
