"""Build hook: compile the catalogues, so that every installation carries them ready to use."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for source in sorted(Path(self.root, "vaultkit", "words").glob("*.po")):
            with source.open("rb") as file:
                catalogue = read_po(file, locale=source.stem)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
