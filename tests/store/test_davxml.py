"""The XML of calendar servers."""

import pytest

from vaultkit.store.davxml import Row, name_in, objects_wanted, read_rows

ANSWER = b"""<?xml version="1.0"?>
<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/ada/job/</d:href>
<d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/></d:resourcetype>
<d:displayname>Work &amp; all</d:displayname>
</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>
<d:propstat><d:prop><d:getetag/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>
<d:response><d:href>https://cloud.example/ada/job/a%40b.ics</d:href><d:propstat><d:prop><d:getetag>"1"</d:getetag>
<c:calendar-data>BEGIN:VCALENDAR
</c:calendar-data></d:prop><d:status>HTTP/2 200</d:status></d:propstat></d:response>
<d:response><d:href>/ada/job/gone.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>
</d:multistatus>"""


def test_an_answer_is_read() -> None:
    assert list(read_rows(ANSWER)) == [
        Row("/ada/job/", "", None, is_folder=True, is_calendar=True, displayname="Work & all"),
        Row("/ada/job/a%40b.ics", '"1"', "BEGIN:VCALENDAR\n"),
    ]


BAD = {
    "no XML": b"<html><body>log in</body>",
    "another document": b"<html/>",
    "declarations": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><d:multistatus xmlns:d="DAV:">&a;</d:multistatus>',
    "UTF-16, which could hide them": '<d:multistatus xmlns:d="DAV:"/>'.encode("utf-16"),
    "nothing": b"",
}


@pytest.mark.parametrize("case", BAD)
def test_what_makes_no_sense_is_refused(case: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the sentence is the parser's
        list(read_rows(BAD[case]))


NAMES = {
    "/ada/job/a%40b.ics": "a@b.ics",
    "/ada/job/": "",
    "/ada/job": "",
    "/ada/other/a.ics": "",
    "/ada/job/deeper/a.ics": "",
    "/ada/job/deeper%2Fa.ics": "",
    "/eve/job/a.ics": "",
}


@pytest.mark.parametrize("path", NAMES)
def test_only_what_lies_right_in_the_calendar_has_a_name(path: str) -> None:
    assert name_in(path, "/ada/job/") == NAMES[path]


def test_a_path_is_data() -> None:
    assert b"<D:href>/a&amp;&lt;b&gt;.ics</D:href>" in objects_wanted(["/a&<b>.ics"])
