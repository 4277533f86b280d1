"""Find a vault and learn how it wants to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from vaultkit.app.plugins import Plugins, load_plugins
from vaultkit.errors import NoVaultError, UnsafePathError, VaultkitError
from vaultkit.model.feed import FeedSettings
from vaultkit.model.phrase import Phrase, marked, phrase
from vaultkit.model.settings import LANGUAGES, Settings
from vaultkit.rules.pages import PAGES, PageKind
from vaultkit.store import machine, obsidian
from vaultkit.store.config import PATH, read_config
from vaultkit.store.journal import Journal
from vaultkit.store.state import StateFolder
from vaultkit.store.vault import VaultFolder
from vaultkit.store.words import catalogue_text
from vaultkit.store.zones import use_shipped_zones

PAGES_FOLDER = marked("Networking")
PAGE_NOTE = marked("made by vaultkit; what stands between these two lines is overwritten")


@dataclass(frozen=True, slots=True)
class OpenVault:
    """A vault that was found, with its settings."""

    folder: VaultFolder
    settings: Settings
    ignore: tuple[str, ...]
    """Folders that are left out, by the settings and by Obsidian's."""
    state: StateFolder
    plugins: Plugins
    """What vaultkit and the plugins of this machine add."""
    said: tuple[Phrase, ...] = field(default=())
    """What the user should hear: where a setting was guessed, what in the file means nothing."""

    def on(self, folder: VaultFolder) -> "OpenVault":
        """The same vault behind another door to its folder."""
        return replace(self, folder=folder)

    def is_new(self, notes: int) -> bool:
        """Whether the folder is set up as a vault, so that its disk is there, and never held a note.

        `notes`: how many this machine has seen in it.
        """
        return not notes and any((self.root / folder).is_dir() for folder in (".obsidian", ".vaultkit"))

    def page_path(self, key: str) -> str:
        """Where a page is in the vault, a plugin's too."""
        return page_path(self.settings, key, self.plugins.pages)

    @property
    def page_paths(self) -> set[str]:
        """Where all pages are, or would be."""
        return {self.page_path(key) for key in self.plugins.pages}

    @property
    def journal(self) -> Journal:
        """What was done to the notes of this vault on this machine."""
        return Journal(self.state.path / "journal")

    @property
    def root(self) -> Path:
        """The vault's folder, links followed."""
        return self.folder.root


def find_vault(named: str | None, environment: Mapping[str, str], start: Path) -> Path:
    """The folder of the vault: named, else `VAULTKIT_VAULT`, else the nearest parent that is one.

    Raises NoVaultError.
    """
    given = named or environment.get("VAULTKIT_VAULT")
    if given:
        try:
            folder = Path(given).expanduser()
        except RuntimeError:  # `~nobody`
            folder = Path(given)
        if not folder.is_dir():
            way_out = phrase("name the folder of your notes: --vault DIR")
            if folder.exists():
                raise NoVaultError(phrase("{path} is not a folder", path=given), way_out)
            raise NoVaultError(phrase("{path} is not there", path=given), way_out)
        return folder
    for folder in (start, *start.parents):
        if (folder / ".vaultkit").is_dir() or (folder / ".obsidian").is_dir():
            return folder
    raise NoVaultError(
        phrase("{path} is not in a vault", path=str(start)),
        phrase("go to the folder of your notes, or name it: --vault DIR (vaultkit demo makes one to try)"),
    )


def how_found(named: str | None, environment: Mapping[str, str]) -> Phrase:
    """In which of the ways `find_vault` finds a vault, in a few words."""
    if named:
        return phrase("named by --vault")
    if environment.get("VAULTKIT_VAULT"):
        return phrase("named by VAULTKIT_VAULT")
    return phrase("the nearest folder with .obsidian or .vaultkit in it")


def open_vault(root: Path, environment: Mapping[str, str]) -> OpenVault:
    """The vault with its settings; what its file does not say is taken from the pages or the machine.

    Raises ConfigError.
    """
    use_shipped_zones()
    folder = VaultFolder(root)
    unset = Settings(language="", timezone="", pages="")
    settings, unknown = read_config(folder, unset)
    said = [
        phrase("{path}: {key} means nothing to vaultkit and is left out", path=PATH, key=key)
        for key in unknown
    ]
    guessed: list[str] = []
    if not settings.language:
        language = _language_of_pages(folder, settings) or machine.language(environment)
        settings = replace(settings, language=language)
        guessed.append(f'language = "{language}"')
    if not settings.timezone:
        settings = replace(settings, timezone=machine.timezone(environment))
        guessed.append(f'timezone = "{settings.timezone}"')
    if not settings.pages:
        settings = replace(settings, pages=catalogue_text(settings.language, PAGES_FOLDER))
    if guessed:
        guess = ", ".join(guessed)
        said.append(
            phrase(
                "{guess} as on this machine; {path} in the vault can say otherwise", guess=guess, path=PATH
            )
        )
    ignore = (*settings.ignore_folders, *obsidian.ignored_folders(folder))
    state = StateFolder(folder.root, environment)
    return OpenVault(folder, settings, ignore, state, load_plugins(), tuple(said))


def open_anyway(root: Path, environment: Mapping[str, str]) -> tuple[OpenVault, Exception | None]:
    """The vault, and what keeps its settings from being used; then those of this machine hold."""
    try:
        return open_vault(root, environment), None
    except (VaultkitError, OSError) as error:
        folder, language = VaultFolder(root), machine.language(environment)
        pages = catalogue_text(language, PAGES_FOLDER)
        settings = Settings(language=language, timezone=machine.timezone(environment), pages=pages)
        state = StateFolder(folder.root, environment)
        return OpenVault(folder, settings, (), state, load_plugins()), error


def page_path(settings: Settings, key: str, pages: Mapping[str, PageKind] = PAGES) -> str:
    """Where a page is in the vault."""
    return f"{settings.pages}/{catalogue_text(settings.language, pages[key].title)}.md"


def feed_path(settings: Settings, feed: FeedSettings) -> str:
    """Where a feed is in the vault."""
    return f"{settings.pages}/{feed.name}.ics"


def _language_of_pages(folder: VaultFolder, settings: Settings) -> str:
    """The language of pages that are there already; empty when there are none."""
    for language in LANGUAGES:
        pages = settings.pages or catalogue_text(language, PAGES_FOLDER)
        note = catalogue_text(language, PAGE_NOTE).encode()
        for key in PAGES:
            path = page_path(replace(settings, language=language, pages=pages), key)
            try:
                held = folder.read_whole(path, 4096)
            except (OSError, UnsafePathError):
                continue
            if held and note in held:
                return language
    return ""
