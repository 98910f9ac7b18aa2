# SPDX-License-Identifier: Apache-2.0
"""Disks that are full: a real one of a few megabytes, and a limit on files, which anyone may set.

The real one is a tmpfs in a name space of its own, seen from outside through ``/proc``. It needs
leave to mount, as root or in a user name space; a test says which ways there are when it is
collected, so that a machine without that leave has one test less and none that is skipped.
"""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

DISK_MEGABYTES = 4
# Keeps the mount until its standard input ends.
_HOLD = 'mount -t tmpfs -o size="$1"m shouxin "$2" && echo mounted && exec cat'
_NAME_SPACES = (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"])


LIMIT, TMPFS = "limit on files", "full tmpfs"


@cache
def ways_to_fill() -> tuple[str, ...]:
    """What this process may do: a limit always, a disk of its own where mounting is allowed."""
    try:
        with small_disk(Path("/tmp")):  # noqa: S108 - hidden in that name space alone
            return (LIMIT, TMPFS)
    except OSError:
        return (LIMIT,)


@contextmanager
def small_disk(folder: Path, megabytes: int = DISK_MEGABYTES) -> Iterator[Path]:
    """An empty file system at a folder, by a path that this process can use.

    Raises:
        OSError: no leave to mount.
    """
    for name_space in _NAME_SPACES:
        holding = subprocess.Popen(
            [*name_space, "sh", "-c", _HOLD, "sh", str(megabytes), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        with holding:
            assert holding.stdout is not None
            if holding.stdout.readline() == b"mounted\n":
                yield Path(f"/proc/{holding.pid}/root{folder}")
                return
    raise OSError("no leave to mount a file system")


@contextmanager
def filled(disk: Path, left_bytes: int = 0) -> Iterator[None]:
    """A disk without room for a byte more than is left, for a while."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        with suppress(OSError):
            while file.write(bytes(4096)):
                pass
        file.truncate(file.tell() - left_bytes)
    assert os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize == left_bytes
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def limited(pid: int, file_bytes: int) -> Iterator[None]:
    """A process that can make no file larger than so many bytes, for a while."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (file_bytes, before[1]))
    try:
        yield
    finally:
        with suppress(ProcessLookupError):  # the test has killed it
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
