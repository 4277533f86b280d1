"""What runs for a vault: its daemon, the service that starts it, its hooks."""

from collections.abc import Iterator, Sequence

from vaultkit.app.doctor.subject import Subject
from vaultkit.app.hooking import graded_complaints, has_hooks, standing
from vaultkit.app.service import daemon_says, served_at
from vaultkit.errors import VaultkitError
from vaultkit.model.finding import Finding, Health
from vaultkit.model.phrase import Phrase, nphrase, phrase
from vaultkit.store import serverstate, services
from vaultkit.store.addresses import Addresses
from vaultkit.store.services import Installed, command_line


def daemon(subject: Subject) -> Iterator[Finding]:
    """Whether it runs, since when, what it did last and waits for."""
    runs = subject.daemon
    said = _joined(daemon_says(runs, subject.vault.settings.timezone))
    if runs is None:
        way_out = phrase("vaultkit watch does, as long as it runs; vaultkit service install for good")
        yield Finding("daemon", Health.LOOK, said, way_out)
    elif runs.waits_for:
        yield Finding("daemon", Health.LOOK, said, phrase("vaultkit service log tells more"))
    else:
        yield Finding("daemon", Health.WELL, said)


def serving(subject: Subject) -> Iterator[Finding]:
    """Whether calendars can subscribe now, and whether only they can: the addresses are for their owner."""
    now = serverstate.running(subject.vault.state)
    try:
        known = Addresses(subject.vault.state).are_private()
    except VaultkitError as error:
        yield Finding("serving", Health.BROKEN, error.message, error.way_out)
        return
    if known is None and now is None:
        return
    if known is False:
        yield Finding(
            "serving",
            Health.BROKEN,
            phrase("other users of this machine can read the addresses of the feeds"),
            phrase("vaultkit feed --new-secret for each subscriber: the new file is for you alone"),
        )
    if now is not None:
        yield Finding("serving", Health.WELL, served_at(now))
    else:
        way_out = phrase("vaultkit serve does, or for good vaultkit service install --serve")
        said = phrase("feeds have addresses, and nothing answers there now")
        yield Finding("serving", Health.LOOK, said, way_out)


def service(subject: Subject) -> Iterator[Finding]:
    """Whether the system starts this vaultkit for this vault."""
    served, machine = subject.served, subject.machine
    try:
        kept = served.service(command_line(machine, subject.vault.root, served.options))
        file, told = services.told(kept, machine)
        would = services.install(kept, machine, write=False)
    except VaultkitError as error:  # no service can be kept here
        yield Finding("service", Health.LOOK, error.message, error.way_out)
        return
    if file is None:
        yield Finding("service", Health.LOOK, phrase("not installed: vaultkit service install"))
    elif would.written:
        health = Health.LOOK if told.runs else Health.BROKEN
        way_out = phrase("if you want this vaultkit to run: vaultkit service install")
        yield Finding("service", health, _differs(would), way_out)
    elif not told.runs:
        said = phrase("{path} is there, but does not run: {said}", path=str(file), said=told.said)
        way_out = phrase("vaultkit service install starts it, vaultkit service log tells what happened")
        yield Finding("service", Health.BROKEN, said, way_out)
    else:
        said = phrase("{path}: {said}", path=str(file), said=told.said)
        yield Finding("service", Health.WELL, said)


def hooks(subject: Subject) -> Iterator[Finding]:
    """Hooks that wait for trust, that failed, or that cannot run."""
    if not has_hooks(subject.vault):
        return
    complaints = graded_complaints(subject.vault)
    for said, broken in complaints:
        yield Finding("hooks", Health.BROKEN if broken else Health.LOOK, said)
    trusted = sum(one.trusted for one in standing(subject.vault)[0])
    if not complaints and trusted:
        yield Finding("hooks", Health.WELL, nphrase("{count} trusted hook", "{count} trusted hooks", trusted))


def _differs(would: Installed) -> Phrase:
    """The first line of the service's file that this vaultkit would not write."""
    wanted = set(would.text.splitlines())
    line = next((line for line in would.before.splitlines() if line not in wanted), "")
    return phrase(
        "{path} starts something else than this vaultkit would: «{line}»", path=str(would.file), line=line
    )


def _joined(said: Sequence[Phrase]) -> Phrase:
    """Several sentences as one."""
    named = {f"part{number}": part for number, part in enumerate(said)}
    return Phrase(" · ".join(f"{{{name}}}" for name in named), named)
