"""Polling: where nothing is told of changes, they are found; and which file systems do not tell."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from indexing import python, write

from index.sync.polling import BY_HAND, file_systems, is_silent, must_poll, poll
from index.sync.watch import LONGEST_SECONDS, QUIET_SECONDS, settled, watch

TABLE = r"""
proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
/dev/sda2 /home ext4 rw 0 0
nas:/archives /home/ana/nas nfs4 rw 0 0
ana@pi:/srv /mnt/le\040pi fuse.sshfs rw 0 0
/dev/sdb1 /media/clef fuseblk rw 0 0
systemd-1 /auto autofs rw 0 0
//nas/notes /auto cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kinds"),
    [
        ("/srv/docs", {"ext4"}),
        ("/home/ana/docs", {"ext4"}),
        ("/home/ana/nas", {"nfs4"}),
        ("/home/ana/nas/2024", {"nfs4"}),
        ("/home/ana/nas2", {"ext4"}),
        ("/home/ana", {"ext4", "nfs4"}),
        ("/mnt/le pi/docs", {"fuse.sshfs"}),
        ("/media/clef", {"fuseblk"}),
        ("/auto/x", {"cifs"}),
    ],
)
def test_the_file_systems_of_a_folder(place: str, kinds: set[str]) -> None:
    assert file_systems(Path(place), TABLE) == kinds


def test_which_file_systems_do_not_tell() -> None:
    assert all(map(is_silent, ("nfs", "nfs4", "cifs", "9p", "fuse", "fuse.sshfs", "fuse.gocryptfs", "virtiofs")))
    assert not any(map(is_silent, ("ext4", "btrfs", "xfs", "tmpfs", "overlay", "fuseblk", "zfs", "vfat")))


@pytest.mark.parametrize(("value", "wanted"), [("1", True), ("true", True), ("false", False), ("disable", False)])
def test_it_can_be_said_by_hand(value: str, wanted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BY_HAND, value)
    assert must_poll([tmp_path]) is wanted


def next_change(looks: Iterator[frozenset[Path]]) -> frozenset[Path]:
    return next(look for look in looks if look)


def test_what_is_added_changed_and_deleted_is_found(tmp_path: Path) -> None:
    write(tmp_path / "textes" / "a.txt")
    other = write(tmp_path / "autre.md")
    looks = poll([tmp_path / "textes", other], Event(), first=frozenset([tmp_path]))
    assert next(looks) == {tmp_path}
    new = write(tmp_path / "textes" / "sub" / "été.txt")
    assert next_change(looks) == {new}
    (tmp_path / "textes" / "a.txt").unlink()
    write(other, "autre")
    assert next_change(looks) == {tmp_path / "textes" / "a.txt", other}
    write(tmp_path / "textes" / ".searcherignore", "sub/\n")
    assert next_change(looks) == {new}
    write(tmp_path / "textes" / "image.png")
    write(tmp_path / "textes" / "sub" / "b.txt")
    assert next(looks) == frozenset()


def test_two_changes_in_one_second_are_two(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", mtime=1_700_000_000_100_000_000)
    looks = poll([tmp_path], Event())
    next(looks)
    write(file, mtime=1_700_000_000_900_000_000)  # of the same size
    assert next_change(looks) == {file}


def test_it_stops(tmp_path: Path) -> None:
    stop = Event()
    looks = poll([tmp_path], stop)
    next(looks)
    stop.set()
    assert list(looks) == []


def test_watching_by_polling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BY_HAND, "1")
    steps = watch([tmp_path], Event())
    assert next(steps) == frozenset()
    file = write(tmp_path / "a.txt")
    began = time.monotonic()
    assert next(steps) == {file}
    assert time.monotonic() - began < 1


WITHOUT_NOTICES = """
    import os, resource, sys
    from pathlib import Path
    from threading import Event
    import watchfiles
    from index.sync.watch import watch
    folder = Path(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
    taken = []
    try:
        while True:
            taken.append(os.open(folder, os.O_RDONLY))
    except OSError:
        os.close(taken.pop()), os.close(taken.pop())  # enough for a look, and not for notices
    steps = watch([folder], Event())
    print(*next(steps))
    print(*next(steps))
    os.rename(folder / "a", folder / "a.txt")
    print(*next(steps))
"""


def test_where_the_system_has_no_notices_to_give_it_polls(tmp_path: Path) -> None:
    """All is looked at once then: what happened before polling began was not told."""
    write(tmp_path / "a")
    done = python(WITHOUT_NOTICES, tmp_path)
    assert done.stdout.splitlines() == ["", str(tmp_path), str(tmp_path / "a.txt")], done.stderr


# -- what is whole


def told(*looks: tuple[float, str], longest: float = LONGEST_SECONDS) -> list[tuple[float, str]]:
    """When and what is told of looks that come so many times ``QUIET_SECONDS`` after one another."""
    now = 0.0

    def timed() -> Iterator[frozenset[Path]]:
        nonlocal now
        for waited, names in looks:
            now += waited * QUIET_SECONDS
            yield frozenset(map(Path, names))

    steps = settled(timed(), longest=longest, clock=lambda: now)
    return [(round(now / QUIET_SECONDS, 1), "".join(sorted(map(str, step)))) for step in steps]


def test_a_file_that_is_being_written_is_waited_for_and_no_other() -> None:
    looks = ((0, ""), (0, "ab"), (0.6, "a"), (0.6, "a"), (0.6, "a"), (0.6, ""), (0.6, ""), (0.6, ""))
    assert told(*looks) == [(0, ""), (1.2, "b"), (3.0, "a")]


def test_a_file_that_is_written_for_ever_is_taken_now_and_then() -> None:
    looks = ((0, ""), *((0.1, "a") for _ in range(20)))
    assert told(*looks, longest=QUIET_SECONDS * 0.55) == [(0, ""), (0.7, "a"), (1.4, "a")]
