"""What a request says about the copy that its sender has, and about the form in which it wants a new one."""

import re

_ENTITY_TAG = re.compile(r'[ \t,]*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_QUALITY = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


def has_seen(if_none_match: str, etag: str) -> bool:
    """Whether the sender's copy is the one with this tag, quotes included.

    The tags are compared weakly and `*` means any (RFC 9110, 13.1.2). What is no list of tags means nothing.
    """
    text = if_none_match.strip(" \t")
    if text == "*":
        return True
    at, found = 0, False
    while at < len(text):
        tag = _ENTITY_TAG.match(text, at)
        if tag is None:
            return False if text[at:].strip(" \t,") else found
        found, at = found or tag[1] == etag, tag.end()
    return found


def wants_gzip(accept_encoding: str) -> bool:
    """Whether gzip is named, and not with the weight 0 (RFC 9110, 12.5.3). `*` does not name it.

    An Outlook subscription was cured by leaving gzip off for whoever did not ask for it by name.
    """
    for part in accept_encoding.split(","):
        coding, _, weight = part.partition(";")
        if coding.strip().casefold() in ("gzip", "x-gzip"):
            quality = _QUALITY.fullmatch(weight.strip())
            return not weight.strip() or (quality is not None and float(quality[1]) > 0)
    return False
