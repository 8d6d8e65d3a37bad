"""Giant files: made to be too much for what reads them."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

from benchmarks.reliability.good_files import good_files
from benchmarks.reliability.good_packages import zipped

Giant = tuple[str, str | bytes]
"""The suffix of a file, and what it holds."""
JOINED = "qu' l’ d'l' jusqu’ a- a. A. a· é·e·s· (0) L.121- n° /a @a .. -t-il"
SPACED = ("1 ", "1 000 ", "1er ", "L. 121-")
"""What the analyzer takes apart, joins and numbers."""
MARKS = "* _ ` [ ![ ]( <!-- | &# ~~ [^1] \\"
SPACED_MARKS = ("> ", "- ", "1. ", "<a ", "**a ", "*a_")
"""What begins something in Markdown."""


def giants() -> Iterator[tuple[str, bytes]]:
    """The files, by their names."""
    for place, (suffix, data) in enumerate((*_long_texts(), *_marked(), *_structured(), *_packed())):
        yield f"g{place:02}{suffix}", data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")


def _long_texts() -> Iterator[Giant]:
    """Each 700 times, as once it took no more, and far more often."""
    for one in (*JOINED.split(), *SPACED):
        yield ".txt", one * 700 + "eau\n\n" + one * 40_000 + "eau"
    for one in ("a", "é\u0301", " ", "\n", "\u202e\u200b", "(", "eau "):
        yield ".txt", one * 1_000_000 + "b"
    yield ".txt", b"\xff\xfe" * 500_000


def _marked() -> Iterator[Giant]:
    yield ".md", "# a" + " " * 3_000 + "b\n" + "# " + "a " * 100_000 + "#" * 1_000
    for one in (*MARKS.split(), *SPACED_MARKS):
        yield ".md", one * 20_000 + "eau"
    yield ".md", "".join("  " * depth + "- eau\n" for depth in range(2_000))
    aliases = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    yield ".md", f"---\na0: &a0 [x,x,x]\n{aliases}title: *a8\ntags: *a8\n---\nTexte.\n"
    yield ".md", "---\ntitle: " + "[" * 20_000 + "\n---\nTexte.\n"
    yield ".md", "---\n" + "".join(f"k{n}: {n}\n" for n in range(100_000)) + "---\nTexte.\n"


def _structured() -> Iterator[Giant]:
    good, text = '{"id":"x","text":"eau"}\n', '{"id":1,"text":"eau"'
    yield (
        ".jsonl",
        f'{text},"tags":{"[" * 900 + "]" * 900}}}\n{text},"x":{"[" * 200_000}\n{text},"y":' + '{"a":' * 100_000,
    )
    yield ".jsonl", "".join(good.replace("x", "x" + "~2" * number) for number in range(1_200)) + good
    yield ".jsonl", good * 20_000
    yield ".jsonl", '{"id":1,"text":"%s"}' % ("eau " * 1_000_000)
    yield ".html", "<div>" * 100_000 + "eau"
    yield ".html", "<p>" + "<b><i><a href=x>" * 30_000 + "eau"
    yield ".html", "<table><tr><td>" * 5_000 + "eau"
    yield ".rtf", "{\\rtf1 " + "{\\b " * 100_000 + "eau" + "}" * 100_000
    yield ".csv", '"' + "a;b\n" * 500_000
    yield ".csv", "a;" * 1_000_000
    yield ".eml", "Subject: a\n" + "X: y\n" * 100_000 + "\neau"
    yield ".eml", "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2_000)) + "\neau"
    yield ".srt", "1\n00:00:01,000 --> 00:00:02,000\neau\n\n" * 50_000


def _packed() -> Iterator[Giant]:
    yield ".gz", gzip.compress(bytes(200_000_000), mtime=0)
    yield ".zip", zipped({f"{number}.txt": b"eau" for number in range(12_000)})
    inner = zipped({"a.txt": b"eau"})
    for _ in range(30):
        inner = zipped({"a.zip": inner})
    yield ".zip", inner
    good = good_files()
    for suffix in (".docx", ".odt", ".xlsx", ".ods", ".epub", ".pptx"):
        with zipfile.ZipFile(io.BytesIO(good[suffix])) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        largest = max(members, key=lambda name: len(members[name]))
        at = members[largest].rfind(b"</")
        yield suffix, zipped(members | {largest: members[largest][:at] + b"<a>" * 300_000})
    yield ".pdf", good[".pdf"].replace(b"Tj T*", b"Tj T* " + b"(eau) Tj " * 200_000)
