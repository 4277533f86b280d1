"""The password for a calendar server: from the keyring of the system, or from a program that prints it.

The one module that knows keyring. A password is kept in no file of vaultkit's, handed to no program, and
said in no message.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from threading import Timer
from urllib.parse import urlsplit

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.publishing import ServerCalendar

SECONDS = 60.0
"""So long a program has to print the password; somebody may have to unlock something first."""
_MOST = 4096
"""Bytes that it may print."""


class NoPasswordError(VaultkitError):
    """The password cannot be had."""

    exit_code = 1


def password_for(calendar: ServerCalendar, seconds: float = SECONDS) -> str:
    """The password; a program has so many seconds to print it. Raises NoPasswordError."""
    if calendar.command:
        return _printed(calendar.command, seconds)
    found = None
    with _keyring_trouble():
        import keyring

        found = keyring.get_password(*_place(calendar))
    if not found:
        said = phrase("the keyring holds no password for {name}", name=calendar.name)
        raise NoPasswordError(said, _add_again(calendar))
    return found


def keep_password(calendar: ServerCalendar, password: str) -> None:
    """Put it into the keyring. Raises NoPasswordError."""
    with _keyring_trouble():
        import keyring

        keyring.set_password(*_place(calendar), password)


def forget_password(calendar: ServerCalendar) -> None:
    """Take it out of the keyring, where it is there and that can be done."""
    with contextlib.suppress(Exception):  # backends raise errors of their own
        import keyring

        keyring.delete_password(*_place(calendar))


def _place(calendar: ServerCalendar) -> tuple[str, str]:
    """Service and user in the keyring. With the host in it, a password is found for no other one."""
    parts = urlsplit(calendar.url)
    return f"vaultkit {parts.scheme}://{parts.netloc}", calendar.user


@contextlib.contextmanager
def _keyring_trouble() -> Iterator[None]:
    """What goes wrong with a keyring, as NoPasswordError."""
    try:
        yield
    except ImportError:
        raise NoPasswordError(
            phrase("vaultkit cannot ask the keyring of this machine: a part is not installed"),
            phrase(
                "pip install 'obsidian-vaultkit[caldav]', or name a program that prints the password: "
                "--password-command"
            ),
        ) from None
    except Exception as error:  # noqa: BLE001  backends raise errors of their own
        said = phrase("the keyring of this machine does not answer ({reason})", reason=type(error).__name__)
        raise NoPasswordError(said, _other_way()) from None


def _other_way() -> Phrase:
    return phrase("unlock it, or name a program that prints the password: --password-command")


def _add_again(calendar: ServerCalendar) -> Phrase:
    return phrase("vaultkit publish remove {name}, then add it again with its password", name=calendar.name)


def _printed(command: Sequence[str], seconds: float) -> str:
    """The first line that a program prints. No shell, bounded time and size."""
    from subprocess import DEVNULL, PIPE, Popen

    try:
        # What it says on stderr goes past: it is for nobody's eyes but the owner's, who can run it.
        process = Popen(list(command), stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True)
    except OSError as error:
        said = phrase("«{program}» cannot be started: {reason}", program=command[0], reason=_reason(error))
        raise NoPasswordError(said, _look_yourself()) from None
    clock = Timer(seconds, _end, (process.pid,))
    clock.start()
    try:
        assert process.stdout is not None
        with process.stdout as out:  # held open meanwhile: what it still prints must not break it
            printed = out.readline(_MOST + 1)
            code = process.wait()
    finally:
        clock.cancel()
    line = printed.decode("utf-8", "replace").rstrip("\r\n")
    if code or not line or len(printed) > _MOST:
        said = phrase("«{program}» gave no password (code {code})", program=command[0], code=code)
        raise NoPasswordError(said, _look_yourself())
    return line


def _end(pid: int) -> None:
    """End a program that takes too long, and what it has started."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)
        else:
            os.killpg(pid, signal.SIGKILL)


def _look_yourself() -> Phrase:
    return phrase("run that program in a terminal: it must print the password on its first line")


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
