"""What would change: the decision is a value, so that a dry run, a diff and a test are free."""

from collections.abc import Mapping

from vaultkit.model.write import Write


def plan_writes(wanted: Mapping[str, bytes], actual: Mapping[str, bytes]) -> list[Write]:
    """The writes that turn `actual` into `wanted`, by path; empty when it already is."""
    return [
        Write(path, actual.get(path), new) for path, new in sorted(wanted.items()) if actual.get(path) != new
    ]
