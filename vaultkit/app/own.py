"""What vaultkit itself registers, by the same door as every plugin (`vaultkit/plugins.py`), and first."""

from collections.abc import Iterable, Mapping

from vaultkit.model.finding import Check
from vaultkit.plugins import Kind, PageKind, hookimpl
from vaultkit.rules.followups import KINDS
from vaultkit.rules.pages import PAGES


@hookimpl
def pages() -> Mapping[str, PageKind]:
    """Home, queue and networks."""
    return PAGES


@hookimpl
def kinds() -> Mapping[str, Kind]:
    """All kinds of follow-up."""
    return KINDS


@hookimpl
def doctor_checks() -> Iterable[Check]:
    """All that `vaultkit doctor` looks at; imported only when it does."""
    from vaultkit.app.doctor import CHECKS

    return CHECKS
