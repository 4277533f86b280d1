"""What a calendar gets at a right address, and everybody else at every other."""

import gzip
import os
from pathlib import Path

import pytest
from web.calling import ICS, Answer, Called, called, publish
from workbench import CONFIG, put

from vaultkit.app.opening import open_vault
from vaultkit.store.addresses import Addresses

EVERYWHERE = {
    "cache-control": "private, no-cache",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}


def without_date(answer: Answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}


def test_a_right_address_gives_the_bytes_of_the_feed(server: Called) -> None:
    answer = server.get()
    assert (answer.status, answer.body) == (200, ICS)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-length"] == str(len(ICS))
    assert answer.headers["vary"] == "Accept-Encoding"
    assert EVERYWHERE.items() <= answer.headers.items()
    never = {"set-cookie", "last-modified", "content-encoding", "server", "location"}
    assert never.isdisjoint(answer.headers)
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_copy_that_is_right_is_not_sent_again(server: Called) -> None:
    tag = server.get().headers["etag"]
    for line in (f"If-None-Match: {tag}", f'If-None-Match: "x", W/{tag}', "If-None-Match: *"):
        answer = server.get("", line)
        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", tag)
        assert EVERYWHERE.items() <= answer.headers.items()
        assert {"content-length", "content-type"}.isdisjoint(answer.headers)
    assert server.get("", 'If-None-Match: "other"').body == ICS
    assert server.get("", "If-Modified-Since: Sat, 28 Nov 2099 10:00:00 GMT").body == ICS


def test_a_changed_feed_is_seen_with_the_next_request(server: Called, root: Path) -> None:
    tag = server.get().headers["etag"]
    publish(root, ICS.replace(b"X-A:b", b"X-A:c", 1))
    changed = server.get("", f"If-None-Match: {tag}")
    assert (changed.status, changed.body[:60]) == (200, ICS.replace(b"X-A:b", b"X-A:c", 1)[:60])
    publish(root, ICS)
    assert server.get("", f"If-None-Match: {tag}").status == 304


def test_gzip_only_for_whoever_names_it_and_as_another_representation(server: Called) -> None:
    plain, zipped = server.get("", "Accept-Encoding: *"), server.get("", "Accept-Encoding: br, gzip")
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["content-length"] == str(len(zipped.body))
    assert gzip.decompress(zipped.body) == plain.body == ICS
    assert zipped.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert zipped.headers["etag"] != plain.headers["etag"]
    seen = f"If-None-Match: {zipped.headers['etag']}"
    assert server.get("", seen, "Accept-Encoding: gzip").status == 304
    assert server.get("", seen).status == 200


@pytest.mark.parametrize("lines", [(), ("Accept-Encoding: gzip",), ("If-None-Match: *",)])
def test_head_is_get_without_the_body(server: Called, lines: tuple[str, ...]) -> None:
    head, get = server.get("", *lines, method="HEAD"), server.get("", *lines)
    assert (head.status, without_date(head), head.body) == (get.status, without_date(get), b"")
    wrong = server.get("/x", method="HEAD")
    assert (wrong.status, without_date(wrong)) == (404, without_date(server.get("/x")))


def test_a_query_changes_nothing(server: Called) -> None:
    assert server.get(f"{server.path}?utm=1").body == ICS


def test_everything_wrong_gets_the_same_answer(server: Called, root: Path) -> None:
    secret = server.path.split("/")[1]
    put(root, ".vaultkit/config.toml", CONFIG + '[feeds.work]\nprivacy = "busy"\n')
    wrong = [
        "/",
        "/networking.ics",
        "/favicon.ico",
        f"/{'0' * 40}/networking.ics",
        f"/{secret[:-1]}/networking.ics",
        f"/{secret}0/networking.ics",
        f"/{secret.upper()}/networking.ics".replace("A", "B"),
        f"/{secret}/work.ics",
        f"/{secret}/networking",
        f"/{secret}/networking.ics/",
        f"/{secret}//networking.ics",
        f"/{secret}/NETWORKING.ics",
        f"//{secret}/networking.ics",
        f"/{secret}/networking.ics%00",
        f"/{secret}",
        f"/{secret}/",
    ]
    expected = without_date(server.get("/nothing"))
    for path in wrong:
        answer = server.get(path)
        assert (answer.status, answer.body) == (404, b"Not Found\n"), path
        assert without_date(answer) == expected
    assert EVERYWHERE.items() <= expected.items()


def test_a_new_address_ends_the_old_one_at_once(server: Called, root: Path) -> None:
    addresses = Addresses(open_vault(root, os.environ).state)
    assert server.get().status == 200
    addresses.renew(["networking"], "phone")
    assert server.get().status == 404
    (now,) = addresses.of(["networking"])
    assert server.get(now.path).status == 200
    addresses.revoke(["networking"], "phone")
    assert server.get(now.path).status == 404


def test_each_subscriber_has_an_address_of_its_own(server: Called, root: Path) -> None:
    addresses = Addresses(open_vault(root, os.environ).state)
    addresses.renew(["networking"], "tablet")
    tablet = next(one for one in addresses.of(["networking"]) if one.name == "tablet")
    assert server.get(tablet.path).body == server.get().body == ICS
    addresses.revoke(["networking"], "phone")
    assert (server.get(tablet.path).status, server.get().status) == (200, 404)


def test_a_feed_that_was_never_written_is_for_later(root: Path) -> None:
    (root / "Networking/networking.ics").unlink()
    with called(root) as server:
        answer = server.get()
        assert (answer.status, answer.headers["retry-after"]) == (503, "60")
        assert server.get("/x").status == 404
        publish(root)
        assert server.get().body == ICS


def test_a_vault_that_is_gone_keeps_its_last_feed(server: Called, root: Path) -> None:
    assert server.get().status == 200
    root.rename(root.with_name("unmounted"))
    assert server.get().body == ICS


@pytest.mark.parametrize("torn", [b"", b"\0" * 500, ICS[:200], ICS[200:]])
def test_a_feed_that_is_not_whole_is_not_served(root: Path, torn: bytes) -> None:
    with called(root) as server:
        assert server.get().body == ICS
        publish(root, torn)
        assert server.get().body == ICS
    with called(root) as anew:
        assert anew.get().status == 503
        publish(root)
        assert anew.get().body == ICS


def test_a_feed_that_its_owner_ends_is_gone(server: Called, root: Path) -> None:
    assert server.get().status == 200
    put(root, ".vaultkit/config.toml", CONFIG + "[feeds.networking]\nentries = []\n")
    assert server.get().status == 404
    put(root, ".vaultkit/config.toml", CONFIG + "[feeds.networking\n")
    assert server.get().status == 404, "settings that cannot be read change nothing"
    put(root, ".vaultkit/config.toml", CONFIG)
    assert server.get().status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"])
def test_other_methods_are_refused_wherever(server: Called, method: str) -> None:
    for path in (server.path, "/x"):
        answer = server.get(path, method=method)
        # A method that is not in capitals is no request at all.
        assert answer.status == (405 if method.isupper() else 400)
        assert b"VCALENDAR" not in answer.body
        if method.isupper():
            assert answer.headers["allow"] == "GET, HEAD"


def test_robots_may_fetch_and_are_told_not_to_list(server: Called) -> None:
    answer = server.get("/robots.txt")
    assert (answer.status, answer.body) == (200, b"User-agent: *\nAllow: /\n")
    assert answer.headers["x-robots-tag"] == "noindex"


def test_one_connection_serves_several_requests(server: Called) -> None:
    request = f"GET {server.path} HTTP/1.1\r\nHost: {server.host}\r\n\r\n".encode()
    with server.connect() as client:
        for _ in range(3):
            client.sendall(request)
            held = b""
            while not held.endswith(b"END:VCALENDAR\r\n"):
                held += client.recv(1 << 16)
            assert held.startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_connection_stays_open_behind_a_304_too(server: Called) -> None:
    request = f"GET {server.path} HTTP/1.1\r\nHost: {server.host}\r\nIf-None-Match: *\r\n\r\n".encode()
    with server.connect() as client:
        for _ in range(3):
            client.sendall(request)
            held = b""
            while not held.endswith(b"\r\n\r\n"):
                held += client.recv(1 << 16)
            assert held.startswith(b"HTTP/1.1 304 Not Modified\r\n")
            assert b"close" not in held


def test_answers_are_counted_by_status(server: Called) -> None:
    tag = server.get().headers["etag"]
    server.get("", f"If-None-Match: {tag}")
    server.get("/x")
    assert server.serving.feeds.answered == {"200": 1, "304": 1, "404": 1}
