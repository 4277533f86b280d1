"""`vaultkit feed`."""

import sys
from pathlib import Path
from typing import Any

import click

from vaultkit.app import subscribing as app
from vaultkit.app.opening import OpenVault
from vaultkit.app.subscribing import Address, Offer, OfferedFeed
from vaultkit.cli.door import Session, say, shared_options, written
from vaultkit.cli.vdir import feed_to_vdir
from vaultkit.model.feed import FeedSettings
from vaultkit.model.phrase import Phrase, phrase
from vaultkit.model.subscriber import PHONE
from vaultkit.rules.clients import CLIENTS, form, is_local, is_loopback, url
from vaultkit.store.network import outward_address
from vaultkit.store.words import Words

_APPLE = CLIENTS[0]


@click.command()
@click.argument("names", nargs=-1, metavar="[FEED]...")
@click.option("--for", "only", default="", metavar="NAME", help="Only the address of this subscriber.")
@click.option(
    "--new-secret",
    is_flag=False,
    flag_value=PHONE,
    default=None,
    metavar="[NAME]",
    help="Give a subscriber (else phone) a new address; its old one ends at once.",
)
@click.option("--revoke", metavar="NAME", help="End a subscriber's address, at once.")
@click.option("--write", "to", metavar="PATH", help="Put the feed into a folder that is public already.")
@click.option("--vdir", metavar="DIR", help="Put it into a folder with a file for each entry, for khal.")
@click.option("--overwrite", is_flag=True, help="With --vdir: also what somebody changed in that folder.")
@click.option("--dry-run", is_flag=True, help="With --write and --vdir: only tell what would be written.")
@click.option("--qr/--no-qr", default=None, help="The address as a QR code (on a terminal: where it is one).")
@click.option("--svg", metavar="FILE", help="The QR code as a picture, to print or to send to yourself.")
@shared_options
def feed(
    session: Session,
    *,
    names: tuple[str, ...],
    only: str,
    new_secret: str | None,
    revoke: str | None,
    to: str | None,
    vdir: str | None,
    overwrite: bool,
    dry_run: bool,
    qr: bool | None,
    svg: str | None,
) -> None:
    """Where a calendar can subscribe to your meetings, and how each program wants it.

    Everybody who has an address can read that feed, and nobody else. Without FEED it is about all feeds.

    \b
    vaultkit feed
    vaultkit feed --new-secret tablet
    vaultkit feed --revoke phone
    vaultkit feed networking --write ~/public_html/calendars
    vaultkit feed networking --vdir ~/.calendars/networking
    """
    if sum(given is not None for given in (new_secret, revoke, to, vdir, svg)) > 1:
        raise click.UsageError("One thing at a time: --new-secret, --revoke, --write, --vdir or --svg")
    if (overwrite and vdir is None) or (dry_run and vdir is None and to is None):
        raise click.UsageError("--overwrite goes with --vdir, --dry-run with --write and --vdir")
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    feeds = app.chosen(vault, names)
    if to is not None:
        _write(session, words, vault, feeds, to, dry_run=dry_run)
    elif vdir is not None:
        if len(feeds) != 1:
            raise click.UsageError("A folder holds one feed: vaultkit feed FEED --vdir DIR")
        feed_to_vdir(session, vault, today, feeds[0], Path(vdir), dry_run=dry_run, overwrite=overwrite)
    elif revoke is not None:
        name = app.revoke(vault, feeds, revoke)
        if session.as_json:
            session.print_json({"revoked": name})
        else:
            session.print(say(words, phrase("the address of {name} has ended", name=name)))
    elif svg is not None:
        _picture(session, words, vault, app.offer(vault, feeds, only), svg)
    else:
        if new_secret is not None:
            only = app.new_secret(vault, feeds, new_secret)
        offered = app.offer(vault, feeds, only)
        if session.as_json:
            session.print_json(_document(offered))
        else:
            _tell(session, words, offered, qr=qr)


def _tell(session: Session, words: Words, offer: Offer, *, qr: bool | None) -> None:
    """The addresses, what to do with them, and why one may not work."""
    for offered in offer.feeds:
        title = f"{offered.feed.name} · {offered.feed.privacy.value}"
        session.print(click.style(title, bold=True))
        session.print(say(words, phrase("file: {path}", path=str(offered.file))))
        if not offered.addresses:
            said = phrase("nobody can subscribe to it: vaultkit feed --new-secret NAME gives an address")
            session.print(say(words, said))
        for address in offered.addresses:
            _tell_address(session, words, address)
    shown = [address for offered in offer.feeds for address in offered.addresses]
    usual = len(shown) == 1 and sys.stdout.isatty() and not is_loopback(offer.host)
    for address in shown if qr or (qr is None and usual) else ():
        _draw(session, address)
    if not shown:
        return
    session.print()
    for client in CLIENTS:
        session.print(click.style(words.gettext(client.name), bold=True))
        session.print(f"  {words.gettext(client.how)}")
        session.print("  " + say(words, phrase("looks for changes: {when}", when=phrase(client.refresh))))
    session.print()
    for said in _notes(offer):
        session.print(say(words, said))


def _tell_address(session: Session, words: Words, address: Address) -> None:
    """Each form of an address, and who wants it so."""
    session.print(f"{written(address.subscriber.name)}:")
    forms: dict[str, list[str]] = {}
    for client in CLIENTS:
        forms.setdefault(form(client, address.url), []).append(words.gettext(client.name))
    for text, clients in forms.items():
        session.print(f"  {text}")
        session.print(f"    {', '.join(clients)}")


def _notes(offer: Offer) -> list[Phrase]:
    """What whoever subscribes should know."""
    notes = [
        phrase(
            "Whoever has an address can read the feed. vaultkit feed --new-secret gives a new one and ends"
            " the old one at once."
        )
    ]
    if not offer.served:
        place = url(offer.host, offer.port)
        notes.append(
            phrase(
                "Nothing answers at {place} now: vaultkit serve does, or for good vaultkit service install"
                " --serve",
                place=place,
            )
        )
    if is_loopback(offer.host):
        own = outward_address()
        notes.append(
            phrase(
                "{host} is this computer alone. For a phone in the same house: vaultkit serve --host {own}",
                host=offer.host,
                own=own if own and not is_loopback(own) else "ADDRESS",
            )
        )
    if is_local(offer.host):
        notes.append(
            phrase(
                "Google, Outlook.com, new Outlook and Proton fetch a feed from their own servers, which"
                " cannot reach {host}. For them vaultkit feed --write PATH puts it into a folder that is"
                " public already, and vaultkit publish puts the meetings on a CalDAV server.",
                host=offer.host,
            )
        )
    return notes


def _draw(session: Session, address: Address) -> None:
    """The QR code, as dark on light whatever the terminal's colours are."""
    from vaultkit.store.qr import as_text

    for line in as_text(form(_APPLE, address.url)):
        session.print(click.style(line, fg="bright_white", bg="black"))


def _picture(session: Session, words: Words, vault: OpenVault, offer: Offer, svg: str) -> None:
    shown = [address for offered in offer.feeds for address in offered.addresses]
    if len(shown) != 1:
        raise click.UsageError(
            "A picture holds one address: vaultkit feed FEED --for NAME --svg FILE"
            if shown
            else "There is no address: vaultkit feed --new-secret NAME gives one"
        )
    app.picture(vault, form(_APPLE, shown[0].url), Path(svg))
    if session.as_json:
        session.print_json({"written": [svg]})
        return
    session.print(say(words, phrase("wrote {path}", path=svg)))
    session.talk(
        say(words, phrase("it holds the address: whoever sees it can read the feed; delete it after use"))
    )


def _write(
    session: Session,
    words: Words,
    vault: OpenVault,
    feeds: tuple[FeedSettings, ...],
    to: str,
    *,
    dry_run: bool,
) -> None:
    done = app.put_out(vault, feeds, Path(to).expanduser(), write=not dry_run)
    wrote = phrase("would write {path}") if dry_run else phrase("wrote {path}")
    if session.as_json:
        files = [{"name": one.feed.name, "file": str(one.file), "written": one.written} for one in done]
        session.print_json({"feeds": files})
    for one in done:
        if not session.as_json:
            said = wrote if one.written else phrase("{path} says so already")
            session.print(words.gettext(said.text).format(path=written(str(one.file))))
        if app.tells_names(one.feed):
            warning = phrase(
                '{name} tells names: everybody who finds {path} reads whom you meet. privacy = "initials" or'
                ' "busy" under [feeds.{name}] tells less',
                name=one.feed.name,
                path=str(one.file),
            )
            session.talk(say(words, warning))


def _document(offer: Offer) -> dict[str, Any]:
    return {
        "feeds": [_feed_json(offered) for offered in offer.feeds],
        "server": {"host": offer.host, "port": offer.port, "running": offer.served},
    }


def _feed_json(offered: OfferedFeed) -> dict[str, Any]:
    return {
        "name": offered.feed.name,
        "path": offered.path,
        "url": offered.addresses[0].url if offered.addresses else None,
        "privacy": offered.feed.privacy.value,
        "file": str(offered.file),
        "subscribers": [
            {
                "name": address.subscriber.name,
                "url": address.url,
                "forms": {client.key: form(client, address.url) for client in CLIENTS},
            }
            for address in offered.addresses
        ],
    }
