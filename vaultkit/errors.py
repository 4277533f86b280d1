"""What vaultkit refuses, each with the sentence the user sees and the exit code of the command."""

from datetime import date

from vaultkit.model.phrase import Phrase, Weekday, phrase
from vaultkit.model.plugin import Failure


class VaultkitError(Exception):
    """The family; `exit_code` is the command's."""

    exit_code = 3

    def __init__(self, message: Phrase, way_out: Phrase | None = None) -> None:
        super().__init__(message.english())
        self.message = message
        self.way_out = way_out

    @property
    def hint(self) -> str:
        """The way out, in English; empty when there is none."""
        return self.way_out.english() if self.way_out else ""


class NoVaultError(VaultkitError):
    """No folder of notes was found or named."""


class EmptyVaultError(VaultkitError):
    """The vault holds no notes: probably a disk that is not mounted. Nothing is written."""

    def __init__(self, root: str) -> None:
        super().__init__(
            phrase("{root} holds no notes, so nothing was written", root=root),
            phrase("is the disk mounted, or the cloud folder still empty? --vault names another folder"),
        )


class ShrunkVaultError(VaultkitError):
    """More than half of the notes are suddenly gone. Nothing is written."""

    def __init__(self, root: str, before: int, now: int) -> None:
        super().__init__(
            phrase(
                "{root} held {before} notes last time and holds {now} now, so nothing was written",
                root=root,
                before=before,
                now=now,
            ),
            phrase("if that is right, say so once: vaultkit sync --accept-fewer"),
        )


class ConfigError(VaultkitError):
    """`.vaultkit/config.toml` cannot be used."""

    def __init__(self, path: str, line: int, column: int, what: Phrase, hint: Phrase) -> None:
        place = f"{path}:{line}:{column}"
        super().__init__(phrase("{place}: {what}", place=place, what=what), hint)


class UnknownPersonError(VaultkitError):
    """Nobody goes by that name."""

    exit_code = 4

    def __init__(self, name: str, nearest: list[str]) -> None:
        super().__init__(
            phrase("nobody in this vault is called «{name}»", name=name),
            phrase("did you mean {names}?", names=" / ".join(nearest))
            if nearest
            else phrase("vaultkit queue lists whom it knows"),
        )


class AmbiguousPersonError(VaultkitError):
    """Several people go by that name."""

    exit_code = 4

    def __init__(self, name: str, matching: list[str]) -> None:
        super().__init__(
            phrase("«{name}» may be {names}", name=name, names=", ".join(matching)),
            phrase("write the whole name, or the path of the note"),
        )


class BusyVaultError(VaultkitError):
    """Another process writes to this vault."""

    exit_code = 5

    def __init__(self, root: str) -> None:
        super().__init__(
            phrase("another vaultkit is writing to {root}", root=root),
            phrase("wait until it is done, then try again"),
        )


class UnsafePathError(VaultkitError):
    """A path that leads out of the vault."""

    def __init__(self, path: str) -> None:
        super().__init__(
            phrase("{path} leads out of the vault", path=path), phrase("choose a path inside it")
        )


class ChangedUnderneathError(VaultkitError):
    """A file changed between reading and writing; what somebody else wrote is in place."""

    exit_code = 1

    def __init__(self, path: str, kept: str = "") -> None:
        """`kept`: name of the file beside it in which a version was kept that had to make room."""
        said = phrase("{path} changed while vaultkit was at work; it was left as it is", path=path)
        way_out = phrase("run it again")
        if kept:
            way_out = phrase("an earlier version is in {kept}: compare the two, then run it again", kept=kept)
        super().__init__(said, way_out)


class EditRefusedError(VaultkitError):
    """A change to a note that cannot be made safely; nothing was changed."""

    exit_code = 1

    def __init__(
        self, why: str, reason: Phrase, way_out: Phrase, *, line: int = 1, column: int = 1, path: str = ""
    ) -> None:
        """`why`: one word for programs: `invalid`, `duplicate`, `anchor`, `placeholder`, `conflict`, `fence`,
        `nested`, `comment`, `encoding`, `size`, `value` for what is in the note; `gone`, `cloud`, `link`,
        `readonly`, `attributes` for the file.

        `line`, `column`: 1-based, of the note; `path`: empty while only the note's bytes are known.
        """
        place = f"{path}:{line}:{column}" if path else f"{line}:{column}"
        super().__init__(phrase("{place}: {what}", place=place, what=reason), way_out)
        self.why, self.reason, self.line, self.column, self.path = why, reason, line, column, path

    def at(self, path: str) -> "EditRefusedError":
        """The same refusal, for the note at a path."""
        assert self.way_out is not None
        return EditRefusedError(
            self.why, self.reason, self.way_out, line=self.line, column=self.column, path=path
        )


class NotADateError(VaultkitError):
    """Somebody typed a day or an interval that is none."""

    exit_code = 2

    def __init__(self, typed: str, examples: tuple[str, ...]) -> None:
        super().__init__(
            phrase("«{typed}» is no day that vaultkit understands", typed=typed),
            phrase("for example: {examples}", examples=" · ".join(examples)),
        )


class UnclearError(VaultkitError):
    """What was typed has two readings, and one of them would change the wrong note."""

    exit_code = 2


class NotALengthError(VaultkitError):
    """Somebody typed a length of time that is none."""

    exit_code = 2

    def __init__(self, typed: str, examples: tuple[str, ...]) -> None:
        super().__init__(
            phrase("«{typed}» is no length of time that vaultkit understands", typed=typed),
            phrase("for example: {examples}", examples=" · ".join(examples)),
        )


class PastDayError(VaultkitError):
    """A meeting is planned for a day that is past, or a contact is told of a day to come."""

    exit_code = 2


class TooLateError(VaultkitError):
    """A follow-up is put off beyond the day on which it makes sense."""

    exit_code = 2

    def __init__(self, what: Phrase, latest: date) -> None:
        super().__init__(
            phrase("after {day} it is too late for that: “{what}”", day=Weekday(latest), what=what),
            phrase("choose an earlier day, or tick it with [-] on the queue page to leave it out"),
        )


class NoFeedError(VaultkitError):
    """The vault has no feed of that name."""

    exit_code = 2

    def __init__(self, name: str, names: list[str]) -> None:
        super().__init__(
            phrase("there is no feed called «{name}»", name=name),
            phrase("there are: {names}", names=", ".join(names)) if names else None,
        )


class UnwrittenFeedError(VaultkitError):
    """The file of a feed is not there, or not whole."""

    exit_code = 2


class NothingOpenError(VaultkitError):
    """There is nothing of the kind to do for a person."""

    exit_code = 1

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(
            phrase("nothing of the kind {kind} is waiting for {name}", kind=kind, name=name),
            phrase("vaultkit show tells what is waiting, and why"),
        )


class ExistsError(VaultkitError):
    """A note that should be made is there already; it was not touched."""

    exit_code = 1

    def __init__(self, path: str) -> None:
        super().__init__(
            phrase("{path} is there already, and was not touched", path=path),
            phrase("choose another name, or open that note"),
        )


class NobodyIntroducedError(VaultkitError):
    """There is nothing to draw: no note says who introduced anybody."""

    exit_code = 1

    def __init__(self) -> None:
        super().__init__(
            phrase("no note says who introduced anybody, so there is nothing to draw"),
            phrase('add a line to somebody\'s note: introduced_by: "[[Kari Nordmann]]"'),
        )


class BadNameError(VaultkitError):
    """A name that no note can have."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("«{name}» cannot be the name of a note", name=name),
            phrase("use letters and digits; doubled curly brackets and <% are taken by templates"),
        )


class TemplateError(VaultkitError):
    """A template of the vault's own does not work; nothing was written."""

    exit_code = 1

    def __init__(self, path: str, line: int, reason: Phrase) -> None:
        super().__init__(
            phrase("{place}: {what}", place=f"{path}:{line}", what=reason),
            phrase("mend the template, or delete it to get the shipped one back"),
        )
        self.path, self.line, self.reason = path, line, reason


class NoDesktopError(VaultkitError):
    """The desktop cannot do what was asked of it: no clipboard, no mail program, no browser."""

    exit_code = 1


class NoAddressError(VaultkitError):
    """The note says nothing of the way that a letter should go."""

    exit_code = 1

    def __init__(self, name: str, path: str, line: str) -> None:
        """`line`: of the note, such as the one that is missing."""
        super().__init__(
            phrase("{path} has no address of {name} for that", path=path, name=name),
            phrase("add a line such as {line}", line=line),
        )


class PluginFailedError(VaultkitError):
    """A plugin was asked for something that only it can do, and fails."""

    exit_code = 1

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.said, failure.way_out)
        self.failure = failure


class NoActionError(VaultkitError):
    """There is nothing that undo could take back."""

    exit_code = 1

    def __init__(self, number: int | None = None, *, undone: bool = False) -> None:
        if number is None:
            said = phrase("there is nothing to take back")
        elif undone:
            said = phrase("number {number} was taken back already", number=number)
        else:
            said = phrase("there is no number {number}", number=number)
        super().__init__(said, phrase("vaultkit undo --list shows what was done"))


class ChangedSinceError(VaultkitError):
    """What undo should take back was changed by somebody since; nothing was written."""

    exit_code = 1

    def __init__(self, path: str, then: bytes | None, now: bytes | None) -> None:
        """`then`: what vaultkit had written; `now`: what the note holds. None: no file."""
        super().__init__(
            phrase("{path} was changed since, so nothing was taken back", path=path),
            phrase("the difference is shown above: change the note by hand"),
        )
        self.path, self.then, self.now = path, then, now


class OccupiedFolderError(VaultkitError):
    """The folder for the demo holds something else."""

    exit_code = 2

    def __init__(self, folder: str) -> None:
        super().__init__(
            phrase("{path} is not empty, and nothing in it was touched", path=folder),
            phrase("name another: vaultkit demo DIR"),
        )
