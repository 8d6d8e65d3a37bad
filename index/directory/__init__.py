"""Directory: which index is current, who reads it and who writes to it."""

from index.directory.building import building
from index.directory.catalogue import Catalogue, Totals
from index.directory.directory import IndexDirectory, NoIndexError
from index.directory.generation import Generation, WriteBatch
from index.directory.growth import GROWN, LARGE, MB, SMALL, check_engine, choose
from index.directory.health import Health
from index.directory.parts import PartError
from index.directory.sqlite_catalogue import SqliteCatalogue
from index.directory.state import AUTO, State

__all__ = [
    "AUTO",
    "GROWN",
    "LARGE",
    "MB",
    "SMALL",
    "Catalogue",
    "Generation",
    "Health",
    "IndexDirectory",
    "NoIndexError",
    "PartError",
    "SqliteCatalogue",
    "State",
    "Totals",
    "WriteBatch",
    "building",
    "check_engine",
    "choose",
]
