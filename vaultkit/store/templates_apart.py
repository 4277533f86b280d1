"""Run a vault's own template in a process of its own, bounded in time, memory and output.

The sandbox keeps a template from reaching files and programs; it does not keep it from building a text of
3 GB or from running for ever.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from vaultkit.model.phrase import phrase
from vaultkit.store.templates import Makes, Markdown, ShownRows, TemplateFailedError, render
from vaultkit.store.words import Words

SECONDS = 5
MEMORY = 512 << 20
OUTPUT = 4 << 20
"""Bounds: wall-clock seconds, bytes of address space, bytes of page."""


def render_apart(
    text: str, data: Mapping[str, Any], words: Words, seconds: float = SECONDS, *, makes: Makes = Makes.PAGE
) -> str:
    """Like `render`. Raises TemplateFailedError also when a bound is reached."""
    order = {
        "text": text,
        "data": _pack(data),
        "language": words.language,
        "today": words.today.isoformat(),
        "makes": makes.value,
    }
    program = (
        f"import sys; sys.path[:] = {sys.path!r}; from vaultkit.store.templates_apart import serve; serve()"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", program],
            input=json.dumps(order).encode("utf-8", "surrogatepass"),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TemplateFailedError(phrase("it takes longer than {seconds} seconds", seconds=seconds)) from None
    if done.returncode or len(done.stdout) > OUTPUT:
        raise TemplateFailedError(phrase("it needs too much time or memory, or makes too long a page"))
    answer = json.loads(done.stdout)
    if "reason" in answer:
        raise TemplateFailedError(phrase("{reason}", reason=answer["reason"]), answer["line"])
    return str(answer["page"])


def serve() -> None:
    """The other side: one order on stdin, one answer on stdout."""
    _bound()
    order = json.loads(sys.stdin.buffer.read())
    words = Words(order["language"], date.fromisoformat(order["today"]))
    try:
        page = render(order["text"], _unpack(order["data"]), words, makes=Makes(order["makes"]))
        answer: dict[str, object] = {"page": page[:OUTPUT]}
    except TemplateFailedError as error:
        answer = {"reason": str(error), "line": error.line}
    sys.stdout.buffer.write(json.dumps(answer).encode("utf-8", "surrogatepass"))


def _bound() -> None:
    if sys.platform == "win32":
        return  # time and output are bounded by the parent; Windows has no rlimits
    import resource

    if sys.platform != "darwin":  # which refuses this limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _pack(value: object) -> Any:
    match value:
        case Markdown():
            return {"markdown": str(value)}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Mapping():
            return {"map": {key: _pack(item) for key, item in value.items()}}
        case list() | ShownRows():
            return [_pack(item) for item in value]
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpack(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    match kind:
        case "markdown":
            return Markdown(held)
        case "moment":
            return datetime.fromisoformat(held)
        case "day":
            return date.fromisoformat(held)
    return {key: _unpack(item) for key, item in held.items()}
