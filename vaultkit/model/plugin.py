"""A plugin: a distribution, installed on this machine, that adds to what vaultkit does."""

from dataclasses import dataclass

from vaultkit.model.phrase import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Plugin:
    """Which one."""

    name: str
    """As pip lists it."""
    version: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Something of a plugin that does not work; vaultkit goes on without it."""

    plugin: Plugin
    where: Phrase
    """In which part of it."""
    reason: str
    """What went wrong, in Python's words."""
    trace: str = ""
    """The lines of a traceback, for the plugin's author; empty when it did not raise anything."""

    @property
    def said(self) -> Phrase:
        """All of it as one sentence."""
        plugin = f"{self.plugin.name} {self.plugin.version}"
        return phrase(
            "the plugin {plugin} fails in {where}: {reason}",
            plugin=plugin,
            where=self.where,
            reason=self.reason,
        )

    @property
    def way_out(self) -> Phrase:
        """What can be done."""
        return phrase(
            "vaultkit goes on without that; tell its author (-v shows more), or: pip uninstall {plugin}",
            plugin=self.plugin.name,
        )
