"""Pages to bytes: rendered, and put between the marks of the files that are there."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from vaultkit.app.opening import PAGE_NOTE, OpenVault
from vaultkit.app.templating import TEMPLATES, read_own
from vaultkit.errors import UnsafePathError
from vaultkit.model.overview import Overview
from vaultkit.model.page import Page
from vaultkit.model.problem import Problem
from vaultkit.rules import region
from vaultkit.rules.codes import problem
from vaultkit.rules.ticks import may_hold_ticks
from vaultkit.store.scan import reason
from vaultkit.store.state import State
from vaultkit.store.templates import TemplateFailedError, plain_data, render, shipped_template
from vaultkit.store.templates_apart import render_apart
from vaultkit.store.words import Words

_MADE = re.compile(rb"vaultkit:begin[ \t]+[\w-]+[ \t]+[0-9a-f]{8}\b")
"""The mark of a page that vaultkit wrote; one that its owner put there states no fingerprint."""


@dataclass(slots=True)
class Pages:
    """What the pages' files should hold, and what they hold."""

    wanted: dict[str, bytes] = field(default_factory=dict)
    actual: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    inner: dict[str, bytes] = field(default_factory=dict)
    """For each page that is kept: what stands in its region afterwards, in UTF-8."""
    left_out: list[str] = field(default_factory=list)
    """Pages that their owner deleted."""
    unread: list[str] = field(default_factory=list)
    """Pages that are there and cannot be read, so nothing is written to them."""
    own: set[str] = field(default_factory=set)
    """Keys of the pages that a template of the vault's own has made."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page, and what it was made of."""

    of: object
    by: tuple[object, ...]
    """Template, words and links."""
    inner: bytes
    """UTF-8: it is held for as long as the daemon runs, and text is up to four times as large."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A file as it was made, with nothing of anybody else's in the region."""

    parts: tuple[bytes, bytes, bytes]
    """Its bytes; the middle is the same object as `inner` where they are equal: a page may be large."""
    inner: bytes
    found: region.Region
    """What stands around the region."""
    plain: bool
    """Whether the text in the region is the template's, with nothing listed below it."""

    @classmethod
    def of(cls, data: bytes, inner: bytes, found: region.Region, *, plain: bool) -> "Placed":
        """`data`: the whole file."""
        head, text, tail = data.partition(inner) if inner else (data, b"", b"")
        return cls((head, inner if text else b"", tail), inner, found, plain)

    @property
    def data(self) -> bytes:
        """The whole file."""
        return b"".join(self.parts)


class Laid:
    """The pages as they were laid out last."""

    def __init__(self) -> None:
        self.texts: dict[str, Text] = {}
        """By key."""
        self.files: dict[str, Placed] = {}
        """By path."""

    def holds_no_tick(self, path: str, held: bytes) -> bool:
        """Whether a file is what vaultkit made it, with no ticked box anywhere."""
        placed = self.files.get(path)
        return (
            placed is not None
            and placed.plain
            and placed.data == held
            and not may_hold_ticks(placed.found.before + placed.found.after)
        )


def lay_out(
    pages: Iterable[Page],
    vault: OpenVault,
    state: State,
    words: Words,
    overview: Overview,
    *,
    restore: bool,
    laid: Laid,
    answered: Collection[str] = (),
    finish: Callable[[str, bytes], bytes] = lambda key, inner: inner,
) -> Pages:
    """Every page with its text around the region kept. A page that cannot be made stays as it is, named.

    `answered`: lines that somebody changed between the marks and that need not be kept: ticks that were
    understood. `laid`: what need not be done again. `finish` gets a page's key and text and gives the text
    that is written. `restore`: pages that their owner deleted are made again. Raises UnsafePathError when the
    pages' folder leads out of the vault.
    """
    result = Pages()
    pages = list(pages)
    vault.folder.require_inside(vault.settings.pages)
    for page in pages:
        path = vault.page_path(page.key)
        try:
            held = vault.folder.read_whole(path)
        except OSError as error:
            result.problems.append(problem("VK001", path, reason=reason(error)))
            result.unread.append(path)
            continue
        except UnsafePathError:  # the scan has named the link
            result.unread.append(path)
            continue
        if held is not None:
            result.actual[path] = held
    known = set(state.pages) if state.pages else set()
    deleted_here = not state.unfinished
    failed: set[str] = set()
    for page in pages:
        path = vault.page_path(page.key)
        if path in result.unread:
            continue
        # Without memory (a second machine), pages that are there tell that the others were deleted.
        was_made = path in known or (not known and any(_MADE.search(held) for held in result.actual.values()))
        if path not in result.actual and was_made and deleted_here and not restore:
            result.left_out.append(path)
            result.inner[path] = state.pages.get(path, b"")
            continue
        own = _own_template(page, vault)
        if own is not None:
            result.own.add(page.key)
        if own in failed:  # named once, and its time is used up
            result.inner[path] = state.pages.get(path, b"")
            continue
        try:
            inner = finish(page.key, _text(page, own, vault, words, overview, laid))
        except _FailedAtError as error:
            failed.add(error.path)
            said = problem("VK303", error.path, error.why.line, reason=error.why.reason)
            result.problems.append(said)
            result.inner[path] = state.pages.get(path, b"")
            continue
        except _PluginPageError:  # the plugin is named
            result.inner[path] = state.pages.get(path, b"")
            continue
        _place(page.key, path, inner, state.pages, words, result, answered, laid)
    return result


def _place(
    key: str,
    path: str,
    inner: bytes,
    written: Mapping[str, bytes],
    words: Words,
    result: Pages,
    answered: Collection[str],
    laid: Laid,
) -> None:
    """Put a page's text between its marks, in the file as it is."""
    note = words.gettext(PAGE_NOTE)
    held = result.actual.get(path)
    was = laid.files.get(path)
    if was is not None and held is not None and was.data == held:
        result.wanted[path], result.inner[path] = held, inner
        if was.inner != inner:
            filled = region.filled(was.found, key, inner, note)
            bom = b"\xef\xbb\xbf" if held.startswith(b"\xef\xbb\xbf") else b""
            plain = laid.texts[key].inner is inner
            result.wanted[path] = bom + filled
            laid.files[path] = Placed.of(bom + filled, inner, was.found, plain=plain)
        return
    if held is None:
        result.wanted[path] = region.make(key, inner.decode(), note).encode()
        result.inner[path] = inner
        return
    begin, end = region.marks(key)
    bom = b"\xef\xbb\xbf" if held.startswith(b"\xef\xbb\xbf") else b""
    try:
        text = held.removeprefix(bom).decode()
        found = region.find(text, key)
    except UnicodeDecodeError as error:
        result.problems.append(problem("VK002", path, byte=f"0x{held[error.start]:02x}"))
        return
    except region.DamagedRegionError as error:
        why = error.reason
        result.problems.append(problem("VK301", path, error.line, reason=why, begin=begin, end=end))
        return
    if found is None:
        result.problems.append(problem("VK302", path, begin=begin, end=end))
        return
    changed: list[str] = []
    if not found.intact:
        base = written[path].decode() if path in written else None
        ours = base if base is not None and region.fingerprint(base) == found.fingerprint else None
        by_hand = region.written_by_hand(found.inner, ours, inner.decode())
        changed = [line for line in by_hand if line not in answered]
    text = region.fill(found, key, inner.decode(), note)
    if changed:
        kept = found.newline.join(changed) + found.newline
        gap = "" if text.endswith(("\n\n", "\r\n\r\n")) else found.newline
        text += (gap if text.endswith("\n") else found.newline * 2) + kept
        result.problems.append(problem("VK305", path, count=len(changed)))
    result.wanted[path] = bom + text.encode()
    result.inner[path] = inner
    if not changed:
        around = replace(found, inner="")
        plain = laid.texts[key].inner is inner
        laid.files[path] = Placed.of(result.wanted[path], inner, around, plain=plain)


def _text(
    page: Page, own: str | None, vault: OpenVault, words: Words, overview: Overview, laid: Laid
) -> bytes:
    """The page's text in UTF-8. Raises _FailedAtError for its template, and _PluginPageError."""
    try:
        return _laid(page, own, vault, words, overview, laid)
    except TemplateFailedError as why:
        if own is None and page.text:
            vault.plugins.page_failed(page.key, why)
            raise _PluginPageError from None
        raise _FailedAtError(own or f"templates/pages/{page.template}.md", why) from None
    except Exception as error:
        if not page.text:
            raise
        vault.plugins.page_failed(page.key, error)
        raise _PluginPageError from None


def _laid(
    page: Page, own: str | None, vault: OpenVault, words: Words, overview: Overview, laid: Laid
) -> bytes:
    """As it was laid where nothing has changed that it is made of. Raises TemplateFailedError."""
    template = _template(page) if own is None else read_own(vault, own) or ""
    by = (own, template, words, overview.links)
    was = laid.texts.get(page.key)
    of = page.of
    if was is not None and was.by == by and of is not None and was.of == of:
        return was.inner
    made = page.data
    of = made if of is None else of
    if was is not None and was.by == by and was.of == of:
        return was.inner
    title = words.gettext(vault.plugins.pages[page.key].title)
    data = plain_data({"key": page.key, "title": title, "today": words.today, **made}, words, overview.links)
    text = render(template, data, words) if own is None else render_apart(template, data, words)
    inner = text.encode()
    laid.texts[page.key] = Text(of, by, inner)
    return inner


def _template(page: Page) -> str:
    return page.text or shipped_template(page.template)


class _PluginPageError(Exception):
    """A plugin cannot make its page."""


class _FailedAtError(Exception):
    """A template fails; `path` tells which."""

    def __init__(self, path: str, why: TemplateFailedError) -> None:
        super().__init__(path)
        self.path, self.why = path, why


def _own_template(page: Page, vault: OpenVault) -> str | None:
    """The vault's own template for a page: by page or by kind of page, for one language or for all."""
    for name in dict.fromkeys((page.key, page.template)):
        for path in (f"{TEMPLATES}/{vault.settings.language}/{name}.md", f"{TEMPLATES}/{name}.md"):
            if (vault.root / path).exists():
                return path
    return None
