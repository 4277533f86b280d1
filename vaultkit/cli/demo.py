"""`vaultkit demo`."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from vaultkit.app.demo import DAY, make_demo
from vaultkit.cli.door import Session, say, shared_options
from vaultkit.cli.queue import item_line
from vaultkit.cli.sync import document
from vaultkit.model.followup import Bucket
from vaultkit.model.phrase import phrase
from vaultkit.rules.followups import bucket
from vaultkit.rules.pages.queue import TITLES


@click.command()
@click.argument("folder", default="vaultkit-demo", type=click.Path(path_type=Path))
@shared_options
def demo(session: Session, folder: Path) -> None:
    """Make a small vault of made-up people in FOLDER, and sync it for Monday 23 November 2026.

    A folder that holds something else is not touched.

    \b
    vaultkit demo
    vaultkit demo ~/try-vaultkit
    """
    outcome = make_demo(folder, session.day() or DAY, os.environ)
    if session.as_json:
        session.print_json({"folder": str(folder), **document(outcome)})
        return
    words = outcome.words
    session.print(f"{folder}/")
    for line in _tree(folder):
        session.print(line)
    session.print()
    for kind in Bucket:
        held = [item for item in outcome.queue if bucket(item.due, outcome.today) is kind]
        if held:
            session.print(click.style(words.gettext(TITLES[kind]), bold=True))
        for item in held:
            session.print("  " + item_line(item, words))
    session.print()
    for page in sorted(outcome.vault.folder.root.glob(f"{outcome.vault.settings.pages}/*.md")):
        session.print(say(words, phrase("page {path}", path=str(folder / page.parent.name / page.name))))
    for feed in outcome.feeds:
        session.print(
            say(
                words,
                phrase("feed {path} ({count} entries)", path=str(folder / feed.path), count=feed.entries),
            )
        )


def _tree(folder: Path, indent: str = "  ") -> Iterator[str]:
    """The folder as a person sees it; hidden files left out, long folders cut."""
    entries = sorted(
        (e for e in folder.iterdir() if not e.name.startswith(".")), key=lambda e: (e.is_file(), e.name)
    )
    for entry in entries:
        if entry.is_dir():
            yield f"{indent}{entry.name}/"
            yield from _tree(entry, indent + "  ")
        else:
            yield f"{indent}{entry.name}"
