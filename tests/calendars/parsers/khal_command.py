"""khal, from PyPI: a calendar in the terminal, which imports a feed into a folder of its own and lists it."""

import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from calendars.parsers.reading import Event, NotHere, Reading, Span, ask, milliseconds

FROM, TO = date(2025, 12, 1), date(2029, 12, 1)
"""khal lists day by day, which takes time: what begins before, or on or after, is not asked for."""
_CONFIG = """\
[calendars]
[[feed]]
path = {work}/vdir
[sqlite]
path = {work}/khal.db
[default]
default_calendar = feed
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M:%S
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M:%S
longdatetimeformat = %Y-%m-%d %H:%M:%S
"""
_FIELDS = ("uid", "start-long-full", "end-long-full", "status", "all-day", "title", "description", "location")


def read_with_khal(data: bytes, until: datetime) -> Reading:
    """As `khal import` and `khal list` understand it: what happens between FROM and TO, and only that."""
    if not find_spec("khal"):
        raise NotHere("khal: `pip install khal`, or python3 dev.py test, which does it")
    # khal has every event written through to the disk: in memory that costs nothing
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="khal", dir=memory) as made:
        work = Path(made)
        (work / "config").write_text(_CONFIG.format(work=work))
        (work / "feed.ics").write_bytes(data)
        (work / "vdir").mkdir()
        _khal(work, "import", "--batch", str(work / "feed.ics"))
        fields = [part for field in _FIELDS for part in ("--json", field)]
        last = min(until.astimezone(UTC).date(), TO)
        listed = _khal(work, "list", *fields, f"{FROM}", f"{last}")
    lines: dict[str, list[Any]] = defaultdict(list)
    for day in listed.splitlines():
        for line in json.loads(day):
            lines[line["uid"]].append(line)
    return {uid: _event(of, until) for uid, of in lines.items()}


def _khal(work: Path, *command: str) -> str:
    home = {"HOME": str(work), "XDG_CONFIG_HOME": str(work), "XDG_DATA_HOME": str(work), "TZ": "UTC"}
    program = [sys.executable, "-m", "khal", "--config", str(work / "config"), *command]
    return ask("khal", program, b"", **{**os.environ, **home})


def _event(lines: list[Any], until: datetime) -> Event:
    """An event from its lines: one for each day on which it goes on."""
    first = lines[0]
    all_day = first["all-day"] == "True"
    spans = sorted({_span(line["start-long-full"], line["end-long-full"], all_day) for line in lines})
    return Event(
        within(span for span in spans if span[0] < milliseconds(until)),
        first["status"],
        all_day,
        *(first[name] for name in ("title", "description", "location")),
    )


def within(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Those that begin between FROM and TO."""
    return tuple(span for span in spans if milliseconds(FROM) <= span[0] < milliseconds(TO))


def _span(start: str, end: str, all_day: bool) -> Span:
    """khal names the last day of an event of whole days, not the day behind it."""
    begins, ends = (milliseconds(datetime.fromisoformat(time).replace(tzinfo=UTC)) for time in (start, end))
    return begins, ends + 86_400_000 * all_day
