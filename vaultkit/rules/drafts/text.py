"""What a template has made, as a letter: subject and paragraphs."""

import re

_STOPS = re.compile(r"(?<=[?!…])\.(?!\.)|(?<!\.)\.(?=\.(?!\.))")
"""A full stop behind what a person has ended already."""


def subject_and_text(made: str) -> tuple[str, str]:
    """The heading, if the first line is one, and the letter.

    As in Markdown, lines that follow each other are one paragraph, a backslash at the end of a line keeps its
    end, and an item of a list has a line of its own.
    """
    first, _, rest = made.strip().partition("\n")
    subject = first.removeprefix("# ").strip() if first.startswith("# ") else ""
    body = rest if subject else made
    paragraphs = (_paragraph(part) for part in re.split(r"\n[ \t]*\n", body.strip()))
    return subject, "\n\n".join(part for part in paragraphs if part)


def _paragraph(text: str) -> str:
    lines: list[str] = []
    goes_on = False
    for raw in text.split("\n"):
        line = _STOPS.sub("", raw.strip())
        if not line:
            continue
        is_item = line.startswith("- ")
        if goes_on and not is_item:
            lines[-1] += f" {line.removesuffix(chr(92))}"
        else:
            lines.append(line.removesuffix("\\"))
        goes_on = not is_item and not line.endswith("\\")
    return "\n".join(lines)
