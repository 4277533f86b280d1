"""The daemon: the pages of a sync, whenever a note has changed or the day has turned; never in the way."""

import os
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from daemonbench import ADA, QUEUE, Hands, daemon_of, fresh_pages, pages, written
from workbench import Vault, files, person, put

from vaultkit.app.daemon import LOOK_EVERY, Health, Look
from vaultkit.app.opening import open_vault
from vaultkit.app.refresh import refresh
from vaultkit.app.rounds import run
from vaultkit.model.write import Write
from vaultkit.store.commit import QUIET
from vaultkit.store.vault import VaultFolder
from vaultkit.store.watch import News


def test_first_look_makes_the_pages_and_the_second_does_nothing(vault: Vault) -> None:
    root = vault({ADA: person()})
    daemon = daemon_of(root, Hands())
    assert QUEUE in written(daemon.look())
    assert daemon.look() == Look(Health.WELL)


def test_a_changed_note_changes_its_pages_and_only_those(vault: Vault) -> None:
    root = vault({ADA: person(), "People/Bo.md": person("leisure")})
    daemon = daemon_of(root, Hands())
    daemon.look()
    put(root, ADA, person("private", "follow_up: 2026-11-24"))
    assert "Networking/Leisure.md" not in written(daemon.look())
    assert "2026-11-24" in (root / QUEUE).read_text()
    assert daemon.look().outcome is None


def test_new_moved_and_deleted_notes_and_folders(vault: Vault, tmp_path: Path) -> None:
    root = vault({ADA: person(), "People/Old/Bo.md": person(), "People/Old/Cy.md": person()})
    daemon = daemon_of(root, Hands())
    daemon.look()
    put(root, "People/Di.md", person())
    (root / ADA).rename(root / "People/Ada Berg.md")
    (root / "People/Old").rename(root / "People/New")
    (root / "People/New/Cy.md").unlink()
    daemon.look()
    assert pages(root) == fresh_pages(root, tmp_path / "copy", date(2026, 11, 23))


def test_a_tick_is_carried_out(vault: Vault) -> None:
    root = vault({ADA: person("private", "follow_up: 2026-11-20")})
    daemon = daemon_of(root, Hands())
    daemon.look()
    put(root, QUEUE, (root / QUEUE).read_text().replace("- [ ]", "- [x]"))
    daemon.look()
    assert "2026-11-23" in (root / ADA).read_text()
    assert "- [x]" not in (root / QUEUE).read_text()


def test_a_page_that_is_being_edited_is_left_until_it_is_quiet(vault: Vault) -> None:
    root = vault({ADA: person("private", "follow_up: 2026-11-20")})
    clock = Hands()
    daemon = daemon_of(root, clock)
    daemon.look()
    clock.after_files = 0.5
    ticked = (root / QUEUE).read_text().replace("- [ ]", "- [x]")
    put(root, QUEUE, ticked)
    look = daemon.look()
    assert look.outcome is None
    assert look.again is not None
    assert 0 < look.again <= 2
    assert (root / QUEUE).read_text() == ticked
    clock.after_files = 3600
    assert ADA in written(daemon.look())


@pytest.mark.parametrize("path", [ADA, QUEUE])
def test_what_comes_from_another_machine_is_waited_for_until_nothing_more_comes(
    vault: Vault, path: str
) -> None:
    root = vault({ADA: person("private", "follow_up: 2026-11-20"), "People/Bo.md": person()})
    clock = Hands()
    daemon = daemon_of(root, clock)
    daemon.look()
    arrived = (root / path).read_text(encoding="utf-8").replace("2026-11-20", "2026-11-21")
    put(root, path, arrived)
    os.utime(root / path, (1_700_000_000, 1_700_000_000))  # the time it had there
    clock.after_files = 1
    put_there = files(root)
    look = daemon.look({path})
    assert look.outcome is None
    assert files(root) == put_there
    assert look.again is not None
    assert 1.5 < look.again <= 2
    clock.after_files = 3.1
    assert daemon.look(set()).outcome is not None


def test_a_file_that_changes_again_in_the_same_instant_is_read_again(vault: Vault) -> None:
    root = vault({ADA: person("private", "role: first")})
    clock = Hands(after_files=0)
    daemon = daemon_of(root, clock)
    assert daemon.look().again is not None, "what was read while it is young is read once more"
    seen = (root / ADA).stat()
    put(root, ADA, person("private", "role: other"))
    os.utime(root / ADA, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    daemon.look()
    assert "other" in (root / "Networking/Private.md").read_text()


def test_that_is_not_forgotten_over_another_save(vault: Vault) -> None:
    root = vault({ADA: person("private", "role: first"), "People/Bo.md": person()})
    clock = Hands(after_files=0)
    daemon = daemon_of(root, clock)
    daemon.look()
    seen = (root / ADA).stat()
    put(root, ADA, person("private", "role: other"))
    os.utime(root / ADA, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    put(root, "People/Bo.md", person("leisure"))
    assert daemon.look({"People/Bo.md"}).again is not None
    clock.after_files = 3
    daemon.look(set())
    assert "other" in (root / "Networking/Private.md").read_text()


def test_nor_over_the_news_of_its_own_page(vault: Vault) -> None:
    """It is woken by them, finds nothing to do, and has to wake again for the note."""
    root = vault({ADA: person("private", "role: first"), "People/Bo.md": person()})
    daemon = daemon_of(root, clock := Hands())
    daemon.look()
    put(root, ADA, person("private", "role: other"))
    clock.after_files = 0
    assert daemon.look({ADA}).again is not None
    clock.after_files = 1
    look = daemon.look({QUEUE})
    assert look.outcome is None
    assert look.again is not None
    assert 1 < look.again < 2


@pytest.mark.parametrize(
    "sunday", [date(2026, 10, 25), date(2026, 3, 29)], ids=["clock put back", "clock put forward"]
)
def test_each_day_of_a_week_with_suspend_and_jumps_is_that_of_a_sync(
    vault: Vault, tmp_path: Path, sunday: date
) -> None:
    root = vault(
        {
            ADA: person("private", f"follow_up: {sunday + timedelta(days=2)}", "contact_every: 2 days"),
            "People/Bo.md": person("leisure", f"next_meeting: {sunday + timedelta(days=1)} 02:30"),
            "People/Cy.md": person("leisure", f"birthday: {sunday + timedelta(days=3):%m-%d}"),
        }
    )
    # From Friday noon, half a day each over the night in which Oslo moves its clock; then asleep for two
    # days; then the machine's clock jumps one day back and on again, to the Friday after.
    start = datetime.combine(sunday - timedelta(days=2), time(12), UTC)
    hours = [0, 10, 11, 12, 35, 36, 59, 60, 109, 86, 109, 134, 158, 170]
    clock = Hands(start)
    daemon = daemon_of(root, clock)
    days = set()
    for number, hour in enumerate(hours):
        clock.now = start + timedelta(hours=hour)
        daemon.look()
        days.add(daemon.today)
        assert pages(root) == fresh_pages(root, tmp_path / f"copy {number}", daemon.today)
    assert days == {sunday + timedelta(days=day) for day in range(-2, 6)}


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), 25),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), 23),
        (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), 0.5),
    ],
    ids=["the long day", "the short day", "half an hour"],
)
def test_the_next_day_is_waited_for_exactly(moment: datetime, hours: float) -> None:
    assert Hands(moment).until_midnight("Europe/Oslo") == hours * 3600


def test_a_folder_that_is_gone_is_waited_for(vault: Vault) -> None:
    root = vault({ADA: person()})
    daemon = daemon_of(root, Hands())
    daemon.look()
    before = files(root)
    away = root.with_name("unmounted")
    root.rename(away)
    look = daemon.look()
    assert (look.health, look.outcome) == (Health.WAITING, None)
    assert look.why is not None
    assert "not there" in look.why.english()
    root.mkdir()
    assert daemon.look().health is Health.WAITING, "an empty folder is a disk that is not mounted"
    assert files(root) == {}
    root.rmdir()
    away.rename(root)
    assert daemon.look().health is Health.WELL
    assert files(root) == before


def test_a_broken_setting_stops_nothing_and_is_told(vault: Vault) -> None:
    root = vault({ADA: person()})
    daemon = daemon_of(root, Hands())
    daemon.look()
    config = root / ".vaultkit/config.toml"
    good = config.read_text()
    config.write_text(good + "\nlanguage = ")
    look = daemon.look()
    assert look.why is not None
    assert "config.toml" in look.why.english()
    config.write_text(good + '\n[feed]\nname = "Mine"\n')
    assert daemon.look().health is Health.WELL
    assert b"Mine" in (root / "Networking/networking.ics").read_bytes()


class Quick(VaultFolder):
    """A vault whose owner ticks the first line of the queue as soon as it is there."""

    def writing(self, write: Write, temporary: str, quiet: float = QUIET) -> Iterator[None]:
        yield from super().writing(write, temporary, quiet)
        page = self.root / QUEUE
        if write.path == QUEUE and (text := page.read_text(encoding="utf-8")).count("- [ ]") == 1:
            page.write_text(text.replace("- [ ]", "- [x]"), encoding="utf-8")


def test_a_tick_right_behind_its_own_writing_is_seen_at_once(vault: Vault) -> None:
    root = vault({ADA: person("private", "follow_up: 2026-11-23")})
    clock = Hands()
    daemon = daemon_of(root, clock)
    daemon.vault = daemon.vault.on(Quick(daemon.vault.root))
    daemon.look()
    assert "- [x]" in (root / QUEUE).read_text(encoding="utf-8")
    assert ADA in written(daemon.look({QUEUE})), "the tick was carried out"


def test_a_save_wakes_it_and_stop_ends_it(vault: Vault) -> None:
    root = vault({ADA: person()})
    daemon = daemon_of(root, Hands())
    news, told = News(), threading.Event()
    looks: list[Look] = []

    def tell(look: Look) -> None:
        looks.append(look)
        told.set()

    thread = threading.Thread(target=run, args=(daemon, news, tell))
    thread.start()
    try:
        assert told.wait(20)
        told.clear()
        put(root, ADA, person("private", "role: woken"))
        assert told.wait(LOOK_EVERY / 2), "it was told, and did not wait for its round"
        assert "woken" in (root / "Networking/Private.md").read_text()
    finally:
        news.end()
        thread.join(5)
    assert not thread.is_alive()


def test_once_idle_ends_by_itself(vault: Vault) -> None:
    root = vault({ADA: person()})
    looks: list[Look] = []
    run(daemon_of(root, Hands()), News(), looks.append, once_idle=True)
    assert looks[0].outcome is not None
    assert looks[-1] == Look(Health.WELL)


NAMES = ("Ada", "Bo", "Cy", "Di", "Eve", "Finn", "Gry", "Hans")
LINES = (
    "follow_up: 2026-11-{day}",
    "follow_up: 2026-12-{day}\nfollow_up_note: about {word}",
    "last_contact: 2026-{month}-{day}",
    "contact_every: {count} weeks",
    "company: '[[{word}]]'",
    "groups: [{word}, choir]",
    "role: {word}",
    "name: {name} {word}",
    "aliases: [{word}, {name}]",
    "next_meeting: 2026-11-{day} 12:00",
    "birthday: 1980-11-{day}",
    "keep_out: true",
    "ask: {word}",
    "introduced_by: '[[{name}]]'",
    "introduced_by: ['[[{name}]]', '[[{name}]]']",
    "never: {name}",
    "",
)
TASKS = (
    "",
    "",
    "- [ ] send {word} 📅 2026-11-{day}\n",
    "- [x] send {word}\n",
    "- [ ] {name}: sends {word}\n",
)
SAID = ("{word}", "asked about {word}", "told {name}", "she said yes")
FOLDERS = ("People", "Meetings", "Days", "Other")
KINDS = ("private", "professional", "historical", "leisure", "leisure, historical")


def some_note(chance: Random, path: str) -> str:
    """A person, a meeting, a daily note or none, by where it lies."""

    def some(line: str) -> str:
        return line.format(
            day=chance.randint(10, 28),
            month=chance.randint(10, 11),
            count=chance.randint(1, 9),
            word=chance.choice(("oak", "elm", "ash")),
            name=chance.choice(NAMES),
        )

    if path.startswith("Meetings/"):
        who = ", ".join(f"'[[{name}]]'" for name in chance.sample(NAMES, chance.randint(0, 3)))
        extra = chance.choice(("", "status: cancelled\n", "repeat: every 2 weeks\n", "thanked: true\n"))
        when = "date: 2026-11-{day} 10:00\n"
        return some(f"---\ntype: meeting\n{when}attendees: [{who}]\n{extra}---\n{chance.choice(TASKS)}")
    if path.startswith("Days/"):
        return some("coffee with [[{name}]] and [[{name}]]\n")
    if path.startswith("Other/"):
        return some("about {word}\n")
    lines = {some(chance.choice(LINES)) for _ in range(chance.randint(0, 4))}
    log = some(f"- 2026-{{month}}-{{day}} — {chance.choice(SAID)}") if chance.random() < 0.5 else ""
    task = some(chance.choice(TASKS))
    return person(chance.choice(KINDS), *sorted(lines)) + f"{task}\n## Log\n{log}\n"


@pytest.mark.parametrize("seed", range(6))
def test_after_any_change_the_pages_are_those_of_a_sync_that_knows_nothing(
    vault: Vault, tmp_path: Path, seed: int
) -> None:
    """What the daemon keeps of notes that have not changed makes no difference; and it is told of few."""
    chance = Random(seed)
    paths = [f"People/{name}.md" for name in NAMES[:5]]
    paths += ["Meetings/One.md", "Meetings/Two.md", "Days/2026-11-20.md", "Other/Ada.md", "Other/Cy.md"]
    config = 'language = "en"\ntimezone = "Europe/Oslo"\ncontact.daily_notes = true\n'
    settings = (
        "",
        'order = "name"\n',
        "queue.first_contacts_per_day = 1\n",
        "queue.cadence_per_day = 1\n",
        "queue.birthday_days = 20\n",
    )
    root = vault({path: some_note(chance, path) for path in paths})
    put(root, ".vaultkit/config.toml", config)
    clock = Hands()
    daemon = daemon_of(root, clock)
    daemon.look()
    for step in range(30):
        told: set[str] = set()
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            notes = sorted(
                path for path in files(root) if path.split("/")[0] in ("People", "Meetings", "Days", "Other")
            )
            path = (
                chance.choice(notes)
                if notes and chance.random() < 0.8
                else f"People/{chance.choice(NAMES)}.md"
            )
            match chance.choice(("change",) * 12 + ("delete", "rename", "settings", "day")):
                case "change":
                    put(root, path, some_note(chance, path))
                    told.add(path)
                case "delete" if path in notes and len(notes) > 6:
                    (root / path).unlink()
                    told.add(path)
                case "rename" if path in notes:
                    other = f"{path.partition('/')[0]}/{chance.choice(NAMES)}.md"
                    (root / path).rename(root / other)
                    told |= {path, other}
                case "settings":
                    put(root, ".vaultkit/config.toml", config + chance.choice(settings))
                    told.add(".vaultkit/config.toml")
                case "day":
                    clock.now += timedelta(days=1)
        daemon.look(None if chance.random() < 0.3 else told, list_all=chance.random() < 0.5)
        fresh = tmp_path / f"fresh {step}"
        shutil.copytree(root, fresh)
        for page in (fresh / "Networking").glob("*.md"):  # the feed stays: it is the memory of its stamps
            page.unlink()
        refresh(open_vault(fresh, {**os.environ, "VAULTKIT_STATE_DIR": f"{fresh} state"}), daemon.today)
        assert pages(root) == pages(fresh), f"after step {step}"
