"""A month of a job seeker, in two languages: each day's folder holds what changed that day and what was said.

README.md beside this tells how to read it. `--update-golden` writes the folders anew; the difference is read
like prose.
"""

import shutil
from pathlib import Path

import pytest
from month.story import act, steps
from workbench import Run, files, put

HERE = Path(__file__).parent
NOTES = (".md", ".canvas", ".toml")
"""What a person reads. What becomes of a month in the feed is in tests/calendars."""


def notes(vault: Path) -> dict[str, bytes]:
    return {path: data for path, data in files(vault).items() if path.endswith(NOTES)}


@pytest.mark.parametrize("language", ["nb", "en"])
def test_each_day_of_the_month_is_as_its_folder_shows(
    language: str, tmp_path: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    told, vault = HERE / language, tmp_path / language
    vault.mkdir()
    days = list(steps((told / "story.md").read_text(encoding="utf-8")))
    before: dict[str, bytes] = {}
    for step in days:
        said = act(step, vault, run)
        after = notes(vault)
        assert before.keys() <= after.keys(), step.name
        shown = {path: data for path, data in after.items() if before.get(path) != data}
        shown["said.txt"] = said.encode()
        if request.config.getoption("--update-golden"):
            shutil.rmtree(told / step.name, ignore_errors=True)
            for path, data in shown.items():
                put(told / step.name, path, data)
        expected = files(told / step.name)
        assert sorted(shown) == sorted(expected), step.name
        for path, data in expected.items():
            assert shown[path].decode() == data.decode(), f"{step.name}/{path}"
        again = run("sync", "--vault", vault, "--json", today=step.day)
        assert again.json["written"] == [], f"{step.name}: a second sync writes nothing"
        assert again.json["problems"] == [], step.name
        before = after
    assert sorted(step.name for step in days) == sorted(day.name for day in told.iterdir() if day.is_dir())
