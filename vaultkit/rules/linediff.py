"""Two versions of a file, line by line."""

import difflib
from collections.abc import Iterator


def diff_lines(path: str, old: bytes | None, new: bytes | None, other: str = "") -> Iterator[str]:
    """The changed lines, as `diff -u` shows them; line ends where nothing else differs.

    `path`: of the file, and of both unless the newer one is called `other`. None: there is no file.
    """
    texts = [(data or b"").decode("utf-8", "replace") for data in (old, new)]
    before, after = (text.splitlines() for text in texts)
    if before == after:
        signs = {"\r": "␍", "\n": "␊"}
        before, after = (
            ["".join(signs.get(sign, sign) for sign in line) for line in text.splitlines(keepends=True)]
            for text in texts
        )
    names = (path, other) if other else (f"a/{path}", f"b/{path}")
    return difflib.unified_diff(before, after, *names, lineterm="")
