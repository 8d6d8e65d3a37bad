"""Lucene, where it is installed (Debian and Ubuntu: ``apt install liblucene8-java default-jdk-headless``)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).parent / "Lucene.java"
JARS = Path("/usr/share/java")
NEEDED = ("core", "analyzers-common")


class Lucene:
    """The compiled program."""

    def __init__(self, classes: Path, jars: Sequence[Path]) -> None:
        self._command = ["java", "-Dfile.encoding=UTF-8", "-cp", ":".join(map(str, (classes, *jars))), "Lucene"]
        self._folder = classes
        self.version = jars[0].stem.rpartition("-")[2]

    def stems(self, words: Iterable[str]) -> list[str]:
        """What FrenchLightStemmer makes of lower-cased words."""
        return self._run(["stem"], words)

    def rank(self, articles: Mapping[str, str], queries: Iterable[str]) -> list[list[str]]:
        """The ten best articles for each query, by FrenchAnalyzer and BM25."""
        file = self._folder / "articles.tsv"
        file.write_text("".join(f"{name}\t{_line(text)}\n" for name, text in articles.items()), encoding="utf-8")
        return [line.split("\t") if line else [] for line in self._run(["rank", str(file)], queries)]

    def _run(self, arguments: Sequence[str], lines: Iterable[str]) -> list[str]:
        sent = "".join(f"{_line(line)}\n" for line in lines)
        command = [*self._command, *arguments]
        done = subprocess.run(command, input=sent, stdout=subprocess.PIPE, encoding="utf-8", check=True)
        return done.stdout.removesuffix("\n").split("\n")


@contextmanager
def opened() -> Iterator[Lucene | None]:
    """Lucene compiled into a temporary folder; None where Java, its compiler or the jars are not installed."""
    found = jars()
    if not found:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        compile_into(Path(folder), SOURCE, found)
        yield Lucene(Path(folder), found)


def jars() -> Sequence[Path]:
    """The jars that are needed; none where one of them, Java or its compiler is not installed."""
    found = [jar for name in NEEDED if (jar := max(JARS.glob(f"lucene-{name}-[0-9]*.jar"), default=None))]
    return found if len(found) == len(NEEDED) and shutil.which("java") and shutil.which("javac") else ()


def compile_into(folder: Path, source: Path, found: Sequence[Path]) -> None:
    """Compile a program that uses Lucene."""
    path = ":".join(map(str, found))
    subprocess.run(["javac", "-encoding", "UTF-8", "-cp", path, "-d", str(folder), str(source)], check=True)


def _line(text: str) -> str:
    return " ".join(text.split())
