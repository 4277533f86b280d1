"""Templates: the vault's own before the shipped one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vaultkit.app.opening import OpenVault
from vaultkit.errors import TemplateError, UnsafePathError
from vaultkit.model.phrase import phrase
from vaultkit.store.scan import reason
from vaultkit.store.templates import Makes, TemplateFailedError, render, shipped_template
from vaultkit.store.templates_apart import render_apart
from vaultkit.store.words import Words

TEMPLATES = ".vaultkit/templates"
_MOST = 256 << 10


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was found."""

    path: str
    """In the vault; of a shipped one, in the project."""
    text: str
    is_own: bool
    """Whether it lies in the vault, so that it runs apart."""

    def fill(self, data: Mapping[str, Any], words: Words, makes: Makes) -> str:
        """What it makes of plain data. Raises TemplateError."""
        fill = render_apart if self.is_own else render
        try:
            return fill(self.text, data, words, makes=makes)
        except TemplateFailedError as error:
            raise TemplateError(self.path, error.line, error.reason) from None


def find_template(vault: OpenVault, own: Sequence[str], kind: str, name: str) -> Template:
    """The first of `own` that lies in the vault, by path below its templates; else the shipped one.

    `kind`, `name`: of the shipped one. Raises TemplateError for one that cannot be read.
    """
    for path in (f"{TEMPLATES}/{one}" for one in own):
        try:
            held = read_own(vault, path)
        except TemplateFailedError as error:
            raise TemplateError(path, error.line, error.reason) from None
        if held is not None:
            return Template(path, held, is_own=True)
    return Template(f"templates/{kind}/{name}.md", shipped_template(name, kind), is_own=False)


def read_own(vault: OpenVault, path: str) -> str | None:
    """The text of a template that lies in the vault; None where there is none. Raises TemplateFailedError."""
    try:
        held = vault.folder.read_whole(path, _MOST)
        return None if held is None else held.decode("utf-8-sig")
    except OSError as error:
        raise TemplateFailedError(phrase("{reason}", reason=reason(error))) from None
    except UnsafePathError:
        raise TemplateFailedError(phrase("a link that leads out of the vault")) from None
    except UnicodeDecodeError:
        raise TemplateFailedError(phrase("is not UTF-8 text")) from None
