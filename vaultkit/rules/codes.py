"""Every kind of problem: its code, what is said, the way out, and why it matters.

`docs/problems.md` is written from this table (`python3 dev.py docs`).
"""

from dataclasses import dataclass
from typing import TypeVar

from vaultkit.model.phrase import Phrase, marked
from vaultkit.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Code:
    """The words for one kind of problem. `{names}` are filled from the problem's facts."""

    said: str
    way_out: str
    why: str
    """What vaultkit does meanwhile, and what the trouble is; for `check --explain`."""


CODES: dict[str, Code] = {
    # files -----------------------------------------------------------------------------------------
    "VK001": Code(
        marked("cannot be read ({reason})"),
        marked("check the file's permissions, or whether the disk is there"),
        marked(
            "The pages keep what the note said when it could last be read, and go on with all other notes."
        ),
    ),
    "VK002": Code(
        marked("is not UTF-8 text (byte {byte})"),
        marked("open it in an editor and save it as UTF-8"),
        marked(
            "Obsidian reads and writes UTF-8. The rest of the note is read; the broken characters show as \ufffd."
        ),
    ),
    "VK003": Code(
        marked("is {size} MB; only its first MB was read"),
        marked("move the long part to a note of its own"),
        marked(
            "Reading is bounded so that one enormous file cannot stop the others. Properties and log lines in the first MB count."
        ),
    ),
    "VK004": Code(
        marked("is empty, but was not before"),
        marked("if you emptied it on purpose, delete it or write something in it"),
        marked(
            "A file is empty for a moment while some programs save or synchronise it. The pages keep what the note said last."
        ),
    ),
    "VK005": Code(
        marked("is a conflict copy made by a synchronisation program"),
        marked("compare it with its note, keep what is right, delete the copy: vaultkit check --copies"),
        marked(
            "Two devices changed one note at the same time. The copy is left alone and never counts as a person or a meeting."
        ),
    ),
    "VK006": Code(
        marked("is in the cloud and not on this machine"),
        marked("open it once, or tell iCloud to keep the folder downloaded"),
        marked("Only a placeholder is here. The pages keep what the note said when it could last be read."),
    ),
    "VK007": Code(
        marked("holds the marks of an unfinished git merge"),
        marked("finish the merge: keep one side of each <<<<<<< … >>>>>>> and delete the marks"),
        marked("Git could not decide between two versions and wrote both into the note."),
    ),
    "VK008": Code(
        marked("is not an ordinary file inside the vault ({reason})"),
        marked("replace it by the note itself, or move it out of the vault"),
        marked("A link that leads out of the vault, a device or a pipe is never followed."),
    ),
    "VK009": Code(
        marked("has a name that is not UTF-8"),
        marked("rename the file"),
        marked("Obsidian cannot show such a name and no link can lead to it."),
    ),
    # frontmatter -----------------------------------------------------------------------------------
    "VK101": Code(
        marked("the frontmatter is not YAML: {reason}"),
        marked("mend this line, or put the value in double quotes"),
        marked(
            "Obsidian shows the whole block in red and sees no properties at all. vaultkit reads the lines that can be read."
        ),
    ),
    "VK102": Code(
        marked("«{key}» stands here a second time"),
        marked("keep one of the two lines"),
        marked(
            "Obsidian rejects a block in which a property stands twice. vaultkit takes the last one until it is mended."
        ),
    ),
    "VK103": Code(
        marked("«{value}» is not a date"),
        marked("write it as year-month-day, for example 2026-11-23"),
        marked("The property is left out until it is mended; everything else in the note counts."),
    ),
    "VK104": Code(
        marked("the link «{value}» needs quotes"),
        marked('write "{value}" with double quotes around it'),
        marked(
            "Without quotes YAML sees a list in a list and Obsidian shows no link. vaultkit understands it all the same."
        ),
    ),
    "VK105": Code(
        marked("«{value}» is not one of the four networks"),
        marked("use private, professional, historical or leisure (privat, profesjonelt, historisk, fritid)"),
        marked("The person is shown on the home page among those without a network."),
    ),
    "VK106": Code(
        marked("«{value}» does not say how often"),
        marked("write for example 6 weeks, monthly, 42 (days) or never"),
        marked("The interval of the tier or the network is used instead."),
    ),
    "VK107": Code(
        marked("the lines between --- and --- are not properties"),
        marked("write each as name: value, or put a blank line on top if --- was meant as a ruler"),
        marked("Obsidian wants a name and a value on each line. A list or plain text is rejected."),
    ),
    "VK108": Code(
        marked("the frontmatter is too large or nested too deep ({reason})"),
        marked("move what does not describe the person into the text of the note"),
        marked(
            "Frontmatter is bounded to 64 KiB, 32 levels and 50,000 values, because some blocks are made to drown the reader."
        ),
    ),
    "VK109": Code(
        marked("«{value}» is not a time"),
        marked("write it as 11:30, or with the date as 2026-11-23 11:30"),
        marked("The meeting is shown as an all-day meeting if its date can be read."),
    ),
    "VK110": Code(
        marked("«{value}» is left over from a template"),
        marked("fill it in, or delete it"),
        marked(
            "The note was made from a template that did not fill in everything. The property counts as empty."
        ),
    ),
    "VK111": Code(
        marked("there are blanks after the closing ---"),
        marked("delete the blanks at the end of that line"),
        marked(
            "Obsidian shows the properties, but its plugins do not see them and may add a second block. vaultkit reads them."
        ),
    ),
    "VK112": Code(
        marked("text is glued to the opening ---"),
        marked("put --- alone on the first line"),
        marked("Obsidian then sees no properties in the note at all, and neither does vaultkit."),
    ),
    "VK113": Code(
        marked("the frontmatter is never closed"),
        marked("put --- alone on the line after the last property"),
        marked("Obsidian then sees no properties in the note at all, and neither does vaultkit."),
    ),
    "VK114": Code(
        marked("the frontmatter does not begin on the first line"),
        marked("delete the empty lines above ---"),
        marked("Obsidian sees properties only when --- is the very first line, and so does vaultkit."),
    ),
    # meaning ---------------------------------------------------------------------------------------
    "VK201": Code(
        marked("the meeting ends before it begins"),
        marked("mend the end, or leave it out"),
        marked("The usual length of a meeting is used instead of the end."),
    ),
    "VK202": Code(
        marked("this meeting has no date"),
        marked("add date: 2026-11-23, or begin the file name with the date"),
        marked("Without a date it is on no page and not in the calendar."),
    ),
    "VK203": Code(
        marked("«{value}» does not say how the meeting repeats"),
        marked("write for example every 2 weeks until 2027-06-01, or an RRULE"),
        marked("Only the first of the meetings is shown."),
    ),
    "VK204": Code(
        marked("{value} does not exist on that day: the clocks go forward"),
        marked("write the time an hour later"),
        marked("The calendar shows it an hour later, which is what a clock on the wall shows."),
    ),
    "VK205": Code(
        marked("«{value}» is not a time zone"),
        marked("write it as Europe/Oslo or America/New_York"),
        marked("The vault's own time zone is used."),
    ),
    "VK206": Code(
        marked("«{value}» is not a status of a meeting"),
        marked(
            "use planned, tentative, confirmed, cancelled or done (planlagt, foreløpig, bekreftet, avlyst, ferdig)"
        ),
        marked("The meeting counts as planned."),
    ),
    "VK207": Code(
        marked("«{value}» is not a length"),
        marked("write minutes as 45, or 1h, 1h30"),
        marked("The usual length of a meeting is used."),
    ),
    # pages -----------------------------------------------------------------------------------------
    "VK301": Code(
        marked("the marks around vaultkit's part are damaged ({reason})"),
        marked("put both lines back, each once and in order: {begin} and {end}"),
        marked(
            "vaultkit writes only between its two marks. If they are not there exactly once, it does not guess: the page is left as it is."
        ),
    ),
    "VK302": Code(
        marked("is your own note: vaultkit has no part in it"),
        marked("rename it, or add the lines {begin} and {end} where vaultkit may write"),
        marked(
            "vaultkit wants to keep a page of this name, but the file is there already and is not touched."
        ),
    ),
    "VK303": Code(
        marked("the template fails: {reason}"),
        marked("mend the template, or delete it to get the shipped one back"),
        marked("The page stays as it was."),
    ),
    "VK304": Code(
        marked("cannot be written ({reason})"),
        marked("check the permissions of the file and its folder, and the free space"),
        marked("The old page is still there, whole."),
    ),
    "VK305": Code(
        marked("{count} changed lines between the marks were moved below them"),
        marked("write outside the two marks; what is between them is made anew"),
        marked(
            "What stands between the marks belongs to vaultkit. Nothing you wrote there is thrown away: it is moved to the end of the page."
        ),
    ),
    "VK306": Code(
        marked("one entry could not be written to the feed ({reason})"),
        marked("look for odd characters in the meeting's title and texts"),
        marked("All other entries are in the feed."),
    ),
    "VK307": Code(
        marked("a ticked line could not be carried out: {reason}"),
        marked("write into the person's note what you did, then delete the line"),
        marked(
            "A tick counts for what vaultkit wrote on the line. Where that cannot be told any more, or the note cannot be changed, the line stays on the page at the end, ticked, and is tried again at each sync."
        ),
    ),
    "VK320": Code(
        marked("somebody has written between the marks, so what is there stays"),
        marked("move it above {begin} or below {end}; once nothing is between them it is made anew"),
        marked(
            "What there is to know before a meeting stands between two marks in its note, and is made anew until the day of the meeting. Your own words are never written over."
        ),
    ),
}


Fact = str | int | Phrase
"""What a sentence of a problem is filled with."""
MOST = 120
"""Characters of a value, or of a line of a note, that a problem shows."""


def problem(
    code: str, path: str, line: int = 1, column: int = 1, source: str = "", /, **facts: Fact
) -> Problem:
    """A problem with the words of its code."""
    words = CODES[code]
    short = {name: _short(fact) for name, fact in facts.items()}
    said, way_out = Phrase(words.said, short), Phrase(words.way_out, short)
    return Problem(path, line, column, code, said, way_out, _short(source))


_Any = TypeVar("_Any", bound=Fact)


def _short(fact: _Any) -> _Any:
    """A fact that a person can read: a long text is cut."""
    return fact[:MOST] + "…" if isinstance(fact, str) and len(fact) > MOST else fact  # type: ignore[return-value]
