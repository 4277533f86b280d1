"""ical.js and node-ical, from npm."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from calendars.parsers.reading import NotHere, Reading, ask, from_json, milliseconds

_HERE = Path(__file__).parent


def read_with_icaljs(data: bytes, until: datetime) -> Reading:
    """As ical.js (Thunderbird, Nextcloud) reads it."""
    return _read("ical.js", "icaljs.mjs", data, until)


def read_with_nodeical(data: bytes, until: datetime) -> Reading:
    """As node-ical (Node-RED, MagicMirror) reads it."""
    return _read("node-ical", "nodeical.mjs", data, until)


def _read(package: str, script: str, data: bytes, until: datetime) -> Reading:
    node = shutil.which("node")
    if not node or not (_HERE.parent / "node_modules" / package).is_dir():
        raise NotHere(f"{package}: `npm install --no-package-lock` in tests/calendars")
    command = [node, str(_HERE / script), str(milliseconds(until))]
    # node-ical counts days on the machine's clock
    return from_json(ask(package, command, data, **{**os.environ, "TZ": "UTC"}))
