"""What was told of files: each by its name, or that there was more than can be named."""

import signal
import threading
import time
from itertools import count
from random import Random

import pytest

from vaultkit.store.watch import MOST, News


@pytest.mark.parametrize(("files", "times"), [(1, 1), (MOST // 3, 3), (MOST, 1)])
def test_each_file_is_named_once_however_often_it_was_told(files: int, times: int) -> None:
    news, paths = News(), [f"{number}.md" for number in range(files)]
    for path in paths:
        for _ in range(times):
            news.tell(path)
    assert news.take() == frozenset(paths)
    assert news.take() == frozenset()


@pytest.mark.parametrize(("files", "times"), [(MOST + 1, 1), (MOST // 3 + 1, 3), (2, MOST)])
def test_of_more_than_is_kept_it_is_known_that_there_was_more(files: int, times: int) -> None:
    news = News()
    for number in range(files):
        for _ in range(times):
            news.tell(f"{number}.md")
    assert news.take() is None
    assert news.take() == frozenset()


def test_a_folder_is_more_than_a_file() -> None:
    news = News()
    news.tell("a.md")
    news.tell(None)
    assert news.take() is None


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no such signals")
def test_a_signal_ends_it_whatever_it_is_doing() -> None:
    """The handler runs in the middle of any step; a lock that this thread holds would never come free."""
    chance, before = Random(0), signal.getsignal(signal.SIGALRM)
    try:
        for _ in range(500):
            news = News()
            signal.signal(signal.SIGALRM, lambda *_, news=news: news.end())
            signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.00002, 0.0006))
            while not news.ended:
                news.tell("a.md")
                news.take()
                news.wait(0.0002)
                news.settle(0.0002, 0.001)
            assert not news.wait(60), "nobody waits any more"
    finally:
        signal.signal(signal.SIGALRM, before)


def test_a_burst_that_does_not_end_is_waited_for_so_long_and_no_longer() -> None:
    news, enough = News(), threading.Event()

    def tell() -> None:
        for number in count():
            news.tell(f"{number}.md")
            if enough.is_set():
                return

    telling = threading.Thread(target=tell)
    telling.start()
    began = time.monotonic()
    news.settle(0.1, 0.5)
    lasted = time.monotonic() - began
    enough.set()
    telling.join()
    assert lasted >= 0.5
    assert news.take() is None
