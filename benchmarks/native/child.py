"""The program of every measured process: ``python -m benchmarks.native.child SYSTEM VERB WORK SIZE``.

It imports nothing but the system that is measured, and prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import cast

from benchmarks.native.place import Place
from benchmarks.native.questions import load
from benchmarks.native.system import About, System


def main(name: str, verb: str, work: str, size: str) -> None:
    try:
        system = cast("System", import_module(f"benchmarks.native.systems.{name}"))
    except ImportError as error:
        print(json.dumps(asdict(About(absent=str(error)))))
    else:
        print(json.dumps(_done(system, verb, Place(Path(work), int(size)))))


def _done(system: System, verb: str, place: Place) -> object:
    match verb:
        case "prepare":
            return asdict(system.prepare(place.work))
        case "index":
            return {"seconds": system.index(place)}
        case _:
            return asdict(system.ask(place, load(place.work / "questions.json")))


if __name__ == "__main__":
    main(*sys.argv[1:])
