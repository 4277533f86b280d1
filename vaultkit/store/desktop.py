"""The desktop around the terminal: its clipboard, and the programs that open an address.

The one module that knows `webbrowser` and the programs of the clipboard.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping

from vaultkit.errors import NoDesktopError
from vaultkit.model.phrase import phrase

SECONDS = 10.0
"""So long a clipboard may take to accept a text."""


def copy(text: str, environment: Mapping[str, str]) -> None:
    """Put a text on the clipboard. Raises NoDesktopError where no program for it is there, or it fails."""
    path = environment.get("PATH")
    command = next((found for found in _clipboards(environment) if shutil.which(found[0], path=path)), None)
    if command is None:
        raise NoDesktopError(
            phrase("there is no program here that reaches the clipboard"),
            phrase("install wl-clipboard (Wayland) or xclip (X11), or copy the text that is printed"),
        )
    # clip.exe reads what is piped into it as UTF-16 where that begins with its mark.
    data = text.encode("utf-16") if command[0] == "clip" else text.encode()
    try:
        # A clipboard's program lives on until something else is copied: it must not hold our output open.
        done = subprocess.run(
            [shutil.which(command[0], path=path) or command[0], *command[1:]],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env=dict(environment),
        )
    except (OSError, subprocess.TimeoutExpired):
        done = None
    if done is None or done.returncode:
        raise NoDesktopError(
            phrase("{program} could not put the text on the clipboard", program=command[0]),
            phrase("copy the text that is printed"),
        )


def _clipboards(environment: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The programs that may be there, the platform's own first."""
    if sys.platform == "darwin":
        yield ("pbcopy",)
    elif sys.platform == "win32":
        yield ("clip",)
    else:
        if environment.get("WAYLAND_DISPLAY"):
            yield ("wl-copy",)
        if environment.get("DISPLAY"):
            yield ("xclip", "-selection", "clipboard")
            yield ("xsel", "--clipboard", "--input")
        yield ("termux-clipboard-set",)


def open_address(address: str, environment: Mapping[str, str]) -> None:
    """Let the desktop open an address: mail program or browser; `BROWSER` in the environment chooses another.

    Raises NoDesktopError where nothing is there that could.
    """
    import webbrowser

    # Without a screen a browser for terminals would take its place, and knows nothing of mail.
    screen = sys.platform in ("darwin", "win32") or any(
        environment.get(name) for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    )
    if not screen or not webbrowser.open(address):
        raise NoDesktopError(
            phrase("there is no program here that opens {address}", address=address.partition("?")[0]),
            phrase("copy the text that is printed"),
        )
