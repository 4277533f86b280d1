"""The clipboard and the browser, as programs that this test puts into the way."""

import os
import sys
from pathlib import Path

import pytest
from workbench import process, put

from vaultkit.errors import NoDesktopError
from vaultkit.store.desktop import copy, open_address

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="these have programs of their own"
)


def program(folder: Path, name: str, does: str) -> Path:
    file = put(folder, name, f"#!/bin/sh\n{does}\n")
    file.chmod(0o755)
    return file


@pytest.mark.parametrize(
    ("name", "where"), [("wl-copy", "WAYLAND_DISPLAY"), ("xclip", "DISPLAY"), ("xsel", "DISPLAY")]
)
def test_the_text_reaches_the_clipboard(tmp_path: Path, name: str, where: str) -> None:
    program(tmp_path / "bin", name, f'/bin/cat > "{tmp_path}/clipboard"')
    copy("Hei Åse!\n\nØl?", {"PATH": str(tmp_path / "bin"), where: ":0"})
    assert (tmp_path / "clipboard").read_text("utf-8") == "Hei Åse!\n\nØl?"


def test_without_a_program_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoDesktopError) as refused:
        copy("hei", {"PATH": str(tmp_path), "DISPLAY": ":0"})
    assert "xclip" in refused.value.hint
    program(tmp_path, "xclip", "exit 0")
    with pytest.raises(NoDesktopError):
        copy("hei", {"PATH": str(tmp_path)})


def test_a_program_that_fails_is_named(tmp_path: Path) -> None:
    program(tmp_path, "xclip", "exit 1")
    with pytest.raises(NoDesktopError, match="xclip"):
        copy("hei", {"PATH": str(tmp_path), "DISPLAY": ":0"})


def test_without_a_screen_nothing_is_opened() -> None:
    with pytest.raises(NoDesktopError, match="mailto:kari@") as refused:
        open_address("mailto:kari@example.org?body=private", {})
    assert "private" not in str(refused.value)


@pytest.mark.parametrize(
    ("option", "begins"),
    [
        ("--mail", "mailto:per.olsen@example.no?subject=Takk"),
        ("--open", "https://www.linkedin.com/in/kari-h"),
    ],
)
def test_mail_and_page_are_given_to_the_browser(demo: Path, tmp_path: Path, option: str, begins: str) -> None:
    browser = program(tmp_path, "browser", f'printf "%s" "$1" > "{tmp_path}/opened"')
    who = "per olsen" if option == "--mail" else "kari haugland"
    env = {"BROWSER": f"{browser} %s", "PATH": os.environ["PATH"]}
    done = process("--vault", demo, "--today", "2026-11-23", "draft", who, option, env=env)
    assert done.code == 0, done.err
    assert (tmp_path / "opened").read_text("utf-8").startswith(begins)
