"""Addresses that lead out of the vault: a mail that is written already, and somebody's page on LinkedIn."""

import re
from urllib.parse import quote, urlsplit

_HANDLE = re.compile(r"@?([\w%-]{3,100})")


def mail_address(to: str, subject: str, text: str) -> str:
    """A `mailto:` address (RFC 6068): lines end in CRLF, everything is percent-encoded."""
    said = {"subject": subject, "body": text.replace("\n", "\r\n")}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in said.items() if value)
    return f"mailto:{quote(to, safe='@')}" + (f"?{query}" if query else "")


def is_mail(text: str) -> bool:
    """Whether a text is one address of a mail, and no list of addresses or header."""
    return bool(re.fullmatch(r"[^\s@,;:?&<>\"]+@[^\s@,;:?&<>\"]+", text))


def linkedin_address(written: str) -> str:
    """The page of a handle or an address on LinkedIn; empty for anything else.

    A note may come from somewhere else: only LinkedIn itself is ever opened, and only by https.
    """
    text = written.strip()
    handle = _HANDLE.fullmatch(text)
    if handle:
        return f"https://www.linkedin.com/in/{quote(handle[1], safe='%-')}/"
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in ("http", "https") or not (
        host == "linkedin.com" or host.endswith(".linkedin.com")
    ):
        return ""
    return f"https://{host}{quote(parts.path, safe='/%-')}"
