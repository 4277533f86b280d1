"""Why a calendar server could not be used. None of them ever says a password."""

from vaultkit.errors import VaultkitError
from vaultkit.model.phrase import Phrase, phrase

GO_ON = phrase("nothing is lost: run it again later, and it goes on from there")


class ServerError(VaultkitError):
    """The family."""

    exit_code = 1


class UnreachableError(ServerError):
    """No answer, or none that can be used, however often it was tried."""

    def __init__(self, host: str, why: Phrase) -> None:
        super().__init__(phrase("{host} cannot be reached: {why}", host=host, why=why), GO_ON)


class CertificateError(ServerError):
    """The server could not show that it is the one that is meant."""

    def __init__(self, host: str, why: str) -> None:
        said = phrase("{host} shows no certificate that this machine trusts: {why}", host=host, why=why)
        super().__init__(said, phrase("nothing was sent there, the password neither"))


class WrongPasswordError(ServerError):
    """The server does not let this user in."""

    def __init__(self, host: str, user: str) -> None:
        super().__init__(
            phrase("{host} does not accept the password of {user}", host=host, user=user),
            phrase(
                "iCloud, Fastmail and Nextcloud want an app password: docs/publish.md tells where it is made"
            ),
        )


class ElsewhereError(ServerError):
    """The server sends on to another address."""

    def __init__(self, host: str, there: str) -> None:
        """`there`: scheme, host and path, without anything that could be secret."""
        super().__init__(
            phrase("{host} sends on to {there}, and the password was not sent there", host=host, there=there),
            phrase("if that is your calendar, add it with that address: vaultkit publish add"),
        )


class NotACalendarError(ServerError):
    """There is something else at the address, or nothing."""

    def __init__(self, url: str) -> None:
        super().__init__(
            phrase("{url} is not the address of a calendar", url=url),
            phrase("it is that of one calendar, not of the server: docs/publish.md tells where to find it"),
        )


class RefusedError(ServerError):
    """The server says no to one request."""

    def __init__(self, host: str, status: int) -> None:
        """`status`: of HTTP."""
        super().__init__(phrase("{host} refuses it (HTTP {status})", host=host, status=status), GO_ON)
        self.status = status


class MeanwhileError(ServerError):
    """The object is not what it was when it was decided what to do with it (HTTP 412, or it is gone)."""

    def __init__(self) -> None:
        super().__init__(phrase("it was changed there at this moment"), phrase("run it again"))


class NoVersionError(ServerError):
    """The server does not say in which version it holds an object; such a one is never written over."""

    def __init__(self, host: str) -> None:
        super().__init__(
            phrase("{host} does not tell one version of an entry from another (no ETag)", host=host),
            phrase("nothing was written over; change it there by hand"),
        )
