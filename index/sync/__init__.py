"""Sync: what changed in the folders, and how it gets into the index."""

from index.sync.aside import kinds, left_aside
from index.sync.changes import Changes, find_changes
from index.sync.following import Watcher, follow
from index.sync.limits import DEFAULT_LIMITS, LARGEST, Limits
from index.sync.loading import digest_of
from index.sync.plan import PathError, Target
from index.sync.report import Interrupted, Progress, Summary, Updated
from index.sync.scan import FileSeen, Problem, printable
from index.sync.update import forget, update
from index.sync.watch import watch
from index.sync.writing import rare_collection

__all__ = [
    "DEFAULT_LIMITS",
    "LARGEST",
    "Changes",
    "FileSeen",
    "Interrupted",
    "Limits",
    "PathError",
    "Problem",
    "Progress",
    "Summary",
    "Target",
    "Updated",
    "Watcher",
    "digest_of",
    "find_changes",
    "follow",
    "forget",
    "kinds",
    "left_aside",
    "printable",
    "rare_collection",
    "update",
    "watch",
]
