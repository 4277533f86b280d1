"""Plugins of vaultkit that are installed on this machine."""

import contextlib
from collections import Counter
from collections.abc import Iterator

from vaultkit.app.doctor.subject import Subject
from vaultkit.app.plugins import command_failed
from vaultkit.app.refresh import refresh
from vaultkit.errors import VaultkitError
from vaultkit.model.finding import Finding, Health
from vaultkit.model.phrase import phrase
from vaultkit.store.distributions import distributions, load


def added(subject: Subject) -> Iterator[Finding]:
    """Each with its version, and what fails: everything is asked for once, and nothing is written."""
    installed = distributions()
    if not installed:
        return
    plugins = subject.vault.plugins
    with contextlib.suppress(VaultkitError, OSError):  # what is wrong with the vault is told by other checks
        refresh(subject.vault, subject.today, write=False, accept_fewer=True)
    taken = Counter(name for one in installed for name in one.commands)
    failures = list(plugins.failures)
    for one in installed:
        for name, where in sorted(one.commands.items()):
            if name in subject.commands or taken[name] > 1:
                said = phrase(
                    "{plugin} {version}: there is another command {command}",
                    plugin=one.name,
                    version=one.version,
                    command=name,
                )
                yield Finding("plugins", Health.LOOK, said)
            try:
                load(where)
            except (Exception, SystemExit) as error:  # noqa: BLE001  a plugin can raise whatever Python can
                failures.append(command_failed(name, one, error).failure)
    for failure in failures:
        yield Finding("plugins", Health.BROKEN, failure.said, failure.way_out)
    broken = {failure.plugin.name for failure in failures}
    for one in installed:
        if one.name not in broken:
            said = phrase("{plugin} {version}", plugin=one.name, version=one.version)
            yield Finding("plugins", Health.WELL, said)
