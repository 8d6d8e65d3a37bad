"""XML, read as a stream: no DTD, no entities of a document's own, no network, and bounded depth and size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html.entities import html5
from io import BytesIO
from types import MappingProxyType
from xml.parsers import expat

from index.documents.faults import RefusalError
from index.documents.office.package import Package, Readable

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


def always(act: Callable[[], object]) -> Start:
    """The start of an element at which the same is done whatever its attributes are."""

    def start(_attributes: Attributes) -> None:
        act()

    return start


def pass_over(_attributes: Attributes) -> bool:
    """The start of an element that is none of the text."""
    return True


def read_xml(stream: Readable, handler: Handler, prefixes: Mapping[str, str], *, html: bool = False) -> Iterator[None]:
    """Tell ``handler`` of all elements; stop after every part, so that what was found can be handed on.

    ``prefixes`` are the names of the namespaces. HTML may have a DOCTYPE without declarations, and HTML's entities.
    """
    walk = Walk(handler, prefixes)
    parser = _parser(walk, html=html)
    size = PART
    while data := stream.read(size):
        events = walk.events
        yield from _parse(parser, data, last=False)
        # Expat reads a token that is not whole yet from its beginning each time: so larger parts, for linear time.
        size = PART if walk.events > events else 2 * size
        if size > LARGEST_TOKEN:
            raise RefusalError("damaged")
    yield from _parse(parser, b"", last=True)


def read_part(package: Package, name: str, handler: Handler, prefixes: Mapping[str, str]) -> None:
    """Tell ``handler`` of all elements of a small member."""
    read_whole(BytesIO(package.read(name)), handler, prefixes)


def read_whole(stream: Readable, handler: Handler, prefixes: Mapping[str, str], *, html: bool = False) -> None:
    """Tell ``handler`` of all elements of a stream, whose text is not handed on before its end."""
    for _ in read_xml(stream, handler, prefixes, html=html):
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


def _parser(walk: Walk, *, html: bool) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.data
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


class Walk:
    """Tells a handler what a parser finds, whether expat or lxml: passes elements over, and shortens their names."""

    def __init__(self, handler: Handler, prefixes: Mapping[str, str]) -> None:
        self._starts, self._ends, self._text = handler.starts, handler.ends, handler.text
        self._names = _Names(prefixes)
        self._depth = 0
        self._passed_over = 0
        self.events = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.events += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise RefusalError("nested")
        names = self._names
        act = None if self._passed_over else self._starts.get(names[name])
        if act and act({names[key]: value for key, value in attributes.items()}) is True:
            self._passed_over = self._depth

    def end(self, name: str) -> None:
        """An element ends."""
        if not self._passed_over:
            act = self._ends.get(self._names[name])
            if act:
                act()
        elif self._passed_over == self._depth:
            self._passed_over = 0
        self._depth -= 1

    def data(self, text: str) -> None:
        """Characters."""
        self.events += 1
        if not self._passed_over:
            self._text(text)

    def entity(self, name: str, parameter: bool) -> None:
        """An entity, which can be one of HTML."""
        if not parameter:
            self.data(html5.get(f"{name};", ""))

    def close(self) -> None:
        """The text is at its end."""


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
