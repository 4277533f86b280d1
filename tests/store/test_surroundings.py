"""What is around a vault: its file system, the watches of Linux, all its folders. Nothing real is needed."""

import os
from pathlib import Path

import pytest
from workbench import put

from vaultkit.store.census import census
from vaultkit.store.inotify import Watches, watches
from vaultkit.store.obsidian import TASKS, has_plugin, tasks_filter
from vaultkit.store.places import file_system, may_write
from vaultkit.store.vault import VaultFolder

TABLE = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /home/kari/Drive rw,nosuid - fuse.rclone drive: rw
31 22 0:41 / /mnt/Felles\040mappe rw - cifs //server/felles rw
32 22 0:42 / /mnt rw - tmpfs tmpfs rw
33 22 0:43 / /over rw - ext4 /dev/sdb1 rw
34 22 0:44 / /over rw - nfs4 server:/x rw
a line that is none
"""
posix = pytest.mark.skipif(os.name == "nt", reason="paths and links of POSIX systems")


@posix
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/kari/Notes", "ext4"),
        ("/home/kari/Drive", "fuse.rclone"),
        ("/home/kari/Drive/Notes", "fuse.rclone"),
        ("/home/kari/Drive2", "ext4"),
        ("/mnt/Felles mappe/x", "cifs"),
        ("/mnt/Felles", "tmpfs"),
        ("/over/x", "nfs4"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(
    folder: str, kind: str, tmp_path: Path
) -> None:
    assert file_system(Path(folder), put(tmp_path, "mountinfo", TABLE)) == kind
    assert file_system(Path(folder), tmp_path / "gone") == ""


def test_a_folder_that_is_not_there_can_be_written_where_it_could_be_made(tmp_path: Path) -> None:
    assert may_write(tmp_path / "not" / "there")
    assert not may_write(put(tmp_path, "a file", ""))
    assert not may_write(tmp_path / "a file" / "below")


@posix
def test_watches_of_ones_own_programs_are_counted(tmp_path: Path) -> None:
    put(tmp_path, "sys/fs/inotify/max_user_watches", "8192\n")
    put(tmp_path, "sys/fs/inotify/max_user_instances", "128\n")
    for process, descriptor, lines in (("10", "3", 5), ("10", "4", 1), ("11", "9", 0)):
        put(tmp_path, f"{process}/fdinfo/{descriptor}", "pos:\t0\n" + "inotify wd:1 ino:2\n" * lines)
        (tmp_path / process / "fd").mkdir(exist_ok=True)
        (tmp_path / process / "fd" / descriptor).symlink_to("anon_inode:inotify")
    (tmp_path / "11/fd/1").symlink_to("/dev/null")
    (tmp_path / "12").mkdir()
    assert watches(tmp_path) == Watches(8192, 6, 128, 3)
    assert watches(tmp_path / "12") is None


def test_all_folders_count_and_passing_files_are_seen_in_hidden_ones_too(tmp_path: Path) -> None:
    for path in (
        "People/.~vk-0a1b2c3d.tmp",
        ".hidden/.~vk-0a1b2c3d-old.tmp",
        "People/.~vk-other.tmp",
        "a.md",
    ):
        put(tmp_path, path, "")
    found = census(str(tmp_path))
    assert found.folders == 3
    assert sorted(found.passing) == [".hidden/.~vk-0a1b2c3d-old.tmp", "People/.~vk-0a1b2c3d.tmp"]
    assert census(str(tmp_path / "gone")).passing == {}


@pytest.mark.parametrize(
    ("plugins", "settings", "on", "only"),
    [
        (f'["dataview", "{TASKS}"]', '{"globalFilter": " #task "}', True, "#task"),
        (f'["{TASKS}"]', '{"globalFilter": ""}', True, ""),
        ("[]", '{"globalFilter": 3}', False, ""),
        ('{"a": 1}', "[]", False, ""),
        ("[", "{", False, ""),
    ],
)
def test_what_obsidian_says_of_the_tasks_plugin(
    plugins: str, settings: str, on: object, only: str, tmp_path: Path
) -> None:
    put(tmp_path, ".obsidian/community-plugins.json", plugins)
    put(tmp_path, f".obsidian/plugins/{TASKS}/data.json", settings)
    folder = VaultFolder(tmp_path)
    assert (has_plugin(folder, TASKS), tasks_filter(folder)) == (on, only)
