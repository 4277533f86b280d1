"""A feed as a vdir: one file for each entry, and nothing else in the folder is touched."""

from pathlib import Path

import pytest
from workbench import Run, Vault, files, person, put

from vaultkit.app.opening import OpenVault, open_vault
from vaultkit.app.sending import Published
from vaultkit.app.vdirs import VdirError, write_vdir
from vaultkit.errors import UnwrittenFeedError
from vaultkit.model.publishing import Standing

NOTES = {
    "People/Kari.md": person("private", "next_meeting: 2026-11-26T12:00"),
    "People/Per.md": person("private", "next_meeting: 2026-11-27T12:00"),
}


class Case:
    """A vault and its vdir."""

    def __init__(self, root: Path, run: Run) -> None:
        self.root, self.folder, self._run = root, root.parent / "vdir", run

    @property
    def vault(self) -> OpenVault:
        return open_vault(self.root, {"VAULTKIT_STATE_DIR": str(self.root.parent / "state")})

    def sync(self, path: str = "", text: str = "") -> None:
        if path:
            put(self.root, path, text)
        assert self._run("sync", "--vault", self.root).code == 0

    def write(self, *, write: bool = True, overwrite: bool = False) -> Published:
        feed = self.vault.settings.feeds[0]
        return write_vdir(self.vault, feed, self.folder, write=write, overwrite=overwrite)

    def file(self, said: bytes) -> Path:
        return next(file for file in self.folder.glob("*.ics") if said in file.read_bytes())


@pytest.fixture
def case(vault: Vault, run: Run) -> Case:
    made = Case(vault(NOTES), run)
    made.sync()
    return made


def test_only_what_changed_is_written(case: Case) -> None:
    assert case.write(write=False).done[0].deed.value == "created"
    assert not case.folder.exists()
    case.write()
    assert (case.folder / "displayname").read_text("utf-8") == "networking"
    foreign = put(case.folder, "dentist.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    kari, per = case.file(b"Kari"), case.file(b"Per")
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in (kari, per, foreign)}

    case.sync("People/Kari.md", person("private", "next_meeting: 2026-11-26T14:00"))
    result = case.write()
    assert [(step.deed.value, step.summary) for step in result.done] == [("changed", "Meeting with Kari")]
    assert b"DTSTART:20261126T130000Z" in kari.read_bytes()
    for file in (per, foreign):
        assert (file.read_bytes(), file.stat().st_mtime_ns) == before[file]
    assert not [name for name in files(case.folder) if name.startswith(".")], "no litter"


def test_what_somebody_changed_or_deleted_there_is_left(case: Case) -> None:
    case.write()
    kari, per = case.file(b"Kari"), case.file(b"Per")
    theirs = kari.read_bytes().replace(b"T110000Z\r\nDTEND", b"T100000Z\r\nDTEND")
    kari.write_bytes(theirs)
    per.unlink()
    result = case.write()
    assert {(one.standing, one.summary) for one in result.left} == {
        (Standing.CHANGED, "Meeting with Kari"),
        (Standing.GONE, "Meeting with Per"),
    }
    assert (kari.read_bytes(), per.exists()) == (theirs, False)
    assert case.write(overwrite=True).is_well()
    assert per.is_file()
    assert kari.read_bytes() != theirs


def test_an_empty_folder_is_filled_anew(case: Case) -> None:
    case.write()
    whole = files(case.folder)
    for file in case.folder.iterdir():
        file.unlink()
    assert case.write().is_well()
    assert files(case.folder) == whole


def test_a_folder_holds_one_feed(case: Case) -> None:
    settings = (
        'language = "en"\n[feeds.networking]\nentries = ["meetings"]\n[feeds.other]\nentries = ["meetings"]\n'
    )
    put(case.root, ".vaultkit/config.toml", settings)
    case.write()
    other = next(feed for feed in case.vault.settings.feeds if feed.name == "other")
    put(case.root, "Networking/other.ics", (case.root / "Networking/networking.ics").read_bytes())
    before = files(case.folder)
    with pytest.raises(VdirError, match="holds the feed networking already"):
        write_vdir(case.vault, other, case.folder)
    assert files(case.folder) == before


@pytest.mark.parametrize("inside", ["", "Networking/vdir"])
def test_no_vdir_in_the_vault(case: Case, inside: str) -> None:
    before = files(case.root)
    with pytest.raises(VdirError, match="is in the vault"):
        write_vdir(case.vault, case.vault.settings.feeds[0], case.root / inside)
    assert files(case.root) == before


CUT = {
    "missing": None,
    "empty": b"",
    "half": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\n",
    "one event damaged": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
}


@pytest.mark.parametrize("how", CUT)
def test_a_feed_that_is_not_whole_empties_nothing(case: Case, how: str) -> None:
    case.write()
    before = files(case.folder)
    feed = case.root / "Networking/networking.ics"
    data = CUT[how]
    if data is None:
        feed.unlink()
    else:
        feed.write_bytes(data)
    with pytest.raises(UnwrittenFeedError):
        case.write()
    assert files(case.folder) == before
