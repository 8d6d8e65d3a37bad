"""What ``deploy/cluster`` holds: commands and variables that there are, and servers that stand in for one another."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, cast

import certifi
import click
import pytest
import yaml
from real_server import running
from test_web_deploy import free_port, front, needs

from benchmarks.reliability.wire import ask
from index.directory import IndexDirectory
from index.engines.cluster import ClusterSettings
from index.engines.cluster.settings import AUTHORITY, NAME, PASSWORD, SHARDS, URL, USER
from index.sync import update
from searcher.main import COMMANDS, group
from web.access import PASSWORD as WEB_PASSWORD
from web.access import Access
from web.collections import Collection

DEPLOY = Path(__file__).parent.parent / "deploy"
IMAGE = ("SEARCHER_INDEX_DIR", "SEARCHER_HOST")
CLUSTER = (URL, NAME, USER, PASSWORD, AUTHORITY, SHARDS)
SECRET = "un secret"  # noqa: S105  # of a server in these tests
Tree = Mapping[str, object]


class Container(NamedTuple):
    """One of our containers: what it runs, and the variables of its environment; those of ``secret`` have no value."""

    name: str
    arguments: Sequence[str]
    variables: Mapping[str, str]
    secret: frozenset[str]


def compose() -> Iterator[Container]:
    said = yaml.safe_load((DEPLOY / "cluster/compose.yaml").read_text("utf-8"))
    for name, service in said["services"].items():
        if service["image"] == "searcher":
            given: Mapping[str, str] = service["environment"]
            secret = frozenset(variable for variable, value in given.items() if value.startswith("${"))
            kept = {variable: value for variable, value in given.items() if variable not in secret}
            yield Container(name, service["command"], kept, secret)


def resources(kind: str) -> Sequence[Tree]:
    every = yaml.safe_load_all((DEPLOY / "cluster/kubernetes.yaml").read_text("utf-8"))
    return [cast("Tree", each) for each in every if each["kind"] == kind]


def pods() -> Iterator[tuple[str, dict[str, dict[str, list[dict[str, object]]]]]]:
    for each in resources("Deployment"):
        spec = cast("dict[str, dict[str, dict[str, list[dict[str, object]]]]]", each["spec"])
        yield cast("dict[str, str]", each["metadata"])["name"], spec["template"]


def kubernetes() -> Iterator[Container]:
    (settings,) = resources("ConfigMap")
    for name, template in pods():
        (container,) = template["spec"]["containers"]
        variables = dict(cast("Mapping[str, str]", settings["data"]))
        given = cast("Sequence[dict[str, str]]", container["env"])
        variables |= {each["name"]: each["value"] for each in given if "value" in each}
        secret = frozenset(each["name"] for each in given if "valueFrom" in each)
        yield Container(name, cast("Sequence[str]", container["args"]), variables, secret)


CONTAINERS = [*compose(), *kubernetes()]
each_container = pytest.mark.parametrize("container", CONTAINERS, ids=[container.name for container in CONTAINERS])


@each_container
def test_commands_and_variables_are_those_of_the_command_line(
    container: Container, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, *rest = (str(tmp_path) if word == "/documents" else word for word in container.arguments)
    assert name in COMMANDS
    for variable in [name for name in os.environ if name.startswith("SEARCHER_")]:
        monkeypatch.delenv(variable)
    for variable, value in {**container.variables, **dict.fromkeys(container.secret, "secret")}.items():
        monkeypatch.setenv(variable, certifi.where() if variable == AUTHORITY else value)
    command = group.get_command(click.Context(group), name)
    assert command is not None
    context = command.make_context(name, rest)  # a wrong option or value is a UsageError
    known = {parameter.envvar for parameter in context.command.params} | {*CLUSTER, WEB_PASSWORD}
    assert {*container.variables, *container.secret, *IMAGE} - known - set(IMAGE) == set()
    settings = ClusterSettings.of(os.environ)
    assert settings is not None
    assert settings.name == "searcher"


@each_container
def test_no_password_stands_in_a_file(container: Container) -> None:
    assert not any("PASSWORD" in variable for variable in container.variables)
    for file in (DEPLOY / "cluster").iterdir():
        lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
        assert not re.search(r"PASSWORD['\"]?\s*[:=]\s*['\"]?[a-z0-9]", "\n".join(lines))


def test_servers_follow_no_folder_and_one_container_writes() -> None:
    for found in (list(compose()), list(kubernetes())):
        writing = [container.name for container in found if container.arguments[0] in {"watch", "index"}]
        assert len(writing) == 1
        for container in found:
            assert container.name in writing or container.arguments == ["serve", "--no-watch"]
    replicas = {each["metadata"]["name"]: each["spec"] for each in map(_nested, resources("Deployment"))}
    assert (replicas["searcher-indexer"]["replicas"], replicas["searcher-web"]["replicas"]) == (1, 2)
    assert replicas["searcher-indexer"]["strategy"] == {"type": "Recreate"}


def _nested(tree: Tree) -> dict[str, dict[str, object]]:
    return cast("dict[str, dict[str, object]]", tree)


def test_what_is_mounted_is_a_volume() -> None:
    for _, template in pods():
        (container,) = template["spec"]["containers"]
        volumes = {str(volume["name"]) for volume in template["spec"]["volumes"]}
        assert {mount["name"] for mount in cast("Sequence[dict[str, str]]", container["volumeMounts"])} == volumes
    said = yaml.safe_load((DEPLOY / "cluster/compose.yaml").read_text("utf-8"))
    for service in said["services"].values():
        assert set(service["networks"]) <= set(said["networks"])
        named = {volume.split(":")[0] for volume in service.get("volumes", ()) if volume[0] not in "./$"}
        assert named <= set(said["volumes"])
    nodes = {name for name in said["services"] if name.startswith("opensearch")}
    (urls,) = {container.variables[URL] for container in compose()}
    assert {url.removeprefix("http://").removesuffix(":9200") for url in urls.split()} == nodes


def test_the_image_holds_what_a_cluster_needs() -> None:
    assert "'/source[cluster]'" in (DEPLOY / "Dockerfile").read_text("utf-8")


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[IndexDirectory]:
    (tmp_path / "a.txt").write_text("Le puits\n\nL’eau est froide.\n", encoding="utf-8")
    directory = IndexDirectory(tmp_path / ".searcher")
    update([tmp_path / "a.txt"], directory, engine="whoosh")
    yield directory
    directory.close()


def test_the_probe_finds_a_server_that_answers(directory: IndexDirectory) -> None:
    (template,) = (template for name, template in pods() if name == "searcher-web")
    (container,) = template["spec"]["containers"]
    probe = cast("dict[str, dict[str, list[str]]]", container["readinessProbe"])["exec"]["command"]
    assert probe[:2] == ["python", "-c"]
    with running([Collection("", directory)], Access(SECRET)) as port:
        code = probe[2].replace("127.0.0.1:8080", f"127.0.0.1:{port}")
        assert _exit_code(code, SECRET) == 0
        assert _exit_code(code, "un autre") == 1
        (directory.folder / "index.json").write_text("{", encoding="utf-8")
        assert _exit_code(code, SECRET) == 1


def _exit_code(code: str, password: str) -> int:
    environment = {**os.environ, WEB_PASSWORD: password}
    return subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True).returncode


@needs("nginx")
def test_either_server_answers_behind_nginx(tmp_path: Path, directory: IndexDirectory) -> None:
    listening, gone = free_port(), free_port()
    with ExitStack() as servers:
        first, second = (servers.enter_context(running([Collection("", directory)])) for _ in range(2))
        for there in ((first, second), (gone, second)):
            with front(_nginx(tmp_path, listening, there), listening, tmp_path / "log"):
                answers = [ask(listening, "/api/v1/search?q=eau", host="localhost") for _ in range(4)]
                assert [answer.status for answer in answers] == [200] * 4
                tags = {re.findall(r"(?i)^etag: (.*)\r", answer.head, re.MULTILINE)[0] for answer in answers}
                assert len(tags) == 1
                assert {answer.body for answer in answers} == {answers[0].body}


def _nginx(folder: Path, listening: int, ports: Sequence[int]) -> Sequence[str]:
    site = (DEPLOY / "cluster/nginx.conf").read_text(encoding="utf-8").replace("listen 80;", f"listen {listening};")
    for name, port in zip(("web-1:8080", "web-2:8080"), ports, strict=True):
        assert name in site
        site = site.replace(name, f"127.0.0.1:{port}")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        f"http {{ access_log off; {temporary}\n{site}\n}}\n",
        encoding="utf-8",
    )
    return ["nginx", "-c", f"{folder}/nginx.conf", "-p", str(folder), "-e", f"{folder}/errors"]
