"""An index of somebody else: it is read where that may be, never written to, and never mistaken for one of ours."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from indexing import go, opened, python, write

AS_NOBODY = """
    import json, os, sys
    from pathlib import Path
    from indexing import go, holding, opened
    from index.engines.protocol import StoreError
    def index():
        directory = opened(Path(sys.argv[1]))
        try:
            return [holding(directory.engine(), "chat"), directory.totals()]
        except StoreError as error:
            return str(error)
    index()  # imports all there is to import: nobody may not read Python's folders
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
    result = [index()]
    try:
        go(opened(Path(sys.argv[1])), Path(sys.argv[2]))
    except StoreError as error:
        result.append(str(error))
    print(json.dumps(result))
"""


def as_nobody(owner: int, files_mode: int) -> list[object]:
    """What nobody gets of an index that belongs to ``owner``."""
    with TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        write(place / "textes" / "a.txt", "Un chat.")
        with closing(opened(place / "index")) as directory:
            go(directory, place / "textes")
        for file in (place / "index", *(place / "index").rglob("*")):
            file.chmod(0o755 if file.is_dir() else files_mode)
            os.chown(file, owner, owner)
        done = python(AS_NOBODY, place / "index", place / "textes")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert isinstance(result, list)
    return result


@pytest.mark.skipif(os.getuid() != 0, reason="needs other users")
def test_an_index_that_cannot_be_written_can_be_read() -> None:
    found, refused = as_nobody(owner=0, files_mode=0o644)
    assert found == [["textes/a.txt"], [1, 1, 8, 0, {}]]
    assert "cannot write to" in str(refused)


@pytest.mark.skipif(os.getuid() != 0, reason="needs other users")
def test_an_index_of_another_user_is_not_opened() -> None:
    for said in as_nobody(owner=1234, files_mode=0o644):
        assert "belongs to another user" in str(said)


@pytest.mark.skipif(os.getuid() != 0, reason="needs other users")
def test_an_index_of_ones_own_is_opened() -> None:
    assert as_nobody(owner=65534, files_mode=0o600)[0] == [["textes/a.txt"], [1, 1, 8, 0, {}]]
