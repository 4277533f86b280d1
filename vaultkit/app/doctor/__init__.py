"""`doctor`: a look at everything around a vault, which changes nothing. A check is a line in CHECKS.

`docs/how-to/add-a-check.md`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vaultkit.app.doctor import machine, notes, plugins, running
from vaultkit.app.doctor.subject import Subject
from vaultkit.errors import VaultkitError
from vaultkit.model.finding import Finding, Health
from vaultkit.model.phrase import marked, phrase


@dataclass(frozen=True, slots=True)
class Check:
    """One place to look at."""

    name: str
    """For programs; of its findings too."""
    title: str
    """For people."""
    look: Callable[[Subject], Iterable[Finding]]
    """What it finds; empty where there is nothing to look at. Whatever it raises becomes a finding."""


CHECKS = (
    Check("vault", marked("vault"), notes.vault),
    Check("config", marked("settings"), notes.config),
    Check("notes", marked("notes"), notes.people),
    Check("unreadable", marked("unreadable"), notes.unreadable),
    Check("copies", marked("copies"), notes.copies),
    Check("passing", marked("left over"), notes.passing),
    Check("state", marked("memory"), machine.state),
    Check("zone", marked("clock"), machine.zone),
    Check("drive", marked("drive"), machine.drive),
    Check("watching", marked("watching"), machine.watching),
    Check("daemon", marked("daemon"), running.daemon),
    Check("serving", marked("feeds"), running.serving),
    Check("service", marked("service"), running.service),
    Check("hooks", marked("hooks"), running.hooks),
    Check("tasks", marked("Tasks plugin"), plugins.tasks),
    Check("versions", marked("versions"), machine.installed),
)
"""Every check, in the order in which they are told."""


def examine(subject: Subject) -> Iterator[Finding]:
    """What every check finds. One that fails is a finding itself, and the others go on."""
    for check in CHECKS:
        try:
            found = list(check.look(subject))
        except VaultkitError as error:
            found = [Finding(check.name, Health.BROKEN, error.message, error.way_out)]
        except Exception as error:  # noqa: BLE001  what is broken may break in any way
            why = f"{type(error).__name__}: {error}"
            found = [
                Finding(
                    check.name,
                    Health.BROKEN,
                    phrase("this could not be looked at: {reason}", reason=why),
                    phrase("if it stays so, report it with the line of versions"),
                )
            ]
        yield from found
