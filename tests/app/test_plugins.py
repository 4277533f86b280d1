"""Plugins: what they add is as good as vaultkit's own; one that fails is named, and all else goes on."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vaultkit_coffee
from workbench import CONFIG, DAY, Vault, files, person, put

from vaultkit.app.clock import Clock
from vaultkit.app.daemon import Daemon
from vaultkit.app.doctor import CHECKS, examine
from vaultkit.app.doctor.subject import Subject
from vaultkit.app.done import snooze
from vaultkit.app.opening import OpenVault, open_vault
from vaultkit.app.plugins import Plugins
from vaultkit.app.refresh import Outcome, refresh
from vaultkit.app.survey import survey
from vaultkit.model.phrase import phrase
from vaultkit.model.plugin import Plugin
from vaultkit.plugins import (
    AddLogLine,
    Check,
    Edit,
    Finding,
    FollowUp,
    Health,
    Kind,
    Note,
    NoteFacts,
    PageKind,
    Problem,
    QueueLine,
    Ref,
    SetProperty,
    Situation,
    View,
    Wish,
    hookimpl,
)
from vaultkit.rules.followups import KINDS
from vaultkit.rules.pages import PAGES
from vaultkit.store.services import this_machine

TODAY = date.fromisoformat(DAY)
BAD = Plugin("vaultkit-bad", "0.1")
COFFEE = Plugin("vaultkit-coffee", "1.0")
QUEUE = "Networking/Follow-ups.md"
FEED = "Networking/networking.ics"
ADA = person("private", "phone: 0123", log="- 2026-05-30 — coffee at Fuglen")
BO = person("leisure", "phone: 0123", log="- 2026-05-20 — coffee")
PEOPLE = {"People/Ada.md": ADA, "People/Bo.md": BO, "People/Cy.md": person("historical", "phone: 0123")}


def opened(root: Path, *plugins: tuple[Plugin, object]) -> OpenVault:
    """The vault on a machine with these plugins."""
    return replace(open_vault(root, os.environ), plugins=plugged(*plugins))


def plugged(*plugins: tuple[Plugin, object]) -> Plugins:
    return Plugins([(plugin, "entry", loading(module)) for plugin, module in plugins])


def loading(module: object) -> Callable[[], object]:
    def load() -> object:
        if isinstance(module, BaseException):
            raise module
        return module

    return load


def sync(root: Path, *plugins: tuple[Plugin, object], today: date = TODAY) -> Outcome:
    return refresh(opened(root, *plugins), today)


def coffee(root: Path, today: date = TODAY) -> Outcome:
    return sync(root, (COFFEE, vaultkit_coffee), today=today)


class Noon(Clock):
    """It is always noon, and files were written long ago."""

    def moment(self) -> datetime:
        return datetime.fromisoformat(f"{DAY}T11:00:00+00:00")

    def time_ns(self) -> int:
        return super().time_ns() + 3_600_000_000_000


def daemon_of(root: Path, *plugins: tuple[Plugin, object]) -> Daemon:
    """The daemon on a machine with these plugins, after its first look."""
    daemon = Daemon(root, os.environ, Noon())
    daemon.vault = replace(daemon.vault, plugins=plugged(*plugins))
    daemon.look()
    return daemon


def pages(root: Path) -> dict[str, bytes]:
    return {path: data for path, data in files(root).items() if path.startswith("Networking/")}


def text(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode().replace("\r\n ", "")


# what a plugin adds ----------------------------------------------------------------------------------------


def test_a_page_a_kind_entries_and_a_check(vault: Vault) -> None:
    root = vault({**PEOPLE, "People/Di.md": person("leisure", "drinks: petrol")})
    outcome = coffee(root)
    assert "# Coffee\n\n- [[Bo]] · last 20 May\n- [[Ada]] · last 30 May\n<!--" in text(
        root, "Networking/Coffee.md"
    )
    assert "- [ ] [[Ada]] · time for coffee · Private 📅 2026-11-28\n" in text(root, QUEUE)
    assert text(root, FEED).count("SUMMARY:Coffee with") == 1, "what is overdue has no day in the calendar"
    assert "SUMMARY:Coffee with Ada?\r\n" in text(root, FEED)
    assert "DTSTART;VALUE=DATE:20261128" in text(root, FEED)
    assert [(p.path, p.line, p.code) for p in outcome.problems] == [("People/Di.md", 4, "COFFEE1")]
    assert outcome.vault.plugins.failures == []
    assert coffee(root).writes == ()


def test_vaultkits_own_come_in_by_the_same_door_and_first() -> None:
    alone, more = plugged(), plugged((COFFEE, vaultkit_coffee))
    assert (alone.pages, alone.kinds, alone.checks) == (PAGES, KINDS, list(CHECKS))
    assert [*more.pages] == [*PAGES, "coffee"]
    assert [*more.kinds] == [*KINDS, "coffee"]


def test_on_one_day_the_kinds_of_plugins_come_after_vaultkits_own(vault: Vault) -> None:
    root = vault({"People/Ada.md": person(log="- 2026-05-25 — coffee"), "People/Bo.md": person(log="x")})
    put(root, "People/Bo.md", person("private", "follow_up: 2026-11-23"))
    today = [item.kind for item in coffee(root).queue if item.due == TODAY]
    assert today == ["next_contact", "coffee"]


def test_a_tick_is_carried_out_once(vault: Vault) -> None:
    root = vault(PEOPLE)
    coffee(root)
    line = "- [ ] [[Bo]] · time for coffee"
    put(root, QUEUE, text(root, QUEUE).replace(line, line.replace("[ ]", "[x]")))
    (ticked,) = coffee(root).ticks.taken
    assert (ticked.line.kind, ticked.person.name) == ("coffee", "Bo")
    assert "- 2026-11-23 — coffee\n" in text(root, "People/Bo.md")
    assert f"{line} · Leisure 📅 2027-05-24\n" in text(root, QUEUE)
    assert coffee(root).writes == ()


def test_a_line_that_is_left_out_stays_out(vault: Vault) -> None:
    root = vault(PEOPLE)
    coffee(root)
    line = "- [ ] [[Bo]] · time for coffee"
    put(root, QUEUE, text(root, QUEUE).replace(line, line.replace("[ ]", "[-]")))
    coffee(root)
    assert "skipped:\n  - coffee 2026-05-20\n" in text(root, "People/Bo.md")
    assert line not in text(root, QUEUE)


def test_a_line_of_a_plugin_is_put_off_like_any_other_and_ticked_later(vault: Vault) -> None:
    root = vault({"People/Bo.md": BO.replace("\n---", "\ncadence: never\n---", 1)})
    (own,) = coffee(root).queue
    seen = survey(opened(root, (COFFEE, vaultkit_coffee)), TODAY)
    snooze(seen, ["bo"], "2w", kind="coffee")
    assert f"snoozed:\n  - coffee {own.due} until 2026-12-07\n" in text(root, "People/Bo.md")
    (item,) = coffee(root).queue
    assert (item.kind, item.due) == ("coffee", date(2026, 12, 7))
    line = next(one for one in text(root, QUEUE).splitlines() if "time for coffee" in one)
    put(root, QUEUE, text(root, QUEUE).replace(line, line.replace("[ ]", "[-]")))
    coffee(root)
    assert "skipped:\n  - coffee 2026-05-20\n" in text(root, "People/Bo.md")
    assert not [*coffee(root).queue]


def test_an_entry_keeps_its_name_and_goes_when_nobody_wants_it_any_more(vault: Vault) -> None:
    root = vault(PEOPLE)
    coffee(root)
    (uid,) = [line for line in text(root, FEED).splitlines() if line.startswith("UID")]
    coffee(root, TODAY + timedelta(days=1))
    assert uid in text(root, FEED)
    put(root, "People/Ada.md", ADA.replace("Fuglen", "Fuglen\n- 2026-11-22 — coffee"))
    coffee(root, TODAY + timedelta(days=1))
    assert f"{uid}\r\n" in text(root, FEED)
    assert "SUMMARY:Cancelled: Coffee with Ada?" in text(root, FEED)


def test_somebody_who_is_kept_out_is_in_no_entry_and_goes_at_once(vault: Vault) -> None:
    root = vault(PEOPLE)
    coffee(root)
    put(root, "People/Ada.md", ADA.replace("phone", "keep_out: true\nphone"))
    coffee(root)
    assert "VEVENT" not in text(root, FEED)


def test_an_entry_about_somebody_kept_out_goes_although_it_does_not_name_them(vault: Vault) -> None:
    root = vault(PEOPLE)
    quiet = Giving(entries=lambda: [wish(people=("People/Ada.md",))])
    sync(root, (BAD, quiet))
    assert "SUMMARY:Lunch" in text(root, FEED)
    put(root, "People/Ada.md", ADA.replace("phone", "keep_out: true\nphone"))
    sync(root, (BAD, quiet))
    assert "VEVENT" not in text(root, FEED)


def test_a_template_of_the_vault_replaces_the_plugins(vault: Vault) -> None:
    root = vault({**PEOPLE, ".vaultkit/templates/coffee.md": "{{ people | length }} cups\n"})
    coffee(root)
    assert "2 cups\n" in text(root, "Networking/Coffee.md")


def test_the_daemon_makes_what_a_sync_makes(vault: Vault, tmp_path: Path) -> None:
    root = vault(PEOPLE)
    daemon = daemon_of(root, (COFFEE, vaultkit_coffee))
    for number, (path, note) in enumerate(
        [
            ("People/Ada.md", ADA.replace("Fuglen", "Fuglen\n- 2026-11-20 — coffee")),
            ("People/Bo.md", BO.replace("phone", "drinks: petrol\nphone")),
            ("People/Cy.md", BO),
            ("People/Eve.md", ADA),
            (".vaultkit/templates/home.md", "mine\n"),
        ]
    ):
        put(root, path, note)
        assert daemon.look().outcome is not None
        again = tmp_path / f"again {number}"
        for held, data in files(root).items():
            put(again, held, data)
        outcome = refresh(
            replace(
                open_vault(again, {"VAULTKIT_STATE_DIR": f"{again} state"}),
                plugins=plugged((COFFEE, vaultkit_coffee)),
            ),
            TODAY,
        )
        assert outcome.writes == ()
        assert pages(again) == pages(root)


def test_while_nothing_of_it_changes_the_daemon_asks_no_page_of_a_plugin_again(vault: Vault) -> None:
    asked: list[date] = []

    def build(view: View) -> Mapping[str, Any]:
        asked.append(view.today)
        return {}

    kind = PageKind("Asked", "asked", build, lambda view: len(view.people), "text\n")
    root = vault(PEOPLE)
    daemon = daemon_of(root, (BAD, Giving(pages=lambda: {"asked": kind})))
    put(root, "People/Ada.md", BO)
    daemon.look()
    assert asked == [TODAY]


# plugins that fail -----------------------------------------------------------------------------------------


class Giving:
    """A plugin whose functions give what they are told to."""

    def __init__(self, **given: Callable[[], object]) -> None:
        self._given = given

    def _give(self, name: str) -> Any:
        return self._given[name]() if name in self._given else None

    @hookimpl
    def pages(self) -> Any:
        return self._give("pages")

    @hookimpl
    def kinds(self) -> Any:
        return self._give("kinds")

    @hookimpl
    def entries(self, view: View) -> Any:
        return self._give("entries")

    @hookimpl
    def check(self, note: Note, facts: NoteFacts) -> Any:
        return self._give("check")


class Doing:
    """A kind that gives the same for everybody."""

    def __init__(self, item: object, edits: Callable[[], object] = list) -> None:
        self._item, self._edits = item, edits

    def follow_ups(self, situation: Situation, /) -> Iterator[Any]:
        yield self._item(situation) if callable(self._item) else self._item

    def done(self, line: QueueLine, now: Situation, day: date, /) -> Any:
        return self._edits()

    def skip(self, line: QueueLine, now: Situation, day: date, /) -> Any:
        return self._edits()


def boom(*_: object) -> Any:
    raise LookupError("boom")


def leave(*_: object) -> Any:
    raise SystemExit(3)


def half(*_: object) -> Iterator[Any]:
    """Fails after it has given something."""
    yield wish()
    boom()


def item(now: Situation, **changes: object) -> FollowUp:
    made = FollowUp(kind="bad", person=now.ref, due=TODAY, reason=phrase("now"), why=phrase("because"))
    return replace(made, **changes)  # type: ignore[arg-type]


def wish(**changes: object) -> Wish:
    made = Wish(key="a", summary=phrase("Lunch"), start=TODAY, end=TODAY + timedelta(days=1))
    return replace(made, **changes)  # type: ignore[arg-type]


def found(**changes: object) -> Problem:
    made = Problem("People/Ada.md", 1, 1, "BAD1", phrase("no"), phrase("yes"))
    return replace(made, **changes)  # type: ignore[arg-type]


def page(title: str = "Bad", build: Callable[..., Any] = lambda _: {}, text: str = "x\n") -> PageKind:
    return PageKind(title, "bad", build, text=text)


class Misspelt:
    @hookimpl
    def page(self) -> None:
        """There is no such hook."""


class WithParameters:
    @hookimpl
    def pages(self, nobody: object) -> None:
        """Nobody gives it that."""


MORNING = datetime.fromisoformat("2026-11-24T09:00")
FAULTS: dict[str, tuple[object, str, str]] = {
    "not there": (ModuleNotFoundError("No module named 'x'"), "its entry point entry", "No module named"),
    "ends the process": (SystemExit(3), "its entry point entry", "SystemExit: 3"),
    "unknown hook": (Misspelt(), "its entry point entry", "unknown hook 'page'"),
    "unknown parameter": (WithParameters(), "its entry point entry", "nobody"),
    "no plugin": ({}, "its entry point entry", "unhashable type: 'dict'"),
    "pages fail": (Giving(pages=boom), "its function pages", "LookupError: boom"),
    "pages are no mapping": (Giving(pages=lambda: [page()]), "its function pages", "list where a mapping"),
    "no page": (Giving(pages=lambda: {"bad": "page"}), "the page bad", "str where PageKind"),
    "key taken": (Giving(pages=lambda: {"home": page()}), "the page home", "'home' is taken"),
    "key of four": (Giving(pages=lambda: {"network": page()}), "the page network", "'network' is taken"),
    "key": (Giving(pages=lambda: {"../bad": page()}), "the page ../bad", "is no key"),
    "key is no text": (Giving(pages=lambda: {1: page()}), "the page 1", "1 is no key"),
    "title taken": (
        Giving(pages=lambda: {"bad": page("oppfølging")}),
        "the page bad",
        "there is a page 'oppfølging'",
    ),
    "title leads out": (Giving(pages=lambda: {"bad": page("../bad")}), "the page bad", "name of a file"),
    "no template": (Giving(pages=lambda: {"bad": page(text="")}), "the page bad", "no text of a template"),
    "page fails": (Giving(pages=lambda: {"bad": page(build=boom)}), "the page bad", "LookupError: boom"),
    "page gives nothing": (Giving(pages=lambda: {"bad": page(build=lambda _: None)}), "the page bad", "None"),
    "page gives an object": (
        Giving(pages=lambda: {"bad": page(build=lambda _: {"x": object()})}),
        "the page bad",
        "nothing a template may see",
    ),
    "made of": (
        Giving(pages=lambda: {"bad": PageKind("Bad", "bad", lambda _: {}, boom, "x\n")}),
        "the page bad",
        "LookupError: boom",
    ),
    "template": (Giving(pages=lambda: {"bad": page(text="{{ nothing }}")}), "the page bad", "is undefined"),
    "mark": (
        Giving(pages=lambda: {"bad": page(text="<!-- vaultkit:begin bad -->\n")}),
        "the page bad",
        "a mark of a region",
    ),
    "kinds fail": (Giving(kinds=boom), "its function kinds", "LookupError: boom"),
    "no kind": (Giving(kinds=lambda: {"bad": object()}), "the follow-up kind bad", "no function follow_ups"),
    "kind taken": (Giving(kinds=lambda: {"thank": Doing(item)}), "the follow-up kind thank", "is taken"),
    "kind fails": (Giving(kinds=lambda: {"bad": Doing(boom)}), "kind bad, for Ada", "LookupError: boom"),
    "no item": (Giving(kinds=lambda: {"bad": Doing("x")}), "kind bad, for Ada", "str where FollowUp"),
    "of another kind": (
        Giving(kinds=lambda: {"bad": Doing(lambda now: item(now, kind="thank"))}),
        "kind bad, for Ada",
        "of the kind 'thank'",
    ),
    "for another": (
        Giving(kinds=lambda: {"bad": Doing(lambda now: item(now, person=Ref("x.md", "X")))}),
        "kind bad, for Ada",
        "for somebody else",
    ),
    "moment": (
        Giving(kinds=lambda: {"bad": Doing(lambda now: item(now, due=MORNING))}),
        "kind bad, for Ada",
        "a moment where a day",
    ),
    "reason": (
        Giving(kinds=lambda: {"bad": Doing(lambda now: item(now, reason="now"))}),
        "kind bad, for Ada",
        "str where Phrase",
    ),
    "place": (
        Giving(kinds=lambda: {"bad": Doing(lambda now: item(now, reason=phrase("{who}")))}),
        "kind bad, for Ada",
        "KeyError: 'who'",
    ),
    "entries fail": (Giving(entries=half), "its function entries", "LookupError: boom"),
    "entries are none": (Giving(entries=lambda: 7), "its function entries", "int where several things"),
    "no wish": (Giving(entries=lambda: ["x"]), "its function entries", "str where Wish"),
    "key twice": (Giving(entries=lambda: [wish(), wish()]), "its function entries", "two entries"),
    "no zone": (
        Giving(entries=lambda: [wish(start=MORNING, end=MORNING + timedelta(hours=1))]),
        "its function entries",
        "without a zone",
    ),
    "two types": (
        Giving(entries=lambda: [wish(start=MORNING)]),
        "its function entries",
        "not of the same type",
    ),
    "no length": (Giving(entries=lambda: [wish(end=TODAY)]), "its function entries", "not a minute after"),
    "no summary": (
        Giving(entries=lambda: [wish(summary=phrase(" "))]),
        "its function entries",
        "the summary is empty",
    ),
    "check fails": (Giving(check=boom), "its check of People/Ada.md", "LookupError: boom"),
    "check leaves": (Giving(check=leave), "its check of People/Ada.md", "SystemExit: 3"),
    "no problem": (Giving(check=lambda: ["x"]), "its check of People/Ada.md", "str where Problem"),
    "other note": (
        Giving(check=lambda: [found(path="x.md")]),
        "its check of People/Ada.md",
        "another note than the one",
    ),
    "our code": (
        Giving(check=lambda: [found(code="VK1")]),
        "its check of People/Ada.md",
        "'VK1' is no code",
    ),
    "no line": (Giving(check=lambda: [found(line=0)]), "its check of People/Ada.md", "begin with 1"),
}


@pytest.fixture(scope="module")
def as_without_it(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The pages and the feed on a machine without the plugin that fails."""
    root = tmp_path_factory.mktemp("vault")
    for path, note in {**PEOPLE, ".vaultkit/config.toml": CONFIG}.items():
        put(root, path, note)
    vault = open_vault(root, {"VAULTKIT_STATE_DIR": f"{root} state"})
    refresh(replace(vault, plugins=plugged((COFFEE, vaultkit_coffee))), TODAY)
    return pages(root)


@pytest.mark.parametrize("fault", FAULTS)
def test_one_that_fails_is_named_and_everything_else_is_as_without_it(
    fault: str, vault: Vault, as_without_it: dict[str, bytes]
) -> None:
    plugin, where, reason = FAULTS[fault]
    root = vault(PEOPLE)
    outcome = sync(root, (BAD, plugin), (COFFEE, vaultkit_coffee))
    made = pages(root)
    made.pop("Networking/Bad.md", None)  # only what it is made of could not be told
    assert made == as_without_it
    failures = outcome.vault.plugins.failures
    assert [failure.plugin for failure in failures] == [BAD]
    said = failures[0].said.english()
    assert said.startswith("the plugin vaultkit-bad 0.1 fails in ")
    assert where in said
    assert reason in said
    assert "Traceback" in failures[0].trace
    assert outcome.problems == ()


@pytest.mark.parametrize("build", [boom, lambda _: {"x": object()}])
def test_a_page_that_cannot_be_made_stays_as_it_was(build: Callable[..., Any], vault: Vault) -> None:
    root = vault(PEOPLE)
    well = Giving(pages=lambda: {"bad": page(build=lambda _: {"x": 1}, text="well\n")})
    sync(root, (BAD, well))
    before = text(root, "Networking/Bad.md")
    assert "\nwell\n" in before
    for again in (Giving(pages=lambda: {"bad": page(build=build)}), ImportError("gone"), well):
        assert sync(root, (BAD, again)).writes == ()
        assert text(root, "Networking/Bad.md") == before


def test_a_page_that_its_owner_deleted_stays_deleted_while_its_plugin_cannot_be_loaded(vault: Vault) -> None:
    root = vault(PEOPLE)
    coffee(root)
    (root / "Networking/Coffee.md").unlink()
    coffee(root)
    sync(root, (COFFEE, ImportError("gone")))
    outcome = coffee(root)
    assert outcome.left_out == ("Networking/Coffee.md",)
    assert not (root / "Networking/Coffee.md").exists()


@pytest.mark.parametrize("fault", [ImportError("gone"), Giving(entries=boom)])
def test_entries_stay_while_their_plugin_fails_and_go_with_it(fault: object, vault: Vault) -> None:
    root = vault(PEOPLE)
    coffee(root)
    before = text(root, FEED)
    sync(root, (COFFEE, fault))
    assert text(root, FEED) == before
    sync(root)
    assert "SUMMARY:Cancelled: Coffee with Ada?" in text(root, FEED)


TICKS: dict[str, Callable[[], object]] = {
    "fails": boom,
    "leaves": leave,
    "no edits": lambda: 7,
    "no edit": lambda: ["x"],
    "meaning": lambda: [SetProperty("People/Ada.md", "no such property", "x")],
    "outside": lambda: [AddLogLine("../x.md", TODAY, phrase("x"))],
    "no note of anybody": lambda: [AddLogLine("Networking/Network.md", TODAY, phrase("x"))],
    "text": lambda: [AddLogLine("People/Ada.md", TODAY, phrase("{x}"))],
}


@pytest.mark.parametrize("fault", TICKS)
@pytest.mark.parametrize("mark", ["x", "-"])
def test_a_tick_that_a_plugin_cannot_carry_out_is_kept_until_it_can(
    mark: str, fault: str, vault: Vault
) -> None:
    root = vault({"People/Ada.md": ADA})
    kinds: list[Kind] = [Doing(item, TICKS[fault])]
    plugin = BAD, Giving(kinds=lambda: {"bad": kinds[0]})
    sync(root, plugin)
    put(root, QUEUE, text(root, QUEUE).replace("- [ ] [[Ada]] · now", f"- [{mark}] [[Ada]] · now"))
    outcome = sync(root, plugin)
    assert text(root, "People/Ada.md") == ADA
    (problem,) = outcome.problems
    assert (problem.path, problem.code) == (QUEUE, "VK307")
    assert "the plugin vaultkit-bad 0.1 fails" in problem.message
    assert f"- [{mark}] [[Ada]] · now" in text(root, QUEUE)
    assert sync(root, plugin).writes == ()

    def mended() -> list[Edit]:
        return [AddLogLine("People/Ada.md", TODAY, phrase("mended"))]

    kinds[0] = Doing(item, mended)
    sync(root, plugin)
    assert "mended" in text(root, "People/Ada.md")


def test_a_tick_waits_while_its_plugin_cannot_be_loaded(vault: Vault) -> None:
    root = vault(PEOPLE)
    coffee(root)
    put(root, QUEUE, text(root, QUEUE).replace("- [ ] [[Bo]] · time", "- [x] [[Bo]] · time"))
    sync(root, (COFFEE, ImportError("gone")))
    assert "- [x] [[Bo]] · time for coffee" in text(root, QUEUE)
    assert text(root, "People/Bo.md") == BO
    coffee(root)
    assert "- 2026-11-23 — coffee\n" in text(root, "People/Bo.md")
    assert "[x]" not in text(root, QUEUE)


def test_of_two_plugins_the_first_by_name_gets_a_key(vault: Vault) -> None:
    root = vault(PEOPLE)
    other = Giving(pages=lambda: {"coffee": page("Another")})
    outcome = sync(root, (COFFEE, vaultkit_coffee), (Plugin("vaultkit-tea", "2"), other))
    assert (root / "Networking/Coffee.md").exists()
    assert [one.said.english() for one in outcome.vault.plugins.failures] == [
        "the plugin vaultkit-tea 2 fails in the page coffee: ValueError: 'coffee' is taken"
    ]


# doctor ----------------------------------------------------------------------------------------------------


class Looking:
    """A plugin with one check of the doctor's."""

    def __init__(self, name: str, look: Callable[..., Any]) -> None:
        self._check = Check(name, "beans", look)

    @hookimpl
    def doctor_checks(self) -> Iterable[Check]:
        return [self._check]


def examined(vault: OpenVault) -> dict[str, Finding]:
    machine, now = this_machine(os.environ), datetime.fromisoformat(f"{DAY}T12:00:00+00:00")
    return {one.name: one for one in examine(Subject(vault, phrase("x"), None, machine, now))}


def test_a_check_of_a_plugins_own_comes_after_vaultkits(vault: Vault) -> None:
    root = vault(PEOPLE)
    looking = Looking("beans", lambda subject: [Finding("beans", Health.LOOK, phrase("no beans"))])
    found = examined(opened(root, (BAD, looking)))
    assert list(found)[-1] == "beans"
    assert found["beans"].said.english() == "no beans"


@pytest.mark.parametrize(
    ("look", "reason"),
    [
        (boom, "LookupError: boom"),
        (lambda _: ["x"], "str where Finding"),
        (lambda _: [Finding("vault", Health.WELL, phrase("x"))], "a finding 'vault' of the check 'beans'"),
        (lambda _: [Finding("beans", Health.WELL, phrase("{x}"))], "KeyError"),
    ],
)
def test_a_check_that_fails_is_a_finding(look: Callable[..., Any], reason: str, vault: Vault) -> None:
    found = examined(opened(vault(PEOPLE), (BAD, Looking("beans", look))))
    assert found["beans"].health is Health.BROKEN
    assert reason in found["beans"].said.english()


def test_a_check_under_a_name_of_vaultkits_own_is_named(vault: Vault) -> None:
    opening = opened(vault(PEOPLE), (BAD, Looking("vault", boom)))
    assert examined(opening)["vault"].health is Health.WELL
    assert "'vault' is taken" in opening.plugins.failures[0].said.english()
