"""`doctor`: a look at everything around a vault, which changes nothing. A check is a line in CHECKS.

`docs/how-to/add-a-check.md`.
"""

from collections.abc import Iterator

from vaultkit.app.doctor import machine, notes, obsidian, plugins, running
from vaultkit.app.doctor.subject import Subject
from vaultkit.errors import VaultkitError
from vaultkit.model.finding import Check, Finding, Health
from vaultkit.model.phrase import marked, phrase

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
    Check("tasks", marked("Tasks plugin"), obsidian.tasks),
    Check("plugins", marked("plugins"), plugins.added),
    Check("versions", marked("versions"), machine.installed),
)
"""vaultkit's own checks, in the order in which they are told; those of plugins come behind them."""


def examine(subject: Subject) -> Iterator[Finding]:
    """What every check finds. One that fails is a finding itself, and the others go on."""
    for check in subject.vault.plugins.checks:
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
