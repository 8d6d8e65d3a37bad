"""Set-up without anything but Python 3.11: ``python3 run.py`` serves the search page, ``python3 run.py test`` tests.

The first call makes an environment of the project's own in ``.venv`` and installs into it what ``pyproject.toml`` asks
for, at the releases that ``constraints.txt`` pins, or another file that ``CONSTRAINTS`` in the environment names. With
``COVERAGE`` in the environment the tests also say what they did not reach.
Further words go to the command: ``python3 run.py query Rafah``.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
PACKAGES = ("index", "searcher", "web")
TRANSLATIONS = HERE / "index" / "translations"
CONSTRAINTS = os.environ.get("CONSTRAINTS", "constraints.txt")
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("importlinter",),
    ("pytest", "-n", "auto", "--dist", "loadgroup", "-q"),  # one worker has the cluster, whose start takes long
)
MEASURED = (("coverage", "erase"), *CHECKS, ("coverage", "combine", "--quiet"), ("coverage", "report"))
"""The last one fails where too little was reached; ``pyproject.toml`` says how much is enough."""


def main(words: Sequence[str]) -> int:
    """Set the environment up, then run what ``words`` say; returns the exit code."""
    if sys.version_info < OLDEST:
        print("Searcher needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    if words[:1] == ["test"]:
        install(".[dev]")
        compile_catalogues()
        return test(words[1:], measured=bool(os.environ.get("COVERAGE")))
    install(".")
    compile_catalogues()
    if not words:
        os.chdir(HERE)
    return become([PYTHON, "-m", "searcher", *(words or ("serve", "seeds"))])


def install(what: str) -> None:
    """Install the project, editable, unless the environment already holds just this."""
    wanted = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in ("pyproject.toml", CONSTRAINTS)))
    stamp, mark = HOME / f"installed-{what.strip('.[]') or 'app'}", f"{wanted.hexdigest()} {HERE}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
        return
    if not PYTHON.exists():
        _make_environment()
    print(f"Installing into {HOME} (once) …", file=sys.stderr, flush=True)
    pip = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "-c", CONSTRAINTS)
    subprocess.run([PYTHON, *pip, "-e", what], cwd=HERE, check=True)
    # An editable install is not compiled; where Python may not write bytecode, every query would compile it anew.
    subprocess.run([PYTHON, "-m", "compileall", "-q", *PACKAGES], cwd=HERE, check=True)
    stamp.write_text(mark, encoding="utf-8")


def compile_catalogues() -> None:
    """Compile translations that changed since they were compiled; the installation compiles them once."""
    stale = any(_is_stale(source) for source in TRANSLATIONS.rglob("*.po"))
    if stale:
        domains = " ".join(sorted({source.stem for source in TRANSLATIONS.rglob("*.po")}))
        pybabel = ("-m", "babel.messages.frontend", "--quiet", "compile")
        subprocess.run([PYTHON, *pybabel, "--directory", TRANSLATIONS, "--domain", domains], cwd=HERE, check=True)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _make_environment() -> None:
    try:
        venv.create(HOME, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit("Python has no ensurepip here; on Debian and Ubuntu: apt install python3-venv, then try again.")


def become(command: Sequence[str | Path]) -> int:
    """Run a command in this process's place, so that what stops the one stops the other; returns on Windows only."""
    if os.name != "nt":
        os.execv(command[0], [str(word) for word in command])
    return subprocess.call(command)


def test(words: Sequence[str], *, measured: bool) -> int:
    """Every check in turn, up to the first that fails; words go to pytest. ``measured`` reports what tests reached."""
    for check in MEASURED if measured else CHECKS:
        code = subprocess.call(_command(check, words, measured=measured), cwd=HERE)
        if code:
            return code
    return 0


def _command(check: Sequence[str], words: Sequence[str], *, measured: bool) -> Sequence[str | Path]:
    match check:
        case ["importlinter"]:
            return [BIN / "lint-imports"]
        case ["pytest", *options]:
            return [PYTHON, "-m", *(("coverage", "run", "-m") if measured else ()), "pytest", *options, *words]
        case _:
            return [PYTHON, "-m", *check]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
