"""If-None-Match and Accept-Encoding, in every form that clients send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.web.conditions import has_seen, wants_gzip

TAGS = [
    ('"a"', True),
    ('W/"a"', True),
    ("*", True),
    (" * ", True),
    ('"b"', False),
    ('"b", "a"', True),
    ('"b","a","c"', True),
    ('W/"b", W/"a"', True),
    (', ,"a",', True),
    ('"a, b"', False),
    ('"b", "x,\\"a"', False),
    ("a", False),
    ('"a', False),
    ('"b", a', False),
    ('"a", b', False),
    ('w/"a"', False),
    ('"A"', False),
    ('"a-gzip"', False),
    ("", False),
    ("**", False),
    ('"a", *', False),
]
CODINGS = [
    ("gzip", True),
    ("GZIP", True),
    ("x-gzip", True),
    ("deflate, gzip;q=1.0, *;q=0.5", True),
    ("gzip;q=0.001", True),
    ("gzip; q=0.5", True),
    ("", False),
    ("*", False),
    ("identity", False),
    ("gzip;q=0", False),
    ("gzip;q=0.000", False),
    ("gzip;q=2", False),
    ("gzip;q=x", False),
    ("br, deflate", False),
    ("gzipped", False),
]


@pytest.mark.parametrize(("header", "seen"), TAGS)
def test_if_none_match(header: str, seen: bool) -> None:
    assert has_seen(header, '"a"') is seen


@pytest.mark.parametrize(("header", "wants"), CODINGS)
def test_accept_encoding(header: str, wants: bool) -> None:
    assert wants_gzip(header) is wants


@given(st.lists(st.text(st.characters(min_codepoint=0x23, max_codepoint=0x7E), max_size=5), max_size=5))
def test_a_tag_is_found_exactly_where_it_is_in_the_list(tags: list[str]) -> None:
    assert has_seen(", ".join(f'W/"{tag}"' for tag in tags), '"a"') is ("a" in tags)


@given(st.text(max_size=50))
def test_whatever_is_sent_means_nothing_that_it_does_not_say(header: str) -> None:
    assert not has_seen(header, '"a"') or '"a"' in header or "*" in header
    assert not wants_gzip(header) or "gzip" in header.lower()


def test_a_long_header_takes_no_time_that_grows_with_its_square() -> None:
    assert not has_seen('"' + "x" * 16000, '"a"')
    assert not has_seen("," * 16000 + "x", '"a"')
