"""XML, read as a stream: no DTD, no entities of a document's own, no network, and bounded depth and size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html.entities import html5
from io import BytesIO
from types import MappingProxyType
from xml.parsers import expat

from index.documents.office.package import Package, Readable
from index.documents.office.refusal import RefusalError

DEEPEST = 1_000
PART = 1 << 16
LARGEST_TOKEN = 64 << 20
"""A tag or comment of more bytes is no text of a person's."""
_BETWEEN = " "
Attributes = Mapping[str, str]
Start = Callable[[Attributes], object]
End = Callable[[], object]


class Handler:
    """What is done at the beginning and the end of elements, by names as ``w:p``, and with characters.

    Where a start returns True, the element is passed over, with all that is in it and its end.
    """

    starts: Mapping[str, Start] = MappingProxyType({})
    ends: Mapping[str, End] = MappingProxyType({})

    def text(self, data: str, /) -> None:
        """Characters, in as many parts as they may come. Where all is in attributes, they say nothing."""


def pass_over(_attributes: Attributes) -> bool:
    """The start of an element that is none of the text."""
    return True


def read_xml(stream: Readable, handler: Handler, prefixes: Mapping[str, str], *, html: bool = False) -> Iterator[None]:
    """Tell ``handler`` of all elements; stop after every part, so that what was found can be handed on.

    ``prefixes`` are the names of the namespaces. HTML may have a DOCTYPE without declarations, and HTML's entities.
    """
    walk = _Walk(handler, prefixes)
    parser = _parser(walk, html=html)
    size = PART
    while data := stream.read(size):
        told = walk.told
        yield from _parse(parser, data, last=False)
        # Expat reads a token that is not whole yet from its beginning each time: so larger parts, for linear time.
        size = PART if walk.told > told else 2 * size
        if size > LARGEST_TOKEN:
            raise RefusalError("damaged")
    yield from _parse(parser, b"", last=True)


def read_html(text: str, handler: Handler, prefixes: Mapping[str, str]) -> None:
    """Tell ``handler`` of all elements of HTML as browsers read it: whatever is wrong with it is put right."""
    from lxml import etree

    walk = _Walk(handler, prefixes)
    parser = etree.HTMLParser(target=_Target(walk), no_network=True)
    try:
        for begin in range(0, len(text), PART):
            parser.feed(text[begin : begin + PART])
        parser.close()
    except (etree.LxmlError, AssertionError) as error:
        raise RefusalError("damaged") from error


def read_part(package: Package, name: str, handler: Handler, prefixes: Mapping[str, str]) -> None:
    """Tell ``handler`` of all elements of a small member."""
    for _ in read_xml(BytesIO(package.read(name)), handler, prefixes):
        pass


def _parse(parser: expat.XMLParserType, data: bytes, *, last: bool) -> Iterator[None]:
    try:
        parser.Parse(data, last)
    except (expat.ExpatError, ValueError) as error:
        yield
        raise RefusalError("damaged") from error
    except RefusalError:
        yield
        raise
    yield


def _parser(walk: _Walk, *, html: bool) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parser.StartDoctypeDeclHandler = _plain_doctype if html else _refused
    parser.EntityDeclHandler = _refused
    if html:
        # As if there were a DTD elsewhere, which is never read: then an unknown entity is no error, but told of.
        parser.UseForeignDTD(True)
        parser.ExternalEntityRefHandler = _passed_over
        parser.SkippedEntityHandler = walk.entity
    return parser


def _refused(*_declaration: object) -> None:
    raise RefusalError("damaged")


def _plain_doctype(_name: str, _system: str | None, _public: str | None, internal: bool) -> None:
    if internal:
        raise RefusalError("damaged")


def _passed_over(*_entity: object) -> int:
    return 1


class _Walk:
    """Counts depth, passes elements over, and makes short names of long ones."""

    def __init__(self, handler: Handler, prefixes: Mapping[str, str]) -> None:
        self._starts, self._ends, self._text = handler.starts, handler.ends, handler.text
        self._names = _Names(prefixes)
        self._depth = 0
        self._passed_over = 0
        self.told = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.told += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise RefusalError("nested")
        names = self._names
        act = None if self._passed_over else self._starts.get(names[name])
        if act and act({names[key]: value for key, value in attributes.items()}) is True:
            self._passed_over = self._depth

    def end(self, name: str) -> None:
        if not self._passed_over:
            act = self._ends.get(self._names[name])
            if act:
                act()
        elif self._passed_over == self._depth:
            self._passed_over = 0
        self._depth -= 1

    def text(self, data: str) -> None:
        self.told += 1
        if not self._passed_over:
            self._text(data)

    def entity(self, name: str, parameter: bool) -> None:
        if not parameter:
            self.text(html5.get(f"{name};", ""))


class _Target:
    """What lxml tells of elements, which it does by other names."""

    def __init__(self, walk: _Walk) -> None:
        self._walk = walk

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._walk.start(name, dict(attributes))

    def end(self, name: str) -> None:
        self._walk.end(name)

    def data(self, text: str) -> None:
        self._walk.text(text)

    def close(self) -> None:
        """Called at the end of the text."""


class _Names(dict[str, str]):
    """``w:p`` for the namespace and ``p``; each is worked out once. A name of an unknown namespace stays as it is."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, name: str) -> str:
        namespace, _, local = name.rpartition(_BETWEEN)
        prefix = self._prefixes.get(namespace)
        short = name if prefix is None else f"{prefix}:{local}" if prefix else local
        self[name] = short
        return short
