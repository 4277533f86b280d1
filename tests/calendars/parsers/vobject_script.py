"""Reads a feed on standard input with vobject and prints it as JSON; run by `python_library.py`.

Its argument is the moment before which an occurrence must start, in ISO 8601.
"""

import json
import sys
from datetime import UTC, date, datetime

import vobject


def main() -> None:
    until = _milliseconds(datetime.fromisoformat(sys.argv[1]))
    events = {}
    for calendar in vobject.readComponents(sys.stdin.buffer.read().decode()):
        calendar.validate(raiseException=True)
        for event in getattr(calendar, "vevent_list", ()):
            start, end = event.dtstart.value, event.dtend.value
            length = _milliseconds(end) - _milliseconds(start)
            spans = []
            for occurrence in event.getrruleset(addRDate=False) or [start]:
                begins = _milliseconds(occurrence)
                if begins >= until:
                    break
                spans.append((begins, begins + length))
            texts = {name: getattr(event, name, None) for name in ("summary", "description", "location")}
            events[event.uid.value] = {
                "spans": spans,
                "status": event.status.value,
                "all_day": not isinstance(start, datetime),
                **{name: text.value if text else "" for name, text in texts.items()},
            }
    json.dump(events, sys.stdout)


def _milliseconds(time: date) -> int:
    if not isinstance(time, datetime) or time.tzinfo is None:  # the days of a rule come as times without zone
        time = datetime(time.year, time.month, time.day, tzinfo=UTC)
    return round(time.timestamp()) * 1000


if __name__ == "__main__":
    main()
