"""Obsidian's plugins, as far as they read what vaultkit writes."""

from collections.abc import Iterator

from vaultkit.app.doctor.subject import Subject
from vaultkit.model.finding import Finding, Health
from vaultkit.model.phrase import phrase
from vaultkit.store.obsidian import TASKS, has_plugin, is_set_up, tasks_filter


def tasks(subject: Subject) -> Iterator[Finding]:
    """Whether the Tasks plugin takes the lines of the queue for tasks."""
    folder = subject.vault.folder
    if not is_set_up(folder):
        return
    if not has_plugin(folder, TASKS):
        yield Finding("tasks", Health.WELL, phrase("not switched on; the queue can be ticked without it"))
    elif only := tasks_filter(folder):
        said = phrase(
            "Tasks sees only lines with {filter} (its global filter), so it does not see the queue",
            filter=only,
        )
        way_out = phrase("tick without Tasks, or empty the global filter in the settings of Tasks")
        yield Finding("tasks", Health.LOOK, said, way_out)
    else:
        yield Finding("tasks", Health.WELL, phrase("switched on, and it sees the lines of the queue"))
