"""The daemon's log, in the folder of this machine's state. The one module that knows logging.

`2026-11-24T10:11:12+01:00 info wrote Networking/Private.md`; five files of 1 MiB at the most. Only the
process that holds the daemon's lock may write.
"""

import contextlib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from zoneinfo import ZoneInfo

from vaultkit.rules.markdown import clean

NAME = "watch.log"
BYTES = 1 << 20
"""When the next line would make it longer, a new file is begun."""
FILES = 5
"""So many are kept, the one that is written to included."""

# An address of a feed is its secret; of any address, the log has only the host.
_ADDRESS = re.compile(r"\b([a-z][a-z0-9+.-]*)://(?:[^\s/?#@]*@)?([^\s/?#]*)\S*", re.IGNORECASE)
_SECRET = re.compile(
    r"\b(password|passwd|token|secret|authorization)\b(\W{1,4}(?:(?:basic|bearer)\s+)?)\S+", re.I
)


@contextmanager
def logging_to(folder: Path, zone: str) -> Iterator[logging.Logger]:
    """A logger for `info`, `warning`, `error`, `exception`; times in a zone (IANA name).

    What cannot be logged, because the disk is full perhaps, stops nothing. Raises OSError when the log cannot
    be opened at all.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = _Quiet(
        folder / NAME, maxBytes=BYTES, backupCount=FILES - 1, encoding="utf-8", errors="backslashreplace"
    )
    handler.setFormatter(Lines(zone))
    # Not one of the process's shared loggers: no library's messages, and no handlers of others.
    logger = logging.Logger("vaultkit.watch", logging.INFO)
    logger.addHandler(handler)
    try:
        yield logger
    finally:
        with contextlib.suppress(OSError):  # what the full disk did not take is tried once more
            handler.close()


def tail(folder: Path, lines: int) -> list[str]:
    """The last lines, oldest first, across all files; empty when nothing was logged."""
    found: list[str] = []
    for number in range(FILES):
        if len(found) >= lines:
            break
        file = folder / (f"{NAME}.{number}" if number else NAME)
        try:
            text = file.read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        found = [*text.removesuffix("\n").split("\n"), *found] if text else found
    return found[len(found) - lines :] if 0 < lines < len(found) else found if lines > 0 else []


class Lines(logging.Formatter):
    """One line for a message, and one for each line of a traceback; no control characters, no secrets."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = ZoneInfo(zone)

    def format(self, record: logging.LogRecord) -> str:
        """The line, or lines."""
        moment = datetime.fromtimestamp(record.created, self._zone).isoformat(timespec="seconds")
        start = f"{moment} {record.levelname.lower()} "
        texts = [record.getMessage()]
        if record.exc_info:
            texts += [f"  {line}" for line in self.formatException(record.exc_info).splitlines()]
        return "\n".join(start + _indent(text) + without_secrets(clean(text)) for text in texts)


def without_secrets(text: str) -> str:
    """The text with hosts in place of whole addresses, and nothing behind words such as `token=`."""
    return _SECRET.sub(r"\1\2…", _ADDRESS.sub(r"\1://\2/…", text))


def _indent(text: str) -> str:
    return " " * (len(text) - len(text.lstrip(" ")))


class _Quiet(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Go on; there is no better place to complain."""


def silence(library: str) -> None:
    """Let a library's own messages go nowhere."""
    logger = logging.getLogger(library)
    logger.propagate = False
    logger.setLevel(logging.CRITICAL + 1)
