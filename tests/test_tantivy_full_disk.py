"""A disk that is full for the native writers: the cause is named, and the index stays as it was."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from indexing import python
from tantivy_batches import ANIMALS, article, assert_clean, fill

from index.engines.tantivy import TantivyEngine

FULL = """
    import resource, signal, sys
    from pathlib import Path
    from index.engines.protocol import Search, StoreError
    from index.engines.tantivy import TantivyEngine
    from test_tantivy_full_disk import large
    engine = TantivyEngine(Path(sys.argv[1]))
    most = int(sys.argv[2])
    files = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, files[1]))
    for again in range(2):
        try:
            large(engine)
            print("done")
        except StoreError as error:
            print(error)
        print("there:", engine.search(Search()).articles_total)
    resource.setrlimit(resource.RLIMIT_FSIZE, files)
    large(engine)
    print("size", engine.size())
"""
"""No file can grow beyond some bytes, which fails as a full disk does; then there is room again."""
MANY = 200


def large(engine: TantivyEngine) -> None:
    """A batch whose files are of all sizes up to some hundred kilobytes."""
    with engine.batch() as batch:
        batch.drop(ANIMALS[0].path)
        for number in range(MANY):
            words = (" ".join(f"mot{number * part}n{part % 7}" for part in range(60)) for _ in range(5))
            batch.put(f"{number}.txt", [article(f"{number}.txt", f"Titre {number}", *words)])


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("before")
    with closing(TantivyEngine(folder, create=True)) as engine:
        fill(engine, *ANIMALS)
    return folder


@pytest.mark.parametrize("most", [0, 50, 500, 5_000, 20_000, 80_000])
def test_a_full_disk_is_told_of_and_leaves_the_index(before: Path, tmp_path: Path, most: int) -> None:
    folder = tmp_path / "index"
    shutil.copytree(before, folder)
    done = python(FULL, folder, most, SEARCHER_LANG="en")
    assert done.returncode == 0, done.stderr
    first, there, *again, last = done.stdout.splitlines()
    assert first.startswith("cannot write to the index: [Errno 27] File too large"), first
    assert there == f"there: {len(ANIMALS)}"
    assert again == [first, there]
    assert last == f"size {len(ANIMALS) + MANY - 1}"
    assert_clean(folder)
