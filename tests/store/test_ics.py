"""The feed: what is written, what is read back, and what must never get in."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from calendars import awkward, grammar
from calendars.awkward import DAY, HOUR, OSLO, STAMPS, entry, once, wall
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.model.entry import Entry, Stamps
from vaultkit.store.ics import event_bytes, feed_order, write_feed
from vaultkit.store.ics_read import read_feed, read_terms
from vaultkit.store.icslines import escape, fold, unescape

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE = Path(__file__).resolve()

WHOLE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//vaultkit//networking feed//EN
CALSCALE:GREGORIAN
NAME:Nettverk\\, møter
X-WR-CALNAME:Nettverk\\, møter
X-WR-TIMEZONE:Europe/Oslo
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
{zone}
BEGIN:VEVENT
UID:tuesdays@vaultkit
DTSTAMP:20260301T123005Z
CREATED:20260102T080000Z
LAST-MODIFIED:20260301T123005Z
SEQUENCE:194445005
DTSTART;TZID=Europe/Oslo:20260303T100000
DTEND;TZID=Europe/Oslo:20260303T110000
RRULE:FREQ=WEEKLY;BYDAY=TU
EXDATE;TZID=Europe/Oslo:20260310T100000
EXDATE;TZID=Europe/Oslo:20260331T100000
SUMMARY:tuesdays
STATUS:TENTATIVE
TRANSP:OPAQUE
X-VAULTKIT-KEY:tuesdays
END:VEVENT
BEGIN:VEVENT
UID:lunch@vaultkit
DTSTAMP:20260301T123005Z
CREATED:20260102T080000Z
LAST-MODIFIED:20260301T123005Z
SEQUENCE:194445005
DTSTART:20260327T110000Z
DTEND:20260327T120000Z
SUMMARY:Lunsj med Kåre
DESCRIPTION:Spør om:\\n- råd\\; ikke jobb\\n- C:\\\\Notes
LOCATION:Kafé «Ø»\\, Oslo
URL:obsidian://open?vault=Mine%20notater&file=K%C3%A5re
STATUS:CANCELLED
TRANSP:TRANSPARENT
CATEGORIES:Nettverk,Råd\\, tips
X-VAULTKIT-KEY:lunch
END:VEVENT
BEGIN:VEVENT
UID:trip@vaultkit
DTSTAMP:20260301T123005Z
CREATED:20260102T080000Z
LAST-MODIFIED:20260301T123005Z
SEQUENCE:194445005
DTSTART;VALUE=DATE:20261231
DTEND;VALUE=DATE:20270102
SUMMARY:trip
STATUS:CONFIRMED
TRANSP:OPAQUE
X-VAULTKIT-KEY:trip
END:VEVENT
END:VCALENDAR
"""

REFUSED = {
    "no stamps": {"stamps": None},
    "a sequence of 32 bits": {"stamps": replace(STAMPS, sequence=2**31)},
    "a UID with a space": {"uid": "a b"},
    "a UID with a line break": {"uid": "a\r\nATTENDEE:b"},
    "no summary": {"summary": " "},
    "a status of tasks": {"status": "NEEDS-ACTION"},
    "a status with a line break": {"status": "CONFIRMED\r\nATTENDEE:b"},
    "a URL with a space": {"url": "obsidian://open?file=Ola Nordmann"},
    "a URL with a line break": {"url": "https://example.org/\r\nATTENDEE:b"},
    "a URL with a letter that is not ASCII": {"url": "obsidian://open?file=Åse"},
    "an end at the start": {"end": NOON},
    "an alarm after the start": {"alarm": -5},
    "an alarm a year before": {"alarm": 365 * 24 * 60},
    "an end before the start": {"end": NOON - HOUR},
    "a day for an end": {"end": date(2026, 3, 3)},
    "a floating start": {"start": NOON.replace(tzinfo=None), "end": NOON.replace(tzinfo=None) + HOUR},
    "parts of a second": {"end": NOON + timedelta(microseconds=5)},
    "a zone without a lasting rule": {
        "start": wall(ZoneInfo("America/Nuuk"), 2026, 3, 2, 9),
        "end": wall(ZoneInfo("America/Nuuk"), 2026, 3, 2, 10),
        "rrule": "FREQ=WEEKLY",
    },
    "a repeated time without a zone's name": {
        "start": NOON.astimezone(timezone(HOUR)),
        "rrule": "FREQ=WEEKLY",
    },
    "a repeated time that the clock jumps over": {
        "start": wall(OSLO, 2026, 3, 29, 2, 30),
        "end": wall(OSLO, 2026, 3, 29, 4),
        "rrule": "FREQ=WEEKLY",
    },
    "a repeated time that comes twice": {
        "start": wall(OSLO, 2026, 10, 25, 2, 30),
        "end": wall(OSLO, 2026, 10, 25, 4),
        "rrule": "FREQ=WEEKLY",
    },
    "skipped days of another type": {"rrule": "FREQ=WEEKLY", "skipped": (date(2026, 3, 9),)},
    "skipped days of what happens once": {"skipped": (NOON + 7 * DAY,)},
}

BAD_RULES = [
    "WEEKLY",
    "FREQ=HOURLY",
    "FREQ=FOO",
    "BYDAY=MO",
    "FREQ=WEEKLY;",
    "FREQ=WEEKLY;FREQ=DAILY",
    "FREQ=WEEKLY;COUNT=2;UNTIL=20270101T100000Z",
    "FREQ=WEEKLY;UNTIL=20270101",
    "FREQ=WEEKLY;UNTIL=20270101T100000",
    "FREQ=WEEKLY;UNTIL=20271301T100000Z",
    "FREQ=WEEKLY;INTERVAL=0",
    "FREQ=WEEKLY;COUNT=-1",
    "FREQ=WEEKLY;BYDAY=XX",
    "FREQ=WEEKLY;BYDAY=2MO",
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=WEEKLY;BYHOUR=7",
    "FREQ=WEEKLY;X-FOO=1",
    "FREQ=WEEKLY\r\nATTENDEE:b",
    "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 400),
]

GOOD_RULES = [
    "FREQ=DAILY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270101T100000Z",
    "FREQ=YEARLY;BYMONTH=3;BYDAY=1MO",
]


def written(*entries: Entry, zone: str = "Europe/Oslo") -> bytes:
    feed = write_feed(entries, name="Nettverk", zone=zone)
    assert feed.left_out == []
    assert grammar.faults(feed.data) == []
    return feed.data


def lines(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_whole_feed() -> None:
    entries = [
        entry("trip", date(2026, 12, 31), 2 * DAY),
        entry(
            "tuesdays",
            wall(OSLO, 2026, 3, 3, 10),
            rrule="FREQ=WEEKLY;BYDAY=TU",
            skipped=(wall(OSLO, 2026, 3, 10, 10), wall(OSLO, 2026, 3, 31, 10)),
            status="TENTATIVE",
        ),
        entry(
            "lunch",
            datetime(2026, 3, 27, 11, tzinfo=UTC),
            summary="Lunsj med Kåre",
            description="Spør om:\n- råd; ikke jobb\n- C:\\Notes",
            location="Kafé «Ø», Oslo",
            url="obsidian://open?vault=Mine%20notater&file=K%C3%A5re",
            status="CANCELLED",
            transparent=True,
            categories=("Nettverk", "Råd, tips"),
        ),
    ]
    feed = write_feed(entries, name="Nettverk, møter", zone="Europe/Oslo")
    zone = feed.data.decode().split("PT1H\r\n")[-1].split("\r\nBEGIN:VEVENT")[0].replace("\r\n", "\n")
    assert zone.startswith("BEGIN:VTIMEZONE\nTZID:Europe/Oslo\n")
    assert feed.data.decode().replace("\r\n", "\n") == WHOLE.format(zone=zone)
    assert feed.left_out == []
    assert grammar.faults(feed.data) == []


@pytest.mark.parametrize("zone", ["Europe/Oslo", "America/Santiago", "Etc/UTC", "Nowhere/At_All"])
def test_an_empty_feed_is_a_valid_calendar(zone: str) -> None:
    data = written(zone=zone)
    assert read_feed(data) == []
    assert f"X-WR-TIMEZONE:{zone}" in lines(data)


def test_a_name_cannot_add_a_line() -> None:
    feed = write_feed([], name="N\r\nMETHOD:REQUEST\x00", zone="Europe/Oslo\r\nMETHOD:REQUEST")
    assert not [line for line in lines(feed.data) if line.startswith("METHOD")]


def test_zones_come_once_and_in_order() -> None:
    names = [line for line in lines(written(*awkward.REPEATED)) if line.startswith("TZID:")]
    assert names == sorted(set(names))
    assert len(names) == 6


def test_the_awkward_ones_come_back_as_they_were() -> None:
    entries = [*awkward.ONCE, *awkward.ALL_DAY, *awkward.REPEATED]
    assert read_feed(written(*entries)) == sorted(entries, key=feed_order)


@pytest.mark.parametrize(
    ("day", "hour"),
    [((2026, 3, 27), "09"), ((2026, 3, 30), "08"), ((2026, 10, 23), "08"), ((2026, 10, 26), "09")],
)
def test_what_happens_once_is_in_utc_around_a_change_of_clocks(day: tuple[int, ...], hour: str) -> None:
    assert f"DTSTART:{day[0]}{day[1]:02}{day[2]:02}T{hour}0000Z" in lines(written(once("a", OSLO, *day, 10)))


def test_once_in_a_zone_is_written_in_utc() -> None:
    local = entry("a", wall(OSLO, 2026, 7, 1, 10))
    assert "DTSTART:20260701T080000Z" in lines(written(local))


@pytest.mark.parametrize("name", awkward.HOSTILE)
def test_hostile_text_stays_text(name: str) -> None:
    hostile = next(one for one in awkward.HOSTILE_ENTRIES if one.key == f"text-{name}")
    data = written(hostile)
    names = [line.partition(":")[0] for line in lines(event_bytes(hostile))]
    assert names == [line.partition(":")[0] for line in lines(event_bytes(replace(hostile, summary="x")))]
    (read,) = read_feed(data)
    assert written(read) == data


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("C:\\Notes\\new", "C:\\Notes\\new"),
        ("\\\\N \\n \\, \\", "\\\\N \\n \\, \\"),
        ("X\r\nATTENDEE:mailto:a@b", "X\nATTENDEE:mailto:a@b"),
        ("a\rb\u2028c\u2029d\x85e\x0bf\x0cg", "a\nb\nc\nd\ne\nf\ng"),
        ("a\x00b\x07c\x1b[0m\x7f\x80d\te", "abc[0md e"),
        ("\ud83d \ude00", "\ufffd \ufffd"),
        ("שלום \u202eevil\u202c 😀", "שלום \u202eevil\u202c 😀"),
    ],
)
def test_text_is_kept_but_for_control_characters(text: str, kept: str) -> None:
    (read,) = read_feed(written(entry("a", NOON, summary=text, description=text, location=text)))
    assert (read.summary, read.description, read.location) == (kept, kept, kept)


@pytest.mark.parametrize("why", REFUSED)
def test_a_bad_entry_is_left_out_and_named(why: str) -> None:
    good = entry("good", NOON)
    bad = replace(replace(good, uid="bad@vaultkit"), **REFUSED[why])  # type: ignore[arg-type]
    feed = write_feed([bad, good], name="Nettverk", zone="Europe/Oslo")
    assert [one for one, _ in feed.left_out] == [bad]
    assert all(reason for _, reason in feed.left_out)
    assert read_feed(feed.data) == [good]
    assert grammar.faults(feed.data) == []


@pytest.mark.parametrize("rule", BAD_RULES)
def test_a_rule_that_calendars_do_not_agree_on_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        event_bytes(entry("a", wall(OSLO, 2026, 3, 2, 9), rrule=rule))


@pytest.mark.parametrize("rule", GOOD_RULES)
def test_a_plain_rule_is_written_as_it_is(rule: str) -> None:
    assert f"RRULE:{rule}" in lines(written(entry("a", wall(OSLO, 2026, 3, 2, 9), rrule=rule)))


def test_a_repeated_day_wants_a_day_to_end_on() -> None:
    day = entry("a", date(2026, 3, 2), DAY, rrule="FREQ=WEEKLY;UNTIL=20270101")
    assert read_feed(written(day)) == [day]
    with pytest.raises(ValueError, match="UNTIL"):
        event_bytes(replace(day, rrule="FREQ=WEEKLY;UNTIL=20270101T000000Z"))


class BrokenZone(tzinfo):
    """A zone that fails."""

    def utcoffset(self, _moment: datetime | None) -> timedelta:
        raise RuntimeError("no")

    dst = utcoffset

    def tzname(self, _moment: datetime | None) -> str:
        return "broken"


def test_even_a_broken_zone_costs_only_its_entry() -> None:
    good = entry("good", NOON)
    bad = replace(good, uid="bad", start=NOON.replace(tzinfo=BrokenZone()))
    feed = write_feed([bad, good], name="Nettverk", zone="Europe/Oslo")
    assert (read_feed(feed.data), len(feed.left_out)) == ([good], 1)


def test_of_two_with_one_uid_the_first_stays() -> None:
    first, second = entry("a", NOON), entry("a", NOON + HOUR)
    feed = write_feed([first, second], name="Nettverk", zone="Europe/Oslo")
    assert read_feed(feed.data) == [first]
    assert [one for one, _ in feed.left_out] == [second]


def test_the_order_given_does_not_matter() -> None:
    assert written(*awkward.ALL) == written(*reversed(awkward.ALL))


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_bytes_do_not_depend_on_the_hash_seed(seed: str) -> None:
    code = (
        "import sys; from calendars import awkward; from vaultkit.store.ics import write_feed;"
        "sys.stdout.buffer.write(write_feed(awkward.ALL, name='N', zone='Europe/Oslo').data)"
    )
    paths = os.pathsep.join([str(HERE.parents[2]), str(HERE.parents[1])])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert ran.stdout == write_feed(awkward.ALL, name="N", zone="Europe/Oslo").data


def test_an_alarm_is_one_that_shows_so_many_minutes_before() -> None:
    data = written(entry("a", NOON, summary="Coffee, with Kari", alarm=30))
    alarm = lines(data)[lines(data).index("BEGIN:VALARM") :]
    assert alarm[1:5] == ["ACTION:DISPLAY", r"DESCRIPTION:Coffee\, with Kari", "TRIGGER:-PT30M", "END:VALARM"]
    assert [one.alarm for one in read_feed(data)] == [30]
    assert "TRIGGER:PT0M" in lines(written(entry("a", NOON, alarm=0)))


def test_colour_and_terms_stand_in_the_header_and_are_left_out_where_there_are_none() -> None:
    data = write_feed([entry("a", NOON)], name="N", zone="Europe/Oslo", color="teal", terms="b-1").data
    assert grammar.faults(data) == []
    assert "COLOR:teal" in lines(data)
    assert read_terms(data) == "b-1"
    plain = written(entry("a", NOON, summary="a\r\nX-VAULTKIT-TERMS:b-1"))
    assert read_terms(plain) == ""
    assert not [line for line in lines(plain) if line.startswith(("COLOR", "X-VAULTKIT-TERMS"))]


# reading

FEED = write_feed(awkward.ALL, name="Nettverk", zone="Europe/Oslo").data
READ = read_feed(FEED)

NOT_CALENDARS = [
    b"",
    b"\0" * 5000,
    b"\xff\xfe\x00",
    b"<html>404</html>",
    b"BEGIN:VCARD\r\nEND:VCARD\r\n",
    b"BEGIN:VCALENDAR",
    b"\r\n" * 1000 + b"BEGIN:VCALENDAR\r\n",
    b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_000,
    b"BEGIN:VCALENDAR\r\n" + b"\r\n " * 50_000 + b"END:VCALENDAR\r\n",
    b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
]

DAMAGE = {
    "no UID": (b"UID:lunch@vaultkit\r\n", b""),
    "no key": (b"X-VAULTKIT-KEY:lunch\r\n", b""),
    "no stamp": (b"LAST-MODIFIED:20260301T123005Z\r\n", b""),
    "not UTF-8": (b"SUMMARY:lunch", b"SUMMARY:l\xffnch"),
    "no such day": (b"DTSTART:20260302", b"DTSTART:20260230"),
    "floating": (b"DTSTART:20260302T120000Z", b"DTSTART:20260302T120000"),
    "no such zone": (b"DTSTART:20260302T120000Z", b"DTSTART;TZID=Europe/Atlantis:20260302T120000"),
    "a path for a zone": (b"DTSTART:20260302T120000Z", b"DTSTART;TZID=../../etc/passwd:20260302T120000"),
    "a folder for a zone": (b"DTSTART:20260302T120000Z", b"DTSTART;TZID=Europe:20260302T120000"),
    "two starts": (b"DTSTART:20260302", b"DTSTART:20260301T110000Z\r\nDTSTART:20260302"),
    "a huge number": (b"SEQUENCE:194445005", b"SEQUENCE:" + b"9" * 10_000),
    "an empty alarm": (b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"),
    "an alarm after the start": (
        b"END:VEVENT",
        b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:PT5M\r\nEND:VALARM\r\nEND:VEVENT",
    ),
    "two alarms": (b"END:VEVENT", b"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n" * 2 + b"END:VEVENT"),
    "a rule of seconds": (b"SUMMARY:", b"RRULE:FREQ=SECONDLY\r\nSUMMARY:"),
    "a status of tasks": (b"STATUS:CONFIRMED", b"STATUS:NEEDS-ACTION"),
}


@pytest.mark.parametrize("data", NOT_CALENDARS)
def test_what_is_no_calendar_holds_no_entries(data: bytes) -> None:
    assert read_feed(data) == []


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_event_is_skipped_and_the_next_one_read(what: str) -> None:
    data = written(entry("lunch", NOON), entry("later", NOON + DAY))
    old, new = DAMAGE[what]
    assert data.count(old)
    assert read_feed(data.replace(old, new, 1)) == [entry("later", NOON + DAY)]


def test_too_large_a_file_is_not_ours() -> None:
    assert read_feed(FEED + b"\n" * (32 * 1024 * 1024)) == []


def test_line_ends_changed_by_git_are_understood() -> None:
    assert read_feed(FEED.replace(b"\r\n", b"\n")) == READ


def test_properties_of_a_later_version_are_passed_over() -> None:
    later = FEED.replace(b"\r\nEND:VEVENT\r\n", b"\r\nX-VAULTKIT-LATER;A=b:c\r\nEND:VEVENT\r\n")
    assert read_feed(later) == READ


@given(st.integers(0, len(FEED)))
def test_a_cut_off_feed_gives_the_events_before_the_cut(cut: int) -> None:
    read = read_feed(FEED[:cut])
    assert read == READ[: len(read)]
    assert len(read) >= FEED[:cut].count(b"END:VEVENT\r\n")


@given(st.lists(st.tuples(st.integers(0, len(FEED) - 1), st.binary(max_size=9)), max_size=6))
def test_no_damage_raises(changes: list[tuple[int, bytes]]) -> None:
    data = FEED
    for at, put in changes:
        data = data[:at] + put + data[at + len(put) :]
    written, _ = write_feed(read_feed(data), name="N", zone="Europe/Oslo")
    assert written.startswith(b"BEGIN:VCALENDAR\r\n")
    assert written.endswith(b"END:VCALENDAR\r\n")


@given(st.binary(max_size=300))
def test_no_bytes_raise(junk: bytes) -> None:
    for data in (junk, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + junk + b"\r\nEND:VEVENT\r\n"):
        assert all(entry.uid for entry in read_feed(data)), "an entry without a name could not be kept"


# whatever the entries are

TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")) | st.sampled_from('\\,;:"\nN\nn'), max_size=200
)
SUMMARY = TEXT.filter(lambda text: bool(text.strip()))
UTC_MOMENTS = st.integers(946_684_800, 3_786_912_000).map(lambda second: datetime.fromtimestamp(second, UTC))
LENGTHS = st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds))
STAMPED = st.builds(Stamps, UTC_MOMENTS, UTC_MOMENTS, st.integers(0, 2**31 - 1))
ZONES = st.sampled_from(
    ["Europe/Oslo", "America/New_York", "Australia/Sydney", "Asia/Tokyo", "Europe/Dublin"]
).map(ZoneInfo)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(["once", "day", "repeated day", "repeated"]))
    start: date
    if "day" in kind:
        start = draw(UTC_MOMENTS).date()
        end = start + DAY * draw(st.integers(1, 400))
    elif kind == "once":
        start = draw(UTC_MOMENTS)
        end = start + draw(LENGTHS)
    else:
        start = wall(
            draw(ZONES), 2026, *draw(st.tuples(st.integers(1, 12), st.integers(1, 28), st.integers(4, 18)))
        )
        end = start + timedelta(minutes=draw(st.integers(1, 300)))
    repeated = kind.startswith("repeated")
    weeks = st.lists(st.integers(1, 500), unique=True, max_size=4).map(sorted)
    return Entry(
        uid=draw(st.from_regex(r"[A-Za-z0-9._@-]{1,80}", fullmatch=True)),
        key=draw(TEXT),
        summary=draw(SUMMARY),
        start=start,
        end=end,
        description=draw(TEXT),
        location=draw(TEXT),
        url=draw(
            st.sampled_from(
                ["", "https://example.org/a,b;c?d=%C3%A6#e", "obsidian://open?file=" + "%20a" * 90]
            )
        ),
        rrule=draw(st.sampled_from(GOOD_RULES[:4])) if repeated else "",
        skipped=tuple(start + 7 * DAY * week for week in draw(weeks)) if repeated else (),
        status=draw(st.sampled_from(["CONFIRMED", "TENTATIVE", "CANCELLED"])),
        transparent=draw(st.booleans()),
        categories=tuple(draw(st.lists(TEXT.filter(bool), max_size=3))),
        alarm=draw(st.none() | st.integers(0, 10080)),
        stamps=draw(STAMPED),
    )


@settings(deadline=None)
@given(
    st.lists(entries(), max_size=6, unique_by=lambda one: one.uid),
    TEXT,
    st.sampled_from(["Europe/Oslo", "Asia/Gaza"]),
)
def test_what_is_written_is_read(given_: list[Entry], name: str, zone: str) -> None:
    feed = write_feed(given_, name=name, zone=zone)
    assert feed.left_out == []
    assert grammar.faults(feed.data) == []
    assert read_feed(feed.data) == sorted(given_, key=feed_order)


@settings(deadline=None)
@given(st.text(st.characters(codec=None) | st.sampled_from("\r\n\x00\x85\u2028\ud800"), max_size=300))
def test_any_text_whatever_gives_a_valid_feed(text: str) -> None:
    one = entry("a", NOON, summary=f"x{text}", description=text, location=text, categories=(text,), key=text)
    data = written(one)
    assert written(*read_feed(data)) == data


@pytest.mark.parametrize("text", ["a" * 72 + " ", "a" * 70 + "\\𐀀   ", "æ" * 36 + "  "])
def test_the_last_line_of_a_fold_is_not_blank(text: str) -> None:
    assert all(line.strip() for line in fold(f"X:{text}").removesuffix(b"\r\n").split(b"\r\n"))


@given(st.text(st.sampled_from("a\\æ😀\u0301 "), max_size=400))
def test_folding_keeps_lines_short_and_characters_whole(text: str) -> None:
    folded = fold(f"SUMMARY:{escape(text)}")
    pieces = folded.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode() for piece in pieces)
    assert all(len(piece) > 65 for piece in pieces[:-1])
    assert all((len(piece) - len(piece.rstrip(b"\\"))) % 2 == 0 for piece in pieces)
    assert unescape(folded.replace(b"\r\n ", b"").decode().strip("\r\n").removeprefix("SUMMARY:")) == text
