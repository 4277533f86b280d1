"""What goes wrong around the daemon, and that nothing stays of it once it is over."""

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemonbench import ADA, Hands, daemon_of, fresh_pages, pages
from workbench import CONFIG, Vault, person, put

from vaultkit.app import hooking
from vaultkit.app.clock import Clock
from vaultkit.app.daemon import Daemon, Health, Look
from vaultkit.app.rounds import run
from vaultkit.errors import ShrunkVaultError
from vaultkit.store.state import State, StateFolder
from vaultkit.store.vault import VaultFolder
from vaultkit.store.watch import News, Watch

PRIVATE = "Networking/Private.md"
BUSY = CONFIG + '[feeds.networking]\nprivacy = "busy"\n'


def unmounted_for_a_look(daemon: Daemon, root: Path) -> None:
    disk = root.parent / f"{root.name} disk"
    root.rename(disk)
    root.mkdir()
    assert daemon.look(None, list_all=False).health is Health.WAITING
    root.rmdir()
    disk.rename(root)
    daemon.look(None, list_all=False)


def test_settings_that_were_away_for_a_look_hold_when_they_are_back(vault: Vault) -> None:
    root = vault(
        {ADA: person("private", "next_meeting: 2026-11-25 12:00", "meeting_topic: her illness")}, config=BUSY
    )
    daemon = daemon_of(root, Hands())
    daemon.look()
    unmounted_for_a_look(daemon, root)
    put(root, "People/Bo.md", person("leisure"))
    daemon.look({"People/Bo.md"})
    feed = (root / "Networking/networking.ics").read_text()
    assert "SUMMARY:Busy" in feed
    assert "illness" not in feed


def test_a_disk_that_was_away_and_is_back_is_kept_up_to_date_the_next_day_too(
    vault: Vault, tmp_path: Path
) -> None:
    root = vault({ADA: person("private", "follow_up: 2026-11-24"), "People/Bo.md": person()})
    daemon = daemon_of(root, clock := Hands())
    daemon.look()
    unmounted_for_a_look(daemon, root)
    clock.now += timedelta(days=1)
    assert daemon.look(None, list_all=False).health is Health.WELL
    assert pages(root) == fresh_pages(root, tmp_path / "copy", daemon.today)


def test_notes_that_were_away_for_a_look_count_again(vault: Vault) -> None:
    root = vault(
        {f"People/{folder}/{n}.md": person() for folder in "AB" for n in range(15 + 10 * (folder > "A"))}
    )
    daemon = daemon_of(root, Hands())
    daemon.look()
    away = root.parent / "away"
    (root / "People/B").rename(away)
    assert daemon.look().health is Health.WAITING
    away.rename(root / "People/B")
    assert daemon.look().health is Health.WELL
    put(root, "People/A/1.md", person("leisure"))
    assert daemon.look({"People/A/1.md"}).health is Health.WELL


class FullDisk(StateFolder):
    """The folder of a vault's state on a disk that is full for a while."""

    full = True

    def save(self, state: State) -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        super().save(state)


def test_what_a_full_disk_cut_off_is_done_once_there_is_room(vault: Vault, tmp_path: Path) -> None:
    root = vault({f"People/{n}.md": person() for n in range(9)} | {"People/B/Bo.md": person()})
    daemon = daemon_of(root, Hands())
    daemon.look()
    disk = FullDisk(daemon.vault.root, os.environ)
    daemon.vault = replace(daemon.vault, state=disk)
    (root / "People/B").rename(root.parent / "B")
    put(root, "People/Ghost.md", person())
    assert daemon.look().health is Health.WAITING
    disk.full = False
    (root.parent / "B").rename(root / "People/B")
    (root / "People/Ghost.md").unlink()
    daemon.look()
    put(root, "People/1.md", person("leisure"))
    daemon.look({"People/1.md"})
    assert pages(root) == fresh_pages(root, tmp_path / "copy", daemon.today)


class Held(VaultFolder):
    """A vault in which another program holds one note open (Windows), or a network drive does not answer."""

    held = True

    def read(self, path: str) -> tuple[bytes, int]:
        if path == ADA and self.held:
            raise PermissionError(13, "Permission denied")
        return super().read(path)


def test_a_note_that_could_not_be_read_is_read_as_soon_as_it_can_be(vault: Vault) -> None:
    root = vault({ADA: person("private", "role: one"), "People/Bo.md": person()})
    daemon = daemon_of(root, Hands())
    daemon.look()
    folder = Held(daemon.vault.root)
    daemon.vault = daemon.vault.on(folder)
    put(root, ADA, person("private", "role: second"))
    daemon.look({ADA})
    assert daemon.look(None, list_all=False).outcome is None, "nothing is done for it while it cannot be"
    folder.held = False
    daemon.look(None, list_all=False)
    assert "second" in (root / PRIVATE).read_text()


def renamed(note: Path) -> set[str]:
    note.rename(note.with_name("Kari.md"))
    return {"People/Ny.md", "People/Kari.md"}


def deleted(note: Path) -> set[str]:
    note.unlink()
    return {"People/Ny.md"}


def emptied(note: Path) -> set[str]:
    note.write_text("")
    return {"People/Ny.md"}


@pytest.mark.parametrize("change", [renamed, deleted, emptied])
def test_a_new_note_that_is_soon_another_comes_to_rest(
    vault: Vault, change: Callable[[Path], set[str]]
) -> None:
    root = vault({ADA: person()})
    daemon = daemon_of(root, clock := Hands(after_files=0))
    daemon.look()
    told = change(put(root, "People/Ny.md", person()))
    daemon.look({"People/Ny.md"})
    daemon.look(told)
    looks = []
    for _ in range(4):
        clock.after_files += 3
        looks.append(daemon.look(set()))
    assert looks[-1] == Look(Health.WELL)


def test_a_page_that_cannot_be_written_is_tried_again_soon_and_then_each_minute(vault: Vault) -> None:
    root = vault({ADA: person()})
    daemon_of(root, Hands()).look()
    daemon = daemon_of(root, clock := Hands())
    daemon.look()
    (root / PRIVATE).chmod(0o444)
    put(root, ADA, person("private", "role: new"))
    clock.after_files = 0
    first, second = daemon.look({ADA}), daemon.look(set())
    assert first.again is not None
    assert second.again is not None, "the note that was young is read once more"
    assert second.again <= first.again <= 5
    clock.after_files = 3600
    assert daemon.look(set()).again is None
    (root / PRIVATE).chmod(0o644)
    daemon.look(None, list_all=False)
    assert "new" in (root / PRIVATE).read_text()


def test_a_feed_that_was_emptied_is_made_again(vault: Vault) -> None:
    root = vault({ADA: person("private", "next_meeting: 2026-11-25 12:00")})
    daemon = daemon_of(root, Hands())
    daemon.look()
    feed = root / "Networking/networking.ics"
    was = feed.read_bytes()
    feed.write_bytes(b"")
    daemon.look({"Networking/networking.ics"})
    assert feed.read_bytes() == was
    assert daemon.look(None, list_all=False) == Look(Health.WELL)


def test_a_stub_left_beside_the_note_itself_is_nothing(vault: Vault) -> None:
    """What iCloud leaves of a file that it took away, and another program brought back."""
    root = vault({ADA: person("private", "follow_up: 2026-11-24"), "People/.Ada.md.icloud": "stub"})
    daemon = daemon_of(root, Hands())
    look = daemon.look()
    assert look.outcome is not None
    assert look.outcome.problems == ()
    assert daemon.look(None, list_all=False) == Look(Health.WELL)
    put(root, ADA, person("private", "role: new"))
    daemon.look({ADA})
    assert "new" in (root / PRIVATE).read_text()


@pytest.mark.skipif(os.name == "nt", reason="the hook under test is a shell script")
def test_after_a_change_of_zone_hooks_are_told_by_the_new_clock(vault: Vault) -> None:
    root = vault({ADA: person("private", "next_meeting: 2026-11-23 14:00")})
    told = root.parent / "told"
    daemon = daemon_of(root, clock := Hands(datetime(2026, 11, 23, 11, 30, tzinfo=UTC)))
    put(root, ".vaultkit/hooks/on-meeting-soon", f"#!/bin/sh\necho x >> '{told}'\n").chmod(0o755)
    hooking.trust(daemon.vault, hooking.the_hook(daemon.vault, "on-meeting-soon"))
    daemon.look()
    clock.now = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)  # near in Oslo; 7:05 in New York
    put(root, ".vaultkit/config.toml", 'language = "en"\ntimezone = "America/New_York"\n')
    daemon.look({".vaultkit/config.toml"})
    assert not told.exists()
    clock.now = datetime(2026, 11, 23, 18, 1, tzinfo=UTC)
    daemon.look(set())
    assert told.read_text() == "x\n"


def test_which_tabs_are_open_in_obsidian_is_no_news(vault: Vault) -> None:
    root = vault({ADA: person()})
    put(root, ".obsidian/workspace.json", "{}")
    daemon = daemon_of(root, Hands())
    daemon.look()
    put(root, ".obsidian/workspace.json", '{"active": "1"}')
    assert daemon.look().outcome is None


@pytest.mark.skipif(os.name == "nt", reason="the hook under test is a shell script")
def test_a_hook_that_writes_to_a_note_is_not_run_for_that(vault: Vault) -> None:
    root = vault({ADA: person(), "People/Bo.md": person()})
    count = root.parent / "count"
    lines = "#!/bin/sh", f"echo x >> '{count}'", "cp People/Bo.md ../copy", "cat ../copy > People/Bo.md"
    put(root, ".vaultkit/hooks/on-pre-sync", "\n".join((*lines, ""))).chmod(0o755)
    daemon = daemon_of(root, Clock())
    hooking.trust(daemon.vault, hooking.the_hook(daemon.vault, "on-pre-sync"))
    daemon.look()
    put(root, ADA, person("leisure"))
    daemon.look({ADA})
    ran = count.read_text()
    assert ran == "x\nx\n"
    for _ in range(3):
        daemon.look({"People/Bo.md"})
    assert count.read_text() == ran
    put(root, ADA, person("historical"))
    daemon.look({ADA, "People/Bo.md"})
    assert count.read_text() == ran + "x\n"


@pytest.mark.skipif(os.name == "nt", reason="the hook under test is a shell script")
def test_a_hook_that_hangs_holds_up_one_page_and_not_the_next(vault: Vault) -> None:
    root = vault({ADA: person()})
    count = root.parent / "count"
    hang = put(root, ".vaultkit/hooks/on-pre-sync", f"#!/bin/sh\necho x >> '{count}'\nexec sleep 600\n")
    hang.chmod(0o755)
    daemon = daemon_of(root, Hands())
    hooking.trust(daemon.vault, hooking.the_hook(daemon.vault, "on-pre-sync"))
    daemon.look()
    for role in ("one", "two"):
        put(root, ADA, person("leisure", f"role: {role}"))
        daemon.look({ADA})
    assert "two" in (root / "Networking/Leisure.md").read_text()
    assert count.read_text() == "x\n"


def test_with_another_zone_it_is_the_day_there(vault: Vault) -> None:
    root = vault({ADA: person("private", "follow_up: 2026-11-24")})
    daemon = daemon_of(root, Hands(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)))  # the 24th in Oslo
    daemon.look()
    put(root, ".vaultkit/config.toml", 'language = "en"\ntimezone = "America/New_York"\n')
    look = daemon.look({".vaultkit/config.toml"})
    if look.outcome is not None and look.outcome.today != daemon.today:
        assert look.again is not None
        assert look.again < 0.1
        look = daemon.look(set())
    assert look.outcome is not None
    assert look.outcome.today == daemon.today


def test_typing_in_a_note_beside_the_pages_holds_nothing_back(vault: Vault) -> None:
    root = vault({ADA: person()})
    daemon = daemon_of(root, clock := Hands())
    daemon.look()
    clock.after_files = 0.1
    put(root, "Networking/My own plan.md", "typing")
    put(root, ADA, person("private", "role: new"))
    daemon.look({"Networking/My own plan.md", ADA})
    assert "new" in (root / PRIVATE).read_text()


def looks_of(daemon: Daemon, seconds: float) -> list[Look]:
    """The looks of so many seconds."""
    looks: list[Look] = []
    news = News()
    ending = threading.Timer(seconds, news.end)
    ending.start()
    run(daemon, news, looks.append)
    ending.join()
    return looks


@pytest.mark.parametrize("away", ["the folder", "its settings"])
def test_a_meeting_that_is_near_makes_no_hurry_while_nothing_can_be_done(vault: Vault, away: str) -> None:
    root = vault({ADA: person("private", "next_meeting: 2026-11-23 14:00")})
    (root / ".vaultkit/hooks").mkdir()
    daemon = daemon_of(root, clock := Hands(datetime(2026, 11, 23, 11, 59, 50, tzinfo=UTC)))
    daemon.look()
    if away == "the folder":
        root.rename(root.parent / "away")
    else:
        put(root, ".vaultkit/config.toml", CONFIG + "language = ")
    clock.now += timedelta(minutes=2)
    assert len(looks_of(daemon, 0.5)) <= 2


def test_once_idle_ends_where_a_page_cannot_be_written(vault: Vault) -> None:
    root = vault({ADA: person()})
    daemon_of(root, Hands()).look()
    (root / PRIVATE).chmod(0o444)
    put(root, ADA, person("private", "role: new"))
    looks: list[Look] = []
    run(daemon_of(root, Hands()), News(), looks.append, once_idle=True)
    assert looks[-1].outcome is not None
    assert looks[-1].outcome.failed == (PRIVATE,)


def test_once_idle_ends_where_the_owner_has_to_do_something_first(vault: Vault) -> None:
    root = vault({f"People/{n}.md": person() for n in range(30)})
    daemon_of(root, Hands()).look()
    for n in range(20):
        (root / f"People/{n}.md").unlink()
    with pytest.raises(ShrunkVaultError):
        run(daemon_of(root, Hands()), News(), lambda look: None, once_idle=True)


def test_a_folder_put_in_the_place_of_the_vault_is_not_the_one_that_is_watched(vault: Vault) -> None:
    """A backup that was restored, or a disk that is mounted over it."""
    root = vault({ADA: person()})
    watch = Watch(root, News())
    watch.start()
    try:
        assert watch.alive
        root.rename(root.parent / "old")
        assert not watch.alive
        shutil.copytree(root.parent / "old", root)
        assert not watch.alive
    finally:
        watch.stop()
