"""A plot as SVG text: panels side by side, logarithmic on both axes, each line named at its end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 620, 400
LEFT, RIGHT, TOP, BOTTOM = 62, 150, 48, 52
LABEL_HEIGHT = 15
COLOURS = ("#1f5fa8", "#c2410c", "#444444", "#9a7a00", "#2f7d4f", "#8a3b8f", "#0d8390", "#b4436c")
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:15px;font-weight:600}"
    ".grid{stroke:#e4e4e4}.line{fill:none;stroke-width:2}.axis{fill:#666}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A system: its name and its points (passages, figure), all positive."""

    label: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """A diagram of several lines in one unit."""

    title: str
    unit: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Scale:
    """Values between ``low`` and ``high`` → places between ``begin`` and ``end``, logarithmically."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.begin + share * (self.end - self.begin)


def svg(panels: Iterable[Panel]) -> str:
    """The panels that have anything to show, as an SVG document."""
    shown = [panel for panel in panels if panel.lines]
    colours = _colours(shown)
    width = WIDTH * max(1, len(shown))
    body = "\n".join(_panel(panel, WIDTH * place, colours) for place, panel in enumerate(shown))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" role="img">'
    title = escape(", ".join(panel.title for panel in shown))
    back = f'<rect width="{width}" height="{HEIGHT}" fill="#ffffff"/>'
    return f"{head}\n<title>{title}</title>\n<style>{STYLE}</style>\n{back}\n{body}\n</svg>\n"


def _colours(panels: Iterable[Panel]) -> Mapping[str, str]:
    """A system has one colour in all panels."""
    labels = dict.fromkeys(line.label for panel in panels for line in panel.lines)
    return {label: COLOURS[place % len(COLOURS)] for place, label in enumerate(labels)}


def _panel(panel: Panel, left: float, colours: Mapping[str, str]) -> str:
    xs = [x for line in panel.lines for x, _ in line.points]
    ys = [y for line in panel.lines for _, y in line.points]
    across = Scale(min(xs) / 1.1, max(xs) * 1.1, LEFT, WIDTH - RIGHT)
    up = Scale(_decade(min(ys), down=True), _decade(max(ys), down=False), HEIGHT - BOTTOM, TOP)
    parts = [
        _text(LEFT, TOP - 22, f"{panel.title} ({panel.unit})", "title"),
        *_across(sorted(set(xs)), across),
        *_up(up),
        *(_line(line, across, up, colours[line.label]) for line in panel.lines),
        *_labels(panel.lines, across, up, colours),
    ]
    return f'<g transform="translate({left:g} 0)">\n' + "\n".join(parts) + "\n</g>"


def _decade(value: float, *, down: bool) -> float:
    """The power of ten below or above, and never the same for both."""
    power = math.log10(value)
    return 10.0 ** (math.floor(power) if down else math.floor(power) + 1)


def _across(sizes: Sequence[float], across: Scale) -> Iterator[str]:
    for size in sizes:
        x = across.at(size)
        yield f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
        yield _text(x, HEIGHT - BOTTOM + 18, f"{size:,.0f}", "axis", "middle")
    yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "passages", "axis", "middle")


def _up(up: Scale) -> Iterator[str]:
    for power in range(round(math.log10(up.low)), round(math.log10(up.high)) + 1):
        y = up.at(10.0**power)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield _text(LEFT - 8, y + 4, f"{10.0**power:,g}", "axis", "end")


def _line(line: Line, across: Scale, up: Scale, colour: str) -> str:
    places = [(across.at(x), up.at(y)) for x, y in line.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{colour}"/>' for x, y in places)
    return f'<path class="line" stroke="{colour}" d="M{path}"/>{dots}'


def _labels(lines: Sequence[Line], across: Scale, up: Scale, colours: Mapping[str, str]) -> Iterator[str]:
    """Names at the right, as near to the ends of their lines as others allow; a thread leads to each."""
    ranked = sorted(lines, key=lambda line: up.at(line.points[-1][1]))
    places = spread([up.at(line.points[-1][1]) for line in ranked], LABEL_HEIGHT, HEIGHT - BOTTOM)
    for line, y in zip(ranked, places, strict=True):
        x_end, y_end = across.at(line.points[-1][0]), up.at(line.points[-1][1])
        colour, x = colours[line.label], WIDTH - RIGHT + 14
        yield f'<path d="M{x_end + 5:.1f} {y_end:.1f}L{x - 3} {y:.1f}" stroke="{colour}" opacity=".35"/>'
        yield f'<text x="{x}" y="{y + 4:.1f}" style="fill:{colour}">{escape(line.label)}</text>'


def spread(places: Sequence[float], apart: float, lowest: float) -> list[float]:
    """Ascending places moved so that none is nearer than ``apart`` to the next, nor beyond ``lowest``."""
    kept: list[float] = []
    for place in places:
        kept.append(max(place, kept[-1] + apart) if kept else place)
    limit = lowest
    for number in range(len(kept) - 1, -1, -1):
        kept[number] = min(kept[number], limit)
        limit = kept[number] - apart
    return kept


def _text(x: float, y: float, text: str, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
