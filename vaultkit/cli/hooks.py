"""`vaultkit hooks`: which there are, and which may run on this machine."""

import os
import shlex
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from vaultkit.app import hooking
from vaultkit.app.hooking import Standing
from vaultkit.app.opening import OpenVault
from vaultkit.cli.door import Session, line_by_columns, say, shared_options, written
from vaultkit.model.hook import LastRun
from vaultkit.model.phrase import nphrase, phrase
from vaultkit.store.hooks import FOLDER, HookFile
from vaultkit.store.shipped import shipped
from vaultkit.store.words import Words

LINES = 20
"""So many lines of a hook are shown before it is trusted."""
WIDTH = 160
"""Characters of such a line."""
SHIPPED = {
    "desktop-notification": "on-follow-up-due.desktop-notification",
    "git-commit": "on-post-sync.git-commit",
}
"""Hooks that come with vaultkit, and the name that each gets in a vault."""


@click.group(invoke_without_command=True)
@click.pass_context
def hooks(ctx: click.Context) -> None:
    """Run programs of yours when something happens.

    A hook is an executable in the vault's .vaultkit/hooks/, named on-EVENT or on-EVENT.ANYTHING. It runs only
    after you have trusted its exact content on this machine; changed by a byte, it waits again.

    \b
    vaultkit hooks                       which there are
    vaultkit hooks trust on-post-sync.git-commit
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_)


@hooks.command("list")
@shared_options
def list_(session: Session) -> None:
    """Each hook: its event, whether it is trusted, how it did last. Writes nothing.

    \b
    vaultkit hooks list
    vaultkit hooks list --json
    """
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    standing, left_out = hooking.standing(vault)
    if session.as_json:
        session.print_json(
            {
                "hooks": [_as_json(one) for one in standing],
                "left_out": [{"name": name, "reason": words.say(why)} for name, why in left_out],
            }
        )
        return
    for one in standing:
        hook = one.file.hook
        trusted = phrase("trusted") if one.trusted else phrase("waits for your trust")
        parts = [written(hook.name), hook.event.value, say(words, trusted)]
        if one.last is not None:
            parts.append(_last(one.last, words, vault.settings.timezone))
        session.print(" · ".join(parts))
    for name, why in left_out:
        session.print(say(words, phrase("{name} is no hook: {why}", name=name, why=why)))
    if not standing and not left_out:
        session.print(say(words, phrase("There are no hooks in {folder}.", folder=FOLDER)))
    for line in _to_copy(vault, words) if not standing or session.verbose else ():
        session.talk(line_by_columns(line))


@hooks.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@shared_options
def trust(session: Session, *, name: str, yes: bool) -> None:
    """Let a hook run on this machine, with exactly the content that it has now.

    Read it first: it can do whatever you can.

    \b
    vaultkit hooks trust on-post-sync.git-commit
    vaultkit hooks trust on-post-sync.git-commit --yes
    """
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    file = hooking.the_hook(vault, name)
    if not yes:
        if session.as_json or session.quiet or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise click.UsageError("Read the hook, then say --yes: there is nobody to ask here.")
        for line in _shown(file, words):
            session.talk(line)
        click.confirm(words.gettext("Let exactly this run on this machine?"), abort=True, err=True)
    hooking.trust(vault, file)
    if session.as_json:
        hook = file.hook
        session.print_json({"name": name, "path": hook.path, "sha256": hook.sha256, "trusted": True})
        return
    session.print(say(words, phrase("{name} may run on this machine as it is now", name=name)))


@hooks.command()
@click.argument("name")
@shared_options
def revoke(session: Session, *, name: str) -> None:
    """Let a hook not run on this machine any more.

    \b
    vaultkit hooks revoke on-post-sync.git-commit
    vaultkit hooks revoke on-post-sync.git-commit --json
    """
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    was_trusted = hooking.revoke(vault, name)
    if session.as_json:
        session.print_json({"name": name, "trusted": False, "was_trusted": was_trusted})
        return
    said = phrase("{name} does not run on this machine any more", name=name)
    session.print(say(words, said if was_trusted else phrase("{name} was not trusted", name=name)))


@hooks.command()
@click.argument("name")
@shared_options
def test(session: Session, *, name: str) -> None:
    """Run a trusted hook now, with a made-up event, and show what it says. Exit 1 when it fails.

    \b
    vaultkit hooks test on-follow-up-due.desktop-notification
    vaultkit hooks test on-post-sync.git-commit --json
    """
    vault, today = session.open()
    words = Words(vault.settings.language, today)
    run = hooking.try_out(vault, name)
    why = words.say(run.why) if run.why else ""
    if session.as_json:
        session.print_json(
            {
                "name": name,
                "event": run.hook.event.value,
                "ok": run.ok,
                "said": run.said,
                "why": why,
                "seconds": round(run.seconds, 2),
                "ignored": run.ignored,
            }
        )
    else:
        ended = (
            phrase("{name} failed: {why}", name=name, why=why) if why else phrase("{name}: fine", name=name)
        )
        session.print(f"{say(words, ended)} ({run.seconds:.1f} s)")
        if run.said and run.said != why:
            session.print("  " + written(run.said))
        if run.ignored:
            ignored = nphrase(
                "{count} line of its output was no JSON object and was left out",
                "{count} lines of its output were no JSON object and were left out",
                run.ignored,
            )
            session.talk("  " + say(words, ignored))
    if not run.ok:
        raise click.exceptions.Exit(1)


def _last(last: LastRun, words: Words, zone: str) -> str:
    try:
        time = datetime.fromisoformat(last.time).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        time = last.time
    ended = phrase("failed {time}: {why}", time=time, why=last.why)
    return say(words, phrase("fine {time}", time=time) if last.ok else ended)


def _as_json(one: Standing) -> dict[str, object]:
    hook, last = one.file.hook, one.last
    return {
        "name": hook.name,
        "path": hook.path,
        "event": hook.event.value,
        "sha256": hook.sha256,
        "trusted": one.trusted,
        "last": {
            "time": last.time,
            "event": last.event,
            "ok": last.ok,
            "said": last.said,
            "why": last.why,
            "seconds": last.seconds,
        }
        if last
        else None,
    }


def _shown(file: HookFile, words: Words) -> Iterator[str]:
    """What somebody should see before trusting: place, size, checksum, and how it begins."""
    hook = file.hook
    yield f"{written(hook.path)} · {len(file.data)} B · sha256 {hook.sha256[:16]}"
    lines = file.data.decode("utf-8", "replace").splitlines()
    for line in lines[:LINES]:
        yield "    " + line_by_columns(line[:WIDTH]) + ("…" if len(line) > WIDTH else "")
    more = len(lines) - LINES
    if more > 0:
        yield say(words, nphrase("and {count} more line", "and {count} more lines", more))


def _to_copy(vault: OpenVault, words: Words) -> Iterator[str]:
    """How to put the shipped hooks into a vault."""
    source, folder = shipped("hooks"), vault.root / FOLDER
    if not isinstance(source, Path):  # inside a zip
        return
    yield say(words, phrase("These come with vaultkit; copy what you like, then trust it:"))
    if os.name == "nt":
        yield from (f'  copy "{source / name}" "{folder / to}.py"' for name, to in SHIPPED.items())
        return
    if not folder.is_dir():
        yield f"  mkdir -p {shlex.quote(str(folder))}"
    for name, to in SHIPPED.items():
        yield f"  cp {shlex.quote(str(source / name))} {shlex.quote(str(folder / to))}"
