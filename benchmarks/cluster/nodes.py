"""A real cluster on this machine's loopback: OpenSearch nodes that share one name, for tests and benchmarks.

OpenSearch refuses to run as root, so that root starts the nodes as nobody.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from benchmarks.cluster.distribution import NoDistributionError, distribution, is_root, java_home

__all__ = ["NoDistributionError", "Node", "Nodes", "cluster", "distribution", "java_home", "prepared"]

NOBODY = 65534
START_SECONDS = 180.0
LEFT_OUT = ("logs/", "jdk.incubator.vector")
"""Options of the distribution that name a folder nobody may write to, and a module that a small Java lacks."""
SETTINGS = """\
cluster.name: {name}
node.name: {node}
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
discovery.seed_hosts: [{hosts}]
cluster.initial_cluster_manager_nodes: [{nodes}]
path.data: {folder}/data
path.logs: {folder}/logs
cluster.routing.allocation.disk.threshold_enabled: false
"""


@dataclass
class Node:
    """A node: its folder, its ports, and its process while it runs."""

    name: str
    folder: Path
    http: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http}"

    def start(self, heap: str) -> None:
        """Start the process; it answers some seconds later."""
        environment = {
            "PATH": os.environ["PATH"],
            "OPENSEARCH_JAVA_HOME": str(java_home()),
            "OPENSEARCH_PATH_CONF": str(self.folder / "config"),
            "OPENSEARCH_JAVA_OPTS": f"-Xms{heap} -Xmx{heap} -XX:-UsePerfData",
            "OPENSEARCH_TMPDIR": str(self.folder / "tmp"),
        }
        nobody = NOBODY if is_root() else None
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [*_ends_with_us(), distribution() / "bin" / "opensearch"],
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                user=nobody,
                group=nobody,
                extra_groups=[] if nobody else None,
            )

    def kill(self) -> None:
        """End the process at once, as a machine that fails does."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def pause(self) -> None:
        """Stop the process, which holds its connections and answers no more."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused process go on."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGCONT)


@dataclass
class Nodes:
    """The nodes of one cluster."""

    nodes: Sequence[Node]
    heap: str

    @property
    def urls(self) -> str:
        """The addresses as SEARCHER_OPENSEARCH_URL takes them."""
        return " ".join(node.url for node in self.nodes)

    def start(self) -> None:
        """Start all nodes and wait until each of them knows all others."""
        for node in self.nodes:
            node.start(self.heap)
        self.wait()

    def wait(self, status: str = "") -> None:
        """Wait until all nodes that were started are there, and the cluster is green or yellow, as ``status`` says."""
        running = [node for node in self.nodes if node.process]
        wanted = f"wait_for_nodes={len(running)}&timeout=5s{'&wait_for_status=' + status if status else ''}"
        until = time.monotonic() + START_SECONDS
        for node in running:
            while not _is_there(f"{node.url}/_cluster/health?{wanted}"):
                if node.process is None or node.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{node.name} did not start: {(node.folder / 'output').read_text()[-4000:]}")
                time.sleep(0.2)

    def stop(self) -> None:
        """End all processes."""
        for node in self.nodes:
            node.resume()
            node.kill()


@contextmanager
def cluster(folder: Path, count: int = 3, heap: str = "512m") -> Iterator[Nodes]:
    """A cluster of ``count`` nodes below ``folder`` for the length of the block."""
    nodes = prepared(folder, count, heap)
    try:
        nodes.start()
        yield nodes
    finally:
        nodes.stop()


def prepared(folder: Path, count: int, heap: str) -> Nodes:
    """The nodes below ``folder``, with configurations of their own, not yet started."""
    distribution(), java_home()
    names = [f"node{number}" for number in range(count)]
    ports = _free_ports(2 * count)
    hosts = ", ".join(f"127.0.0.1:{port}" for port in ports[count:])
    for name, http, transport in zip(names, ports, ports[count:], strict=False):
        place = folder / name
        shutil.copytree(distribution() / "config", place / "config", dirs_exist_ok=True)
        (place / "tmp").mkdir(exist_ok=True)
        options = place / "config" / "jvm.options"
        lines = options.read_text(encoding="utf-8").splitlines(keepends=True)
        options.write_text(
            "".join(line for line in lines if not any(word in line for word in LEFT_OUT)), encoding="utf-8"
        )
        said = SETTINGS.format(
            name="searcher-tests",
            node=name,
            http=http,
            transport=transport,
            hosts=hosts,
            nodes=", ".join(names),
            folder=place,
        )
        (place / "config" / "opensearch.yml").write_text(said, encoding="utf-8")
    _give_away(folder)
    return Nodes([Node(name, folder / name, http) for name, http in zip(names, ports, strict=False)], heap)


def _give_away(folder: Path) -> None:
    """Let nobody write below ``folder``, and come there."""
    if not is_root():
        return
    for place in (folder, *folder.rglob("*")):
        os.chown(place, NOBODY, NOBODY)
    for parent in folder.parents:
        with suppress(OSError):
            if not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o001)


def _ends_with_us() -> tuple[str, ...]:
    """What is put before a command so that it ends when this thread does, however that ends; Linux has it."""
    return ("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _is_there(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:
            return not json.load(answer)["timed_out"]
    except (OSError, ValueError):
        return False
