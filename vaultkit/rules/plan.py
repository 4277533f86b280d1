"""What would change: the decision is a value, so that a dry run, a diff and a test are free."""

from collections.abc import Iterable, Mapping

from vaultkit.model.write import Write


def plan_writes(wanted: Mapping[str, bytes], actual: Mapping[str, bytes]) -> list[Write]:
    """The writes that turn `actual` into `wanted`, by path; empty when it already is."""
    return [
        Write(path, actual.get(path), new) for path, new in sorted(wanted.items()) if actual.get(path) != new
    ]


def one_after_the_other(first: Iterable[Write], then: Iterable[Write]) -> tuple[Write, ...]:
    """Writes that come one after the other, as one for each file, by path."""
    found = {write.path: write for write in first}
    for write in then:
        before = found.get(write.path)
        found[write.path] = write if before is None else Write(write.path, before.old, write.new)
    return tuple(found[path] for path in sorted(found))
