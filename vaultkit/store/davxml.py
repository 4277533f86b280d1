"""What is asked of a calendar server and what it answers, as XML (RFC 4918, RFC 4791).

The one module that knows xml.etree, imported when there is an answer to read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

_DAV, _CALDAV = "DAV:", "urn:ietf:params:xml:ns:caldav"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACES = f'xmlns:D="{_DAV}" xmlns:C="{_CALDAV}"'

WHAT_IT_IS = (
    f"{_HEAD}<D:propfind {_NAMESPACES}><D:prop><D:resourcetype/><D:displayname/></D:prop></D:propfind>"
).encode()
"""Is it a calendar, and what is it called?"""
ITS_OBJECTS = (
    f"{_HEAD}<D:propfind {_NAMESPACES}><D:prop><D:getetag/><D:resourcetype/></D:prop></D:propfind>"
).encode()
"""Which objects are in it, and in which version?"""


@dataclass(frozen=True, slots=True)
class Row:
    """What the server says of one address."""

    path: str
    """As the server writes it, without host; percent-encoded."""
    etag: str = ""
    data: str | None = None
    """The object; its line ends are LF."""
    is_folder: bool = False
    is_calendar: bool = False
    displayname: str = ""


def objects_wanted(paths: Iterable[str]) -> bytes:
    """A calendar-multiget (RFC 4791, 7.9). `paths`: percent-encoded."""
    hrefs = "".join(f"<D:href>{escape(path)}</D:href>" for path in paths)
    return (
        f"{_HEAD}<C:calendar-multiget {_NAMESPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop>"
        f"{hrefs}</C:calendar-multiget>"
    ).encode()


def read_rows(answer: bytes) -> Iterator[Row]:
    """What a 207 says, without what the server could not find. Raises ValueError for anything else.

    Declarations are refused: with them a small answer could unfold to a huge one.
    """
    from xml.etree.ElementTree import ParseError, fromstring

    if b"<!DOCTYPE" in answer or b"<!ENTITY" in answer or b"\0" in answer:
        raise ValueError("declarations, or no UTF-8")
    try:
        root = fromstring(answer)
    except ParseError as error:
        raise ValueError(str(error)) from None
    if root.tag != f"{{{_DAV}}}multistatus":
        raise ValueError(f"{root.tag[:60]} is not a multistatus")
    for response in root.iter(f"{{{_DAV}}}response"):
        path = urlsplit((response.findtext(f"{{{_DAV}}}href") or "").strip()).path
        for propstat in response.iter(f"{{{_DAV}}}propstat"):
            if " 200" not in (propstat.findtext(f"{{{_DAV}}}status") or " 200"):
                continue
            kind = propstat.find(f".//{{{_DAV}}}resourcetype")
            yield Row(
                path,
                (propstat.findtext(f".//{{{_DAV}}}getetag") or "").strip(),
                propstat.findtext(f".//{{{_CALDAV}}}calendar-data"),
                kind is not None and kind.find(f"{{{_DAV}}}collection") is not None,
                kind is not None and kind.find(f"{{{_CALDAV}}}calendar") is not None,
                (propstat.findtext(f".//{{{_DAV}}}displayname") or "").strip(),
            )


def name_in(path: str, folder: str) -> str:
    """The decoded name of an object right below a folder (`folder`: decoded, with its slash); else empty."""
    decoded = unquote(path)
    name = decoded.removeprefix(folder)
    return name if decoded.startswith(folder) and name and "/" not in name else ""
