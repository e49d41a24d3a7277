"""Prints the interpreter of a virtual environment that holds the given pinned packages.

The first line of the pins names the versions of Python that run them, as `# Python 3.10 to 3.14`; the one that
runs this is taken if it fits, otherwise the newest that is found. Ends with 3 if there is none.

The environment is made once for each version of Python and of the pins; whoever asks meanwhile waits. The lock
belongs to the process, so one that dies half-way leaves nothing to clear up: the next starts again.
"""
import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

NO_PYTHON = 3
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def main(root, requirements):
    first, pins = requirements.read_text().split("\n", 1)
    oldest, newest = (int(minor) for minor in re.fullmatch(r"# Python 3\.(\d+) to 3\.(\d+)", first).groups())
    if not oldest <= sys.version_info.minor <= newest:
        other = found(range(newest, oldest - 1, -1))
        if other is None:
            print(f"{requirements.name} needs Python 3.{oldest} to 3.{newest}, and none is found", file=sys.stderr)
            sys.exit(NO_PYTHON)
        os.execv(other, [other, *sys.argv])
    key = hashlib.sha256((pins + sys.version).encode()).hexdigest()[:12]
    print(environment(root, f"django-{key}", requirements))


def found(minors):
    """The first of these that runs: one on the path, or one that pyenv has without using it here."""
    pyenv = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv"))
    for minor in minors:
        installed = sorted(pyenv.glob(f"versions/3.{minor}.*/bin/python"))
        for python in [shutil.which(f"python3.{minor}"), *installed]:
            if python is not None and runs(python, minor):
                return str(python)
    return None


def runs(python, minor):
    question = f"import sys; sys.exit(sys.version_info[:2] != (3, {minor}))"
    return subprocess.run([python, "-c", question], **SILENT).returncode == 0


def environment(root, name, requirements):
    folder = root / name
    root.mkdir(exist_ok=True)
    with open(root / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            make(folder, requirements)
    return folder / "bin" / "python"


def make(folder, requirements):
    shutil.rmtree(folder, ignore_errors=True)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--disable-pip-version-check", "-r", requirements]
    if has("ensurepip"):
        run(sys.executable, "-m", "venv", folder)
        run(python, "-m", "pip", *install)
    elif has("pip"):
        run(sys.executable, "-m", "venv", "--without-pip", folder)
        run(sys.executable, "-m", "pip", "--python", python, *install)
    else:
        sys.exit("python3 has neither ensurepip nor pip: install python3-venv (Debian, Ubuntu) or python3-pip")
    (folder / "complete").touch()


def run(*command):
    subprocess.run(command, check=True, stdout=sys.stderr)


def has(module):
    return subprocess.run([sys.executable, "-m", module, "--version"], **SILENT).returncode == 0


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
