"""What belongs to a file besides its bytes: mode, owner, extended attributes, access list, birth time."""

import ctypes
import errno
import os
import stat
import sys

from vaultkit.model.phrase import Phrase, phrase

_COPYFILE_METADATA = 7  # <copyfile.h>: access list, mode and times, extended attributes
_THE_SYSTEMS_OWN = ("security.selinux", "security.ima", "security.evm", "system.nfs4_acl", "trusted.")
"""Attributes that the system gives to a new file by itself, or that only it may give."""


class LostAttributeError(Exception):
    """Something of the old file cannot be given to the new one; `name` says what."""

    def __init__(self, name: Phrase) -> None:
        super().__init__(name.english())
        self.name = name


def take_over(old: int, new: int) -> None:
    """Give the file behind descriptor `new` what belongs to the one behind `old`.

    Mode and owner everywhere but on Windows, which keeps its own list in `exchange.replace`; extended
    attributes and access lists on Linux (POSIX access lists are such attributes) and macOS; the birth time on
    macOS. Linux has no call that sets a birth time. Raises LostAttributeError.
    """
    if sys.platform == "win32":
        return
    held = os.fstat(old)
    mine = os.fstat(new)
    if (held.st_uid, held.st_gid) != (mine.st_uid, mine.st_gid):
        try:
            os.fchown(new, held.st_uid, held.st_gid)
        except OSError:
            raise LostAttributeError(phrase("owner")) from None
    if sys.platform == "darwin":
        if ctypes.CDLL(None).fcopyfile(old, new, None, ctypes.c_uint(_COPYFILE_METADATA)) != 0:
            raise LostAttributeError(phrase("extended attributes"))
        # APFS moves the birth time back when the time of change is set before it.
        born = getattr(held, "st_birthtime", held.st_mtime)
        os.utime(new, (born, born))
        os.utime(new)
    elif hasattr(os, "listxattr"):
        _take_attributes(old, new)
    # Last, since a change of owner clears bits of it; drives without modes refuse even the one they show.
    if stat.S_IMODE(os.fstat(new).st_mode) != stat.S_IMODE(held.st_mode):
        try:
            os.fchmod(new, stat.S_IMODE(held.st_mode))
        except OSError:
            raise LostAttributeError(phrase("mode")) from None


def _take_attributes(old: int, new: int) -> None:
    if sys.platform == "win32" or sys.platform == "darwin":
        return
    try:
        names = os.listxattr(old)
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            return
        raise LostAttributeError(phrase("extended attributes")) from None
    for name in names:
        try:
            os.setxattr(new, name, os.getxattr(old, name))
        except OSError:
            if not name.startswith(_THE_SYSTEMS_OWN):
                raise LostAttributeError(phrase("attribute {name}", name=name)) from None
    # A folder's default access list was given to the new file, and the old one may have had none.
    for name in set(os.listxattr(new)) - set(names):
        if name.startswith("system.posix_acl"):
            os.removexattr(new, name)
