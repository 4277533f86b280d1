"""Addresses that leave the vault: only mail and LinkedIn, whatever a note holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.rules.addresses import is_mail, linkedin_address, mail_address

PAGES = [
    ("kari-nordmann", "https://www.linkedin.com/in/kari-nordmann/"),
    ("@kari", "https://www.linkedin.com/in/kari/"),
    ("åse-løvås", "https://www.linkedin.com/in/%C3%A5se-l%C3%B8v%C3%A5s/"),
    ("https://www.linkedin.com/in/kari-nordmann/", "https://www.linkedin.com/in/kari-nordmann/"),
    ("http://no.linkedin.com/in/kari?trk=x#y", "https://no.linkedin.com/in/kari"),
    ("linkedin.com/in/kari", "https://linkedin.com/in/kari"),
    ("https://linkedin.com.evil.example/in/kari", ""),
    ("https://evil.example/linkedin.com", ""),
    ("https://user@evil.example@linkedin.com:99/in/kari", "https://linkedin.com/in/kari"),
    ("file:///etc/passwd", ""),
    ("javascript:alert(1)", ""),
    ("two words", ""),
    ("http://[", ""),
    ("", ""),
]
MAILS = [
    ("kari@example.org", True),
    ("åse@example.org", True),
    ("kari", False),
    ("a@b.c,d@e.f", False),
    ("a@b.c?bcc=d@e.f", False),
    ("Kari <kari@example.org>", False),
    ("a@b@c", False),
    ("", False),
]


@pytest.mark.parametrize(("written", "address"), PAGES)
def test_the_page_on_linkedin(written: str, address: str) -> None:
    assert linkedin_address(written) == address


@given(st.text())
def test_nothing_but_linkedin_is_ever_opened(written: str) -> None:
    address = linkedin_address(written)
    assert not address or address.split("/")[0] == "https:"
    assert not address or address.split("/")[2].endswith("linkedin.com")
    assert address.isascii()


@pytest.mark.parametrize(("text", "wanted"), MAILS)
def test_one_address_of_a_mail(text: str, wanted: bool) -> None:
    assert is_mail(text) == wanted


def test_a_mail_that_is_written_already() -> None:
    assert (
        mail_address("kari@example.org", "Hei & hå", "Hei!\n\nÆ?")
        == "mailto:kari@example.org?subject=Hei%20%26%20h%C3%A5&body=Hei%21%0D%0A%0D%0A%C3%86%3F"
    )
    assert mail_address("kari@example.org", "", "") == "mailto:kari@example.org"
