"""What vaultkit refuses, each with the sentence the user sees and the exit code of the command."""


class VaultkitError(Exception):
    """The family; `exit_code` is the command's, `hint` the way out."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NoVaultError(VaultkitError):
    """No folder of notes was found or named."""


class EmptyVaultError(VaultkitError):
    """The vault holds no notes: probably a disk that is not mounted. Nothing is written."""

    def __init__(self, root: str) -> None:
        super().__init__(
            f"{root} holds no notes, so nothing was written",
            "is the disk mounted, or the cloud folder still empty? Another folder is named with --vault",
        )


class ShrunkVaultError(VaultkitError):
    """More than half of the notes are suddenly gone. Nothing is written."""

    def __init__(self, root: str, before: int, now: int) -> None:
        super().__init__(
            f"{root} held {before} notes last time and holds {now} now, so nothing was written",
            "if that is right, say so once: vaultkit sync --accept-fewer",
        )


class ConfigError(VaultkitError):
    """`.vaultkit/config.toml` cannot be used."""

    def __init__(self, path: str, line: int, column: int, what: str, hint: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {what}", hint)


class UnknownPersonError(VaultkitError):
    """Nobody goes by that name."""

    exit_code = 4

    def __init__(self, name: str, nearest: list[str]) -> None:
        super().__init__(
            f"nobody in this vault is called «{name}»",
            "did you mean " + " or ".join(nearest) + "?" if nearest else "vaultkit queue lists whom it knows",
        )


class AmbiguousPersonError(VaultkitError):
    """Several people go by that name."""

    exit_code = 4

    def __init__(self, name: str, matching: list[str]) -> None:
        super().__init__(
            f"«{name}» may be {', '.join(matching)}", "write the whole name, or the path of the note"
        )


class BusyVaultError(VaultkitError):
    """Another process writes to this vault."""

    exit_code = 5

    def __init__(self, root: str) -> None:
        super().__init__(f"another vaultkit is writing to {root}", "wait until it is done, then try again")


class UnsafePathError(VaultkitError):
    """A path that leads out of the vault."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} leads out of the vault", "choose a path inside it")


class ChangedUnderneathError(VaultkitError):
    """A file changed between reading and writing; nothing was written to it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} changed while vaultkit was at work; it was left as it is", "run it again")
