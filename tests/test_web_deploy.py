"""What ``deploy/`` holds, tried with the real front servers where they are installed."""

from __future__ import annotations

import base64
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path

import pytest
from real_server import running

from benchmarks.reliability.wire import Answer, ask
from index.directory import IndexDirectory
from index.sync import update
from web.access import Access
from web.collections import Collection

DEPLOY = Path(__file__).parent.parent / "deploy"
ACCESS = Access(allowed=("docs.example.org",), prefix="/archives", proxies=ip_network("127.0.0.1"))
SPOOFED = ("X-Forwarded-Host: evil.example", "X-Forwarded-Prefix: /evil", "X-Forwarded-For: 192.0.2.1")
SIGNED = f"Authorization: Basic {base64.b64encode(b'reader:secret').decode()}"


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed")


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    (tmp_path / "a.txt").write_text("Le puits\n\nL’eau est froide.\n", encoding="utf-8")
    directory = IndexDirectory(tmp_path / ".searcher")
    update([tmp_path / "a.txt"], directory, engine="whoosh")
    with running([Collection("", directory)], ACCESS) as port:
        yield port
    directory.close()


@contextmanager
def front(command: Sequence[str], port: int, log: Path) -> Iterator[None]:
    with log.open("w") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=stream)
        try:
            deadline = time.monotonic() + 20
            while not _listens(port):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def told(port: int) -> Answer:
    """A page through the front server, for one who tries to be somebody else."""
    assert ask(port, "/archives/?q=eau", host="docs.example.org").status == 401
    answer = ask(port, "/archives/?q=eau", SIGNED, *SPOOFED, host="docs.example.org")
    assert answer.status == 200
    assert 'action="/archives/"' in answer.body
    assert "<mark>eau</mark>" in answer.body
    assert "evil" not in answer.body
    cross = ask(port, "/archives/?q=eau", SIGNED, "Sec-Fetch-Site: cross-site", host="docs.example.org")
    assert cross.status == 403
    return answer


@needs("nginx")
def test_nginx(tmp_path: Path, port: int) -> None:
    listening = free_port()
    (tmp_path / "users").write_text("reader:{PLAIN}secret\n", encoding="utf-8")
    block = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    block = block.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace(
        "/etc/nginx/searcher.users", f"{tmp_path}/users"
    )
    temporary = " ".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}}\n"
        f"http {{ access_log off; {temporary} server {{ listen 127.0.0.1:{listening}; {block} }} }}\n",
        encoding="utf-8",
    )
    command = ["nginx", "-c", f"{tmp_path}/nginx.conf", "-p", str(tmp_path), "-e", f"{tmp_path}/errors"]
    with front(command, listening, tmp_path / "log"):
        told(listening)


@needs("caddy")
def test_caddy(tmp_path: Path, port: int) -> None:
    listening = free_port()
    site = (DEPLOY / "Caddyfile").read_text(encoding="utf-8").replace("127.0.0.1:8080", f"127.0.0.1:{port}")
    site = re.sub(r"\$2a\$\S+", _hash(), site).replace("docs.example.org {", f"http://docs.example.org:{listening} {{")
    (tmp_path / "Caddyfile").write_text(f"{{\n\tadmin off\n}}\n{site}", encoding="utf-8")
    with front(
        ["caddy", "run", "--config", f"{tmp_path}/Caddyfile", "--adapter", "caddyfile"], listening, tmp_path / "log"
    ):
        told(listening)


def _hash() -> str:
    made = subprocess.run(
        ["caddy", "hash-password", "--plaintext", "secret"], check=True, capture_output=True, text=True
    )
    return made.stdout.strip()


@needs("systemd-analyze")
def test_the_unit_makes_sense_and_is_hardened(tmp_path: Path) -> None:
    unit = (
        (DEPLOY / "searcher.service").read_text(encoding="utf-8").replace("/opt/searcher/bin/searcher", sys.executable)
    )
    (tmp_path / "searcher.service").write_text(unit, encoding="utf-8")
    verify = ["systemd-analyze", "verify", f"{tmp_path}/searcher.service"]
    ran = subprocess.run(verify, check=False, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    rate = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", f"{tmp_path}/searcher.service"]
    assert subprocess.run(rate, check=False, capture_output=True).returncode == 0  # 2.0 of 10 at most


def test_the_image_is_built_of_what_is_there() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001"]
    kept = [line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")]
    assert all((DEPLOY.parent / name).exists() for name in kept)
    assert not any("PASSWORD=" in line for line in lines)


def test_gunicorn(tmp_path: Path, port: int) -> None:
    assert port  # its index is shown
    listening = free_port()
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{listening}", "--chdir", str(tmp_path)]
    with front([*command, "web.wsgi:application()"], listening, tmp_path / "log"):
        assert "<mark>eau</mark>" in ask(listening, "/?q=eau").body
