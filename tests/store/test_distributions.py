"""Entry points as pip wrote them down: what `importlib.metadata` tells too, and nothing of the vault's."""

import sys
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import put

from vaultkit.store.distributions import COMMANDS, PLUGINS, Distribution, distributions, load

POINTS = "[vaultkit]\ntea = tea\n"


def dist(folder: Path, name: str, text: str = POINTS) -> None:
    put(folder, f"{name}.dist-info/entry_points.txt", text)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one folder in which Python looks for modules."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", ["", str(tmp_path / "nowhere"), str(folder)])
    return folder


def test_name_version_and_both_groups(site: Path) -> None:
    dist(
        site,
        "Vaultkit_Tea-1.0.post1",
        "[console_scripts]\ntea = tea:main\n"
        f"{POINTS}\n; brewed\n[vaultkit.commands]\ntea = tea.cli:tea [milk]\n",
    )
    assert distributions() == [
        Distribution("vaultkit-tea", "1.0.post1", {"tea": "tea"}, {"tea": "tea.cli:tea"})
    ]


def test_what_is_not_for_vaultkit_or_cannot_be_read_is_passed_over(site: Path) -> None:
    dist(site, "other-1", "[console_scripts]\nvaultkit = x:y\n")
    dist(site, "near-1", "[vaultkit_tea]\nx = y\n")
    dist(site, "empty-1", "[vaultkit]\n")
    put(site, "broken-1.dist-info/entry_points.txt", b"[vaultkit]\n\xff = x\n")
    put(site, "file-1.dist-info", "not a folder")
    put(site, "without-1.dist-info/METADATA", "Name: without\n")
    assert distributions() == []


def test_by_name_and_of_one_name_the_first_that_python_would_find(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "first"
    for folder, version in ((first, "2"), (site, "1")):
        dist(folder, f"vaultkit_tea-{version}")
    dist(site, "a_plugin-1")
    monkeypatch.setattr(sys, "path", [str(first), *sys.path])
    assert [(one.name, one.version) for one in distributions()] == [("a-plugin", "1"), ("vaultkit-tea", "2")]


def test_the_folder_in_which_it_was_started_does_not_count(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dist(site, "vaultkit_tea-1")
    monkeypatch.chdir(site)
    assert distributions() == []


def test_a_module_or_something_in_it_is_loaded() -> None:
    assert load("os.path").join is load("os:path.join")
    with pytest.raises(ModuleNotFoundError):
        load("no_such_module:x")


WORDS = st.from_regex(r"[a-z][a-z0-9_.-]{0,8}", fullmatch=True)
WHERE = st.from_regex(r"[a-z_]{1,5}(\.[a-z_]{1,5})?(:[a-z_]{1,5}(\.[a-z_]{1,5})?)?", fullmatch=True)
GROUPS = st.dictionaries(
    st.sampled_from([PLUGINS, COMMANDS, "console_scripts"]), st.dictionaries(WORDS, WHERE, max_size=3)
)


@given(GROUPS, st.sampled_from([" = ", "=", "  =\t"]), st.sampled_from(["", " [extra]", " [a,b]"]))
def test_it_is_what_importlib_metadata_tells(
    tmp_path_factory: pytest.TempPathFactory, groups: dict[str, dict[str, str]], equals: str, extras: str
) -> None:
    site = tmp_path_factory.mktemp("site")
    lines = [
        line
        for group, points in groups.items()
        for line in (f"[{group}]", *(f"{name}{equals}{where}{extras}" for name, where in points.items()), "")
    ]
    dist(site, "tea-1", "\n".join(lines))
    told = PathDistribution(site / "tea-1.dist-info").entry_points
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(site)])
        found = distributions()
    for group in (PLUGINS, COMMANDS):
        expected = {point.name: point.value.partition("[")[0].strip() for point in told.select(group=group)}
        held = found[0] if found else Distribution("", "", {}, {})
        assert (held.plugins if group == PLUGINS else held.commands) == expected
