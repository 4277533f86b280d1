"""What the pages say: data to text, through the shipped templates."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from vaultkit.model.cadence import NEVER, Cadence
from vaultkit.model.link import Link
from vaultkit.model.log import LogLine
from vaultkit.model.meeting import Meeting, Status
from vaultkit.model.network import Network
from vaultkit.model.overview import Overview
from vaultkit.model.person import Person, Reach
from vaultkit.model.problem import Problem
from vaultkit.model.ref import Ref
from vaultkit.model.settings import Settings
from vaultkit.model.slot import Slot
from vaultkit.rules.codes import problem
from vaultkit.rules.followups import follow_up_queue, situations
from vaultkit.rules.links import LinkIndex
from vaultkit.rules.pages import PAGES, make_pages
from vaultkit.rules.pages.view import View
from vaultkit.store.templates import plain_data, render, shipped_template
from vaultkit.store.words import Words

TODAY = date(2026, 3, 11)
"""A Wednesday, week 11."""
DAY = timedelta(days=1)
SETTINGS = Settings(language="en", timezone="Europe/Oslo")
REACH = Reach(phone=("22 33 44 55",))
CLOCK_WORDS = re.compile(
    r"\b(?:ago|yesterday|tomorrow|updated|generated|dager siden|i går|i morgen|oppdatert|\d\d:\d\d:\d\d)\b",
    re.IGNORECASE,
)


def person(name: str, *networks: Network, last: int | None = None, **fields: Any) -> Person:
    """`last`: days since the last contact."""
    contact = None if last is None else TODAY - last * DAY
    made = Person(path=f"Folk/{name}.md", name=name, networks=networks, last_contact=contact, reach=REACH)
    return replace(made, **fields)


def meeting(title: str, start: date, *who: str, **fields: Any) -> Meeting:
    end = start + timedelta(hours=1) if isinstance(start, datetime) else start
    made = Meeting(
        path=f"Møter/{title}.md",
        own_note=True,
        title=title,
        start=start,
        end=end,
        zone="Europe/Oslo",
        attendees=tuple(f"Folk/{name}.md" for name in who),
    )
    return replace(made, **fields)


def page(
    key: str,
    people: tuple[Person, ...] = (),
    meetings: tuple[Meeting, ...] = (),
    problems: tuple[Problem, ...] = (),
    settings: Settings = SETTINGS,
    today: date = TODAY,
) -> str:
    words = Words(settings.language, today)
    links = LinkIndex({*(p.path for p in people), *(m.path for m in meetings)})
    overview = Overview(people=people, meetings=meetings, problems=problems, links=links)
    everyone = situations(overview, settings, today)
    queue = follow_up_queue(everyone, settings, today)
    titles = {key: words.gettext(kind.title) for key, kind in PAGES.items()}
    refs = {key: Ref(f"Nettverk/{title}.md", title) for key, title in titles.items()}
    view = View(overview, everyone, queue, problems, settings, today, refs)
    (made,) = (made for made in make_pages(view) if made.key == key)
    data = {"key": key, "title": titles[key], "today": today, **made.data}
    return render(shipped_template(made.template), plain_data(data, words, links), words)


def section(text: str, title: str) -> list[str]:
    """The lines below a heading, up to the next one."""
    behind = text.partition(f"## {title}")[2].split("\n", 1)[-1]
    return [line for line in behind.split("\n## ")[0].split("\n") if line]


def linked(lines: list[str]) -> list[str]:
    """The first link of each line."""
    return [re.findall(r"\[\[(.*?)\]\]", line)[0] for line in lines if "[[" in line]


P, W, H, L = Network.PRIVATE, Network.PROFESSIONAL, Network.HISTORICAL, Network.LEISURE
PEOPLE = (
    person("Åse", P, last=5),
    person("bo", P, last=90),
    person("Cato", P),
    person("Dag", P, last=30, never=True),
    person("Eli", P, W, last=30, next_contact=TODAY + 2 * DAY, role="leder", companies=(Link("Nordlys"),)),
)


def test_coldest_first() -> None:
    rows = page("private", PEOPLE).split("##")[0].split("\n")
    assert linked([row for row in rows if row.startswith("- ")]) == ["Cato", "bo", "Dag", "Eli", "Åse"]


def test_by_name() -> None:
    rows = page("private", PEOPLE, settings=replace(SETTINGS, order="name")).split("##")[0].split("\n")
    assert linked([row for row in rows if row.startswith("- ")]) == ["bo", "Cato", "Dag", "Eli", "Åse"]


def test_a_row_says_place_last_contact_what_comes_next_and_the_interval() -> None:
    held = (meeting("Kaffe", datetime.fromisoformat("2026-03-20 11:30"), "Cato"),)
    rows = {
        linked([row])[0]: row for row in page("private", PEOPLE, held).split("\n") if row.startswith("- ")
    }
    assert rows["Eli"].startswith(
        "- [[Eli]] · Nordlys, leder · last 9 February · next on 13 March · every 8 weeks"
    )
    assert "overdue since 5 February" in rows["bo"]
    assert "meeting Friday 20 March at 11:30" in rows["Cato"]
    assert "every" not in rows["Dag"]


def test_who_is_in_two_networks_stands_on_both_pages() -> None:
    assert "[[Eli]]" in page("professional", PEOPLE)


def test_who_has_nothing_planned_is_named() -> None:
    people = (
        person("Ida", P, last=1, cadence=NEVER),
        person("Liv", P, last=1),
        person("Nei", P, last=1, never=True),
    )
    settings = replace(SETTINGS, network_cadence={}, default_cadence=NEVER)
    text = page("private", people, settings=settings)
    assert "1 has nothing planned" in text
    assert linked(section(text, "Nothing planned")) == ["Liv"]
    assert "planned" not in page("private", people)


@pytest.mark.parametrize("key", ["private", "professional", "historical", "leisure"])
def test_an_empty_network_says_how_to_fill_it(key: str) -> None:
    assert f"`network: {key}`" in page(key)


def test_leisure_is_grouped_by_club() -> None:
    kor, lag = Link("Koret"), Link("Ballklubben", "Klubb/Ballklubben")
    people = (
        person("Åse", L, last=5, groups=(kor,)),
        person("Bo", L, last=9, groups=(kor, lag)),
        person("Liv", L, last=1),
    )
    text = page("leisure", people)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Ballklubben", "Koret", "Without a club"]
    assert linked(section(text, "Koret")) == ["Bo", "Åse"]
    assert linked(section(text, "Ballklubben")) == ["Bo"]
    assert linked(section(text, "Without a club")) == ["Liv"]
    assert "Without a club" not in page("leisure", people[2:])


def test_whom_to_wake_stands_by_shared_past_then_silence() -> None:
    nordlys, kor = Link("Nordlys"), Link("Koret")
    people = (
        person("Alene", H, last=900),
        person("Fersk", H, last=10, companies=(nordlys,)),
        person("Kollega", H, last=400, companies=(nordlys,)),
        person("Eldre kollega", H, last=500, companies=(Link("NORDLYS"),)),
        person("Venn", H, last=300, companies=(nordlys,), groups=(kor,)),
        person("Sanger", L, last=1, groups=(kor,)),
        person("Aldri", H, last=900, companies=(nordlys,), never=True),
        person("Planlagt", H, last=900, companies=(nordlys,), next_contact=TODAY + DAY),
        person("Møtt", H, last=800, met="skolen"),
        person("Ukjent", H),
    )
    rows = section(page("historical", people), "Worth waking")
    assert linked(rows) == ["Venn", "Eldre kollega", "Kollega", "Møtt", "Ukjent", "Alene"]
    assert "Nordlys, Koret" in rows[0]
    assert "skolen" in rows[3]


def test_the_queue_stands_in_buckets_as_tasks() -> None:
    people = (
        person("Forfalt", P, next_contact=TODAY - DAY, why="spør om *råd*"),
        person("Nå", P, next_contact=TODAY),
        person("Snart", W, next_contact=date(2026, 3, 15)),
        person("Siden", next_contact=TODAY + 30 * DAY),
        person("Seinere", P, next_contact=TODAY + 31 * DAY),
    )
    text = page("queue", people)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Overdue",
        "Today",
        "This week · week 11",
        "The next 30 days",
        "Later",
    ]
    assert section(text, "Overdue") == [r"- [ ] [[Forfalt]] · spør om \*råd\* · Private 📅 2026-03-10"]
    assert section(text, "This week") == ["- [ ] [[Snart]] · as you planned · Professional 📅 2026-03-15"]
    assert section(text, "The next 30 days") == ["- [ ] [[Siden]] · as you planned 📅 2026-04-10"]
    assert "> [!warning] 1 overdue · 1 today · 1 this week" in text
    assert "> [!note]" in page("queue", people[1:])


def test_every_task_line_ends_with_its_day() -> None:
    people = (person("📅 2020-01-01", P, next_contact=TODAY, why="✅ 2020-01-01"), *PEOPLE)
    lines = [line for line in page("queue", people).split("\n") if line.startswith("- [ ]")]
    assert lines
    assert all(re.search(r" 📅 \d{4}-\d\d-\d\d$", line) for line in lines)
    assert not any("✅" in line for line in lines)


def test_problems_stand_at_the_end_of_the_queue() -> None:
    found = (
        problem("VK103", "Folk/Åse.md", 4, value="<b>2026-02-30</b>"),
        problem("VK005", "Folk/Bo (conflicted copy).md"),
    )
    text = page("queue", PEOPLE, problems=found)
    rows = [line for line in text.split("\n") if line.startswith("> - ")]
    assert len(rows) == 2
    assert rows[0].startswith("> - [[Åse]] · line 4: ")
    assert "&lt;b&gt;2026-02-30&lt;/b&gt;" in rows[0]
    assert text.split("\n")[-2:] == rows
    assert "2 lines in your notes need a look" in page("home", PEOPLE, problems=found)


def test_the_next_meetings() -> None:
    held = (
        meeting("Kaffe med Åse", datetime.fromisoformat("2026-03-12 10:00"), "Åse", where="Kafé [Ø]"),
        meeting("Årsmøte", TODAY + DAY, "Åse", "bo", status=Status.TENTATIVE),
        meeting("Avlyst", TODAY + DAY, "Åse", status=Status.CANCELLED),
        meeting("Over", TODAY - DAY, "Åse"),
        meeting("Langt fram", TODAY + 31 * DAY, "Åse"),
        meeting("Kor", TODAY, "bo", rrule="FREQ=WEEKLY", until=TODAY + 7 * DAY),
        meeting("", datetime.fromisoformat("2026-03-13 09:00"), "Cato", path="Folk/Cato.md", own_note=False),
    )
    assert section(page("home", PEOPLE, held), "The next meetings") == [
        "- Wednesday 11 March: [[Kor]] with [[bo]]",
        "- Thursday 12 March: [[Årsmøte]] with [[Åse]] and [[bo]] · tentative",
        r"- Thursday 12 March at 10:00: [[Kaffe med Åse]] · Kafé \[Ø\]",
        "- Friday 13 March at 09:00: [[Cato]]",
        "- Wednesday 18 March: [[Kor]] with [[bo]]",
    ]


def test_a_meeting_elsewhere_is_shown_on_the_owners_clock() -> None:
    held = (meeting("Samtale", datetime.fromisoformat("2026-03-12 09:00"), "Åse", zone="America/New_York"),)
    assert "Thursday 12 March at 14:00" in page("home", PEOPLE, held)


def test_thanks_stand_apart_from_what_is_waiting() -> None:
    text = page("home", PEOPLE, (meeting("Lunsj", TODAY - DAY, "Åse"),))
    assert section(text, "Thanks owed") == ["- Thank [[Åse]] for the meeting on 10 March"]
    assert "Åse" not in "".join(section(text, "Waiting now"))


def test_only_the_first_of_what_waits_are_shown() -> None:
    people = tuple(person(f"P{n}", P, next_contact=TODAY - n * DAY) for n in range(7))
    rows = section(page("home", people), "Waiting now")
    assert linked(rows)[:5] == ["P6", "P5", "P4", "P3", "P2"]
    assert "2" in rows[5]
    assert len(rows) == 6


def test_only_what_waits_since_an_earlier_day_says_since_when() -> None:
    people = (
        person("I dag", P, next_contact=TODAY, why="ring"),
        person("Før", P, next_contact=TODAY - DAY, why="skriv"),
    )
    assert section(page("home", people), "Waiting now") == [
        "- [[Før]] · skriv · overdue since 10 March",
        "- [[I dag]] · ring",
    ]


def test_who_is_overdue_stands_out_on_the_page_of_a_network() -> None:
    people = (person("Før", P, next_contact=TODAY - DAY), person("Snart", P, next_contact=TODAY + DAY))
    rows = [row for row in page("private", people).split("\n") if row.startswith("- ")]
    assert ["**overdue since 10 March**" in row for row in rows] == ["Før" in row for row in rows]
    assert len(rows) == 2


def test_this_week_in_one_line() -> None:
    people = (
        person("Bo", P, log=(LogLine(TODAY, "asked for advice", 5), LogLine(TODAY - 7 * DAY, "tea", 6))),
    )
    assert page("home", people).split("\n")[3] == "[[Week]] 11: asked 1 · 2 weeks in a row"
    assert page("home").split("\n")[3] == "[[Week]] 11: nothing in your notes yet"


def test_the_gaps() -> None:
    people = (
        person("Uten", last=1),
        person("Stum", P, last=1, reach=Reach()),
        person("Ny", P),
        person("Sjelden", W, last=1),
    )
    settings = replace(SETTINGS, network_cadence={P: Cadence(8, "week")}, default_cadence=NEVER)
    rows = section(page("home", people, settings=settings), "Gaps on the map")
    assert [(row.split(" (")[0], linked([row.split(": ")[-1]])) for row in rows] == [
        ("- nobody in [[Historical]]", []),
        ("- nobody in [[Leisure]]", []),
        ("- 1 without a network", ["Uten"]),
        ("- 1 without phone, mail or profile", ["Stum"]),
        ("- 1 never contacted", ["Ny"]),
        ("- 1 without an interval", ["Sjelden"]),
    ]
    assert rows[1].endswith("(add a line such as `network: leisure`)")
    assert "Gaps" not in page("home", (person("Alle", *Network, last=1),))
    assert "nobody in" not in page("home", people[:1]), "the first gap says it"


def test_many_in_a_gap_are_counted() -> None:
    people = tuple(person(f"P{n}", last=1) for n in range(11))
    (row,) = section(page("home", people), "Gaps on the map")
    assert row.count("[[") == 8
    assert row.endswith("and 3 more")


def test_the_picture_holds_the_four_numbers() -> None:
    text = page("home", PEOPLE)
    picture = text.partition("```mermaid\n")[2].partition("```")[0]
    assert [line.strip() for line in picture.split("\n") if "---" in line] == [
        'private["Private<br/>5 people<br/>1 waiting"] --- me',
        'professional["Professional<br/>1 person"] --- me',
        'me --- historical["Historical<br/>0 people"]',
        'me --- leisure["Leisure<br/>0 people"]',
    ]


HELD = (
    meeting("Lunsj", datetime.fromisoformat("2026-03-13 11:30"), "Åse"),
    meeting("Prat", TODAY - DAY, "Eli"),
)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("key", list(PAGES))
def test_every_page_in_every_language_tells_no_time_of_writing(key: str, language: str) -> None:
    settings = replace(SETTINGS, language=language)
    for people in (PEOPLE, ()):
        text = page(key, people, HELD if people else (), settings=settings)
        assert text.startswith("# ")
        assert not CLOCK_WORDS.search(text), text
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t]$", text, re.MULTILINE)
        assert "None" not in text
        assert text == page(key, people, HELD if people else (), settings=settings)


NORWEGIAN = [
    ("home", ["# ", "fredag 13. mars kl. 11.30", "Takk [[Eli]]"]),
    ("queue", ["Forfalt", "Privat", "📅 2026-03-13"]),
    ("private", ["sist 6. mars", "hver 8. uke"]),
]


@pytest.mark.parametrize(("key", "said"), NORWEGIAN, ids=[case[0] for case in NORWEGIAN])
def test_a_page_in_norwegian(key: str, said: list[str]) -> None:
    text = page(key, PEOPLE, HELD, settings=replace(SETTINGS, language="nb"))
    assert [part for part in said if part not in text] == [], text


def test_a_page_stays_the_same_on_another_day_when_nothing_moved() -> None:
    people = (person("Eli", W, last=30, next_contact=TODAY + 60 * DAY),)
    assert page("professional", people) == page("professional", people, today=TODAY + DAY)


@pytest.mark.parametrize("key", list(PAGES))
def test_hostile_names_start_nothing(key: str) -> None:
    name = "]] | # <script>\n- [ ] x <!-- vaultkit:end queue --> %%"
    hostile = replace(
        person("x", *Network),
        path="Folk/x.md",
        name=name,
        why=name,
        role=name,
        groups=(Link(name),),
        met=name,
    )
    people = (hostile, replace(hostile, path="Folk/y.md", next_contact=TODAY))
    text = page(key, people, (replace(meeting("m", TODAY + DAY, "x", where=name), title=name),))
    assert not re.search(r"<script|<!--|%%|^- \[ \] x", text, re.MULTILINE)


FRIDAY = date(2026, 3, 13)
HOURS = replace(SETTINGS, slots=(Slot(2, time(9), time(10)), Slot(3, time(11, 30), time(12, 30))))


def test_the_week_holds_time_and_says_who_and_how() -> None:
    held = (
        meeting("Lunsj med Eli", datetime.fromisoformat("2026-03-12 12:00"), "Eli"),
        meeting("Neste uke", TODAY + 7 * DAY, "Eli"),
    )
    text = page("week", PEOPLE, held, settings=HOURS)
    assert text.startswith("# Week 11\nFrom 9 March to 15 March")
    assert section(text, "Time for networking") == [
        "- **Wednesday 11 March at 09:00–10:00**",
        "  - [[bo]] · by phone · every 8 weeks",
        "  - [[Cato]] · by phone · first contact",
        "- **Thursday 12 March at 11:30–12:30** · [[Lunsj med Eli]]",
    ]
    assert section(text, "Meetings this week") == [
        "- Thursday 12 March at 12:00: [[Lunsj med Eli]]",
        "Everything that is waiting: [[Follow-ups]]",
    ]
    assert "What you did" not in text


def test_without_time_held_the_week_says_whom_and_how_to_hold_it() -> None:
    text = page("week", PEOPLE)
    assert linked(section(text, "Whom to contact")[:2]) == ["bo", "Cato"]
    assert '`[slots]`: `rules = ["Tue 09:00-11:00", "Thu lunch"]`' in text
    assert "Whom to contact" not in page("week")


def test_from_friday_the_week_says_what_was_done() -> None:
    log = (LogLine(FRIDAY - 2 * DAY, "asked for advice. gave: a *name*", 5),)
    people = (*PEOPLE[:1], person("Bo", P, log=log))
    held = (meeting("Lunsj", FRIDAY - DAY, "Åse"),)
    for day in (FRIDAY, FRIDAY + 2 * DAY):
        text = page("week", people, held, today=day)
        assert section(text, "What you did") == [
            "> [!tip] You gave more than you got. That is what people remember. That makes 2 weeks in a row.",
            "asked 1 · met 1 · gave 1 time",
            "- Asked: [[Bo]]",
            "- Met: [[Åse]]",
            r"- Given: a \*name\* ([[Bo]])",
            "- For the first time in your notes: [[Bo]]",
        ]
        assert section(text, "Still owed") == ["- Thank [[Åse]] for the meeting on 12 March"]
    for day in (FRIDAY - DAY, FRIDAY + 3 * DAY):
        assert "What you did" not in page("week", people, held, today=day)


def test_a_quiet_week_is_told_kindly() -> None:
    assert section(page("week", today=FRIDAY), "What you did") == [
        "> [!tip] A quiet week, and that is allowed. One short message is enough to begin again."
    ]
