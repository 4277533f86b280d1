"""`vaultkit feed --vdir DIR`: what the option does."""

from datetime import date
from pathlib import Path

import click

from vaultkit.app.opening import OpenVault
from vaultkit.app.vdirs import write_vdir
from vaultkit.cli.door import Session, written
from vaultkit.cli.published import print_published, published_json
from vaultkit.model.feed import FeedSettings
from vaultkit.store.words import Words


def feed_to_vdir(
    session: Session,
    vault: OpenVault,
    today: date,
    feed: FeedSettings,
    folder: Path,
    *,
    dry_run: bool = False,
    overwrite: bool = False,
) -> None:
    """Write a feed into a folder and tell it; exit code 1 when files were left alone."""
    words = Words(vault.settings.language, today)
    result = write_vdir(vault, feed, folder, write=not dry_run, overwrite=overwrite)
    if session.as_json:
        session.print_json({"vdir": str(folder), "feed": feed.name, **published_json(result)})
    else:
        session.print(click.style(written(str(folder)), bold=True))
        print_published(session, result, words, dry=dry_run)
    if not result.is_well():
        raise click.exceptions.Exit(1)
