"""One calendar over HTTP: conditions, redirects, tries, bounds. Against a real Radicale: tests/calendars."""

import base64
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
from calendars.servers import PASSWORD, PATH, USER, Asked, Reply, answering

from vaultkit.store.dav import LONGEST_PAUSE, MOST, PAUSES, CalendarAtServer
from vaultkit.store.daverrors import (
    CertificateError,
    ElsewhereError,
    MeanwhileError,
    NotACalendarError,
    NoVersionError,
    RefusedError,
    ServerError,
    UnreachableError,
    WrongPasswordError,
)

XML = {"Content-Type": "application/xml"}


def multistatus(*rows: str) -> Reply:
    inner = "".join(f"<response>{row}</response>" for row in rows)
    return 207, XML, f'<multistatus xmlns="DAV:">{inner}</multistatus>'.encode()


def row(path: str, etag: str = "") -> str:
    return f"<href>{path}</href><propstat><prop><getetag>{etag}</getetag></prop></propstat>"


@contextmanager
def at(server: Asked, waited: list[float] | None = None) -> Iterator[CalendarAtServer]:
    wait = (waited if waited is not None else []).append
    with closing(CalendarAtServer(server.url, USER, PASSWORD, wait=wait)) as calendar:
        yield calendar


def always(status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Callable[..., Reply]:
    return lambda *_: (status, headers or {}, body)


def test_each_write_has_its_condition() -> None:
    with answering(always(201, {"ETag": '"2"'})) as server, at(server) as calendar:
        assert calendar.create("a@b.ics", b"A") == '"2"'
        assert calendar.change("ø .ics", b"B", '"1"') == '"2"'
        calendar.delete("c.ics", '"1"')
        assert server.requests == [
            ("PUT", f"{PATH}a@b.ics"),
            ("PUT", f"{PATH}%C3%B8%20.ics"),
            ("DELETE", f"{PATH}c.ics"),
        ]
        conditions = [(one.get("If-None-Match"), one.get("If-Match")) for one in server.headers]
        assert conditions == [("*", None), (None, '"1"'), (None, '"1"')]
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        assert {one["Authorization"] for one in server.headers} == {f"Basic {login}"}


def test_without_a_version_nothing_is_written_over() -> None:
    with answering(always(201)) as server, at(server) as calendar:
        with pytest.raises(NoVersionError):
            calendar.change("a.ics", b"A", "")
        with pytest.raises(NoVersionError):
            calendar.delete("a.ics", "")
        assert server.requests == []


@pytest.mark.parametrize("etag", ["", 'W/"2"'])
def test_an_etag_that_can_be_used_in_no_condition_is_none(etag: str) -> None:
    with answering(always(201, {"ETag": etag} if etag else {})) as server, at(server) as calendar:
        assert calendar.create("a.ics", b"A") == ""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with answering(always(200)) as foreign:
        there = f"http://localhost:{foreign.port}/ada/job/?token=secret"
        with answering(always(status, {"Location": there})) as server, at(server) as calendar:
            for ask in (calendar.title, calendar.listed, lambda: calendar.create("a.ics", b"A")):
                with pytest.raises(ElsewhereError) as refused:
                    ask()
                assert "sends on to http://localhost/ada/job/" in str(refused.value)
                assert "secret" not in str(refused.value)
        assert foreign.requests == []


REFUSALS: dict[int, type[ServerError]] = {
    401: WrongPasswordError,
    403: RefusedError,
    404: MeanwhileError,
    412: MeanwhileError,
    413: RefusedError,
    507: RefusedError,
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_no_is_not_asked_again(status: int) -> None:
    with answering(always(status, body=PASSWORD.encode())) as server, at(server) as calendar:
        with pytest.raises(REFUSALS[status]) as refused:
            calendar.create("a.ics", b"A")
        assert len(server.requests) == 1
        assert PASSWORD not in str(refused.value)


def test_a_tired_server_is_asked_again_with_growing_pauses() -> None:
    answers = iter([(503, {"Retry-After": "7"}, b""), (429, {}, b""), None, (201, {"ETag": '"1"'}, b"")])
    waited: list[float] = []
    with answering(lambda *_: next(answers)) as server, at(server, waited) as calendar:
        assert calendar.create("a.ics", b"A") == '"1"'
        assert len(server.requests) == 4
    assert waited == [7.0, PAUSES[1], PAUSES[2]]


@pytest.mark.parametrize("asked", ["999999", "-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_server_cannot_ask_for_any_pause(asked: str) -> None:
    waited: list[float] = []
    with (
        answering(always(503, {"Retry-After": asked})) as server,
        at(server, waited) as calendar,
        pytest.raises(RefusedError),
    ):
        calendar.listed()
    assert all(pause <= LONGEST_PAUSE for pause in waited)
    assert len(waited) == len(PAUSES)


def test_nobody_there_is_said_after_all_tries() -> None:
    with answering(always(200)) as server:
        pass
    waited: list[float] = []
    with at(server, waited) as calendar, pytest.raises(UnreachableError) as refused:
        calendar.listed()
    assert waited == list(PAUSES)
    assert str(refused.value) == "127.0.0.1 cannot be reached: nobody answers at that port"
    assert "goes on from there" in refused.value.hint


def test_an_answer_that_is_cut_is_no_answer() -> None:
    whole = multistatus(row(PATH), row(f"{PATH}a.ics", '"1"'))
    answers = iter([(207, {**XML, "Content-Length": "9999", "Connection": "close"}, whole[2]), whole])
    with answering(lambda *_: next(answers)) as server, at(server) as calendar:
        assert calendar.listed() == {"a.ics": '"1"'}


def test_only_what_lies_in_the_calendar_is_listed() -> None:
    rows = [
        row(PATH),
        row(f"{PATH}a%40b.ics", '"1"'),
        row(f"https://evil.example{PATH}b.ics", '"2"'),
        row("/eve/job/c.ics", '"3"'),
        row(f"{PATH}folder/d.ics", '"4"'),
        f"<href>{PATH}sub</href><propstat><prop><resourcetype><collection/></resourcetype></prop></propstat>",
    ]
    with answering(lambda *_: multistatus(*rows)) as server, at(server) as calendar:
        assert calendar.listed() == {"a@b.ics": '"1"', "b.ics": '"2"'}
        assert {path for _, path in server.requests} == {PATH}


NO_LISTS: dict[str, Reply] = {
    "a page": (200, {}, b"<html>log in</html>"),
    "of something else": multistatus(row("/eve/"), row("/eve/a.ics", '"1"')),
    "nothing": multistatus(),
    "not there": (404, {}, b""),
}


@pytest.mark.parametrize("case", NO_LISTS)
def test_an_answer_about_something_else_is_no_empty_calendar(case: str) -> None:
    with (
        answering(lambda *_: NO_LISTS[case]) as server,
        at(server) as calendar,
        pytest.raises(NotACalendarError),
    ):
        calendar.listed()


def test_an_answer_that_makes_no_sense() -> None:
    with (
        answering(always(207, XML, b"<multistatus")) as server,
        at(server) as calendar,
        pytest.raises(UnreachableError, match="makes no sense"),
    ):
        calendar.listed()


def test_an_answer_is_bounded() -> None:
    huge = b"x" * (MOST + 1)
    with (
        answering(always(207, XML, huge)) as server,
        at(server) as calendar,
        pytest.raises(UnreachableError),
    ):
        calendar.listed()


def test_a_server_that_goes_quiet_is_given_up() -> None:
    done = Event()

    def never(*_: object) -> Reply:
        done.wait(30)
        return 200, {}, b""

    with (
        answering(never) as server,
        closing(CalendarAtServer(server.url, USER, PASSWORD, wait=lambda _: None, limit=0.05)) as calendar,
    ):
        with pytest.raises(UnreachableError):
            calendar.listed()
        done.set()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for localhost that no machine trusts, and its key, in one file."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not here")
    file = tmp_path / "own.pem"
    made_for = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2")
    command = (
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        file,
        "-out",
        tmp_path / "crt",
    )
    subprocess.run([*command, *made_for], check=True, capture_output=True, timeout=60)
    file.write_bytes(file.read_bytes() + (tmp_path / "crt").read_bytes())
    return file


def test_a_certificate_that_is_not_trusted_gets_no_password(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(lambda *_: multistatus(row(PATH)), certificate=certificate) as server:
        url = f"https://localhost:{server.port}{PATH}"
        with (
            closing(CalendarAtServer(url, USER, PASSWORD)) as calendar,
            pytest.raises(CertificateError) as refused,
        ):
            calendar.listed()
        assert "localhost shows no certificate that this machine trusts" in str(refused.value)
        assert server.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with closing(CalendarAtServer(url, USER, PASSWORD)) as calendar:
            assert calendar.listed() == {}
