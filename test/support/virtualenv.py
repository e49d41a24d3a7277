"""Prints the interpreter of a virtual environment that holds the given pinned packages.

It is made once for each version of Python and of the pins; whoever asks meanwhile waits. The lock belongs
to the process, so one that dies half-way leaves nothing to clear up: the next starts again.
"""
import fcntl
import hashlib
import pathlib
import shutil
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
requirements = pathlib.Path(sys.argv[2])
key = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:12]
folder = root / f"django-{key}"
python = folder / "bin" / "python"
complete = folder / "complete"


def run(*command):
    subprocess.run(command, check=True, stdout=sys.stderr)


def make():
    shutil.rmtree(folder, ignore_errors=True)
    install = ["install", "--quiet", "--disable-pip-version-check", "-r", requirements]
    if has("ensurepip"):
        run(sys.executable, "-m", "venv", folder)
        run(python, "-m", "pip", *install)
    elif has("pip"):
        run(sys.executable, "-m", "venv", "--without-pip", folder)
        run(sys.executable, "-m", "pip", "--python", python, *install)
    else:
        sys.exit("python3 has neither ensurepip nor pip: install python3-venv (Debian, Ubuntu) or python3-pip")
    complete.touch()


def has(module):
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run([sys.executable, "-m", module, "--version"], **silent).returncode == 0


if sys.version_info < (3, 10):
    sys.exit(f"Django 5.2 needs Python 3.10 or newer; python3 is {sys.version.split()[0]}")
root.mkdir(exist_ok=True)
with open(root / "lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not complete.exists():
        make()
print(python)
