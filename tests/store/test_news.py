"""What was told of files: each by its name, or that there was more than can be named."""

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
