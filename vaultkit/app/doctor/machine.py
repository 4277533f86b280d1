"""This machine: where vaultkit keeps what it knows, its clock, the drive, what the system can watch."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaultkit import __version__
from vaultkit.app.daemon import LOOK_EVERY
from vaultkit.app.doctor.subject import Subject
from vaultkit.model.finding import Finding, Health
from vaultkit.model.phrase import nphrase, phrase
from vaultkit.store.inotify import watches
from vaultkit.store.places import file_system, may_write
from vaultkit.store.versions import version_of, versions

_NETWORK = re.compile(
    "9p|afs|ceph|cifs|coda|davfs|drvfs|glusterfs|lustre|ncpfs|nfs4?|orangefs|prl_fs|smb[23]|smbfs|vboxsf"
    "|virtiofs|vmhgfs"
    r"|fuse(?:\.(?:curlftpfs|davfs2?|gcsfuse|glusterfs|google-drive-ocamlfuse|gvfsd-fuse|kio-fuse|onedriver"
    "|prl_fsd|rclone|s3fs|sshfs|vmhgfs-fuse))?"
)
"""File systems that others can change without this machine's kernel knowing. `fuse` alone: davfs2."""


def state(subject: Subject) -> Iterator[Finding]:
    """Whether what belongs to this machine can be kept, and lies where it is not synchronised."""
    folder = subject.vault.state.path
    if folder.resolve().is_relative_to(subject.vault.root):
        said = phrase("{path} lies in the vault, and would travel to other machines", path=str(folder))
        way_out = phrase("let VAULTKIT_STATE_DIR name a folder outside the vault")
        yield Finding("state", Health.BROKEN, said, way_out)
    elif not may_write(folder):
        said = phrase("{path} cannot be written, so vaultkit can write nothing at all", path=str(folder))
        way_out = phrase("give yourself the right to write to it, or set VAULTKIT_STATE_DIR")
        yield Finding("state", Health.BROKEN, said, way_out)
    elif not folder.exists():
        yield Finding("state", Health.WELL, phrase("{path}, made by the first sync", path=str(folder)))
    else:
        yield Finding("state", Health.WELL, phrase("{path}", path=str(folder)))


def zone(subject: Subject) -> Iterator[Finding]:
    """Whether the vault's time zone is known here, and what time it is there."""
    name = subject.vault.settings.timezone
    try:
        there = subject.now.astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        said = phrase("the time zone {zone} is not known here", zone=name)
        yield Finding("zone", Health.BROKEN, said, phrase("install the package tzdata for this Python"))
        return
    said = phrase(
        "{moment} in {zone} (tzdata {version})", moment=there, zone=name, version=version_of("tzdata")
    )
    yield Finding("zone", Health.WELL, said)


def drive(subject: Subject) -> Iterator[Finding]:
    """Whether the system hears of what changes there; told on Linux only."""
    kind = file_system(subject.vault.root, subject.proc / "self" / "mountinfo")
    if _NETWORK.fullmatch(kind):
        said = phrase(
            "the vault lies on a drive ({kind}) that tells nothing of what other machines change; "
            "vaultkit watch looks every {seconds} seconds",
            kind=kind,
            seconds=int(LOOK_EVERY),
        )
        yield Finding("drive", Health.LOOK, said)
    elif kind:
        yield Finding("drive", Health.WELL, phrase("file system {kind}", kind=kind))


def watching(subject: Subject) -> Iterator[Finding]:
    """Whether the system can watch all folders; Linux only."""
    held = watches(subject.proc)
    if held is None:
        return
    folders, runs = subject.census.folders, subject.daemon is not None
    left = held.most if runs else held.most - held.used
    facts = {
        "folders": nphrase("{count} folder", "{count} folders", folders),
        "used": held.used,
        "most": held.most,
        "seconds": int(LOOK_EVERY),
    }
    if folders > left:
        said = phrase(
            "{folders}, {used} of {most} watches in use: what changes in some of them "
            "is seen up to {seconds} seconds late",
            **facts,
        )
        more = phrase(
            "as root: sysctl fs.inotify.max_user_watches={more}, and the same line in /etc/sysctl.d/",
            more=max(2 * held.most, held.used + 2 * folders),
        )
        yield Finding("watching", Health.BROKEN, said, more)
    elif not runs and held.used_instances >= held.most_instances:
        said = phrase(
            "your programs watch in {count} places already, and more are not allowed: "
            "changes are seen up to {seconds} seconds late",
            count=held.used_instances,
            seconds=int(LOOK_EVERY),
        )
        more = phrase(
            "as root: sysctl fs.inotify.max_user_instances={more}, and the same line in /etc/sysctl.d/",
            more=2 * held.most_instances,
        )
        yield Finding("watching", Health.BROKEN, said, more)
    else:
        said = phrase("{folders}, {used} of {most} watches in use", **facts)
        yield Finding("watching", Health.WELL, said)


def installed(_: Subject) -> Iterator[Finding]:
    """The line for a report of a fault."""
    told = " · ".join(f"{name} {version}" for name, version in (("vaultkit", __version__), *versions()))
    yield Finding("versions", Health.WELL, phrase("{versions}", versions=told))
