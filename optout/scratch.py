"""A temporary folder for the browser and its driver, which a killed run leaves to the next one to clear away."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock

from filelock import FileLock, Timeout

_PREFIX, _LOCK = "optout-", "in-use"
_VARIABLES = ("TMPDIR", "TEMP", "TMP")
# A browser's socket lies at <folder>/org.chromium.Chromium.XXXXXX/SingletonSocket, and no system takes over 103 bytes.
_SOCKET, _LONGEST = 44, 103


_counting = Lock()
_held = ExitStack()  # the folder, for as long as there are users
_users = 0


@contextmanager
def scratch() -> Iterator[None]:
    """A folder that programs started in the block take for the system's temporary one; gone after the block.

    Threads share it, because the environment is the whole process's: it goes with the last of them. Folders whose
    process has ended without clearing up are removed first.

    Raises:
        OSError: no temporary folder can be written.
    """
    global _users
    with _counting:
        if not _users:
            _held.enter_context(_made())
        _users += 1
    try:
        yield
    finally:
        with _counting:
            _users -= 1
            if not _users:
                _held.close()


@contextmanager
def _made() -> Iterator[None]:
    base = _base()
    _clear(base)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
    before = {name: os.environ.get(name) for name in _VARIABLES}
    lock = FileLock(folder / _LOCK, thread_local=False)  # the last thread lets go of what the first has taken
    try:
        with lock:
            folder.mkdir(exist_ok=True)  # another process may have cleared it away in the moment before the lock
            os.environ.update(dict.fromkeys(_VARIABLES, str(folder)))
            yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        shutil.rmtree(folder, ignore_errors=True)


def _base() -> Path:
    """The system's temporary folder, unless its path is too long for a browser's socket."""
    usual = tempfile.gettempdir()
    needed = len(os.fsencode(usual)) + len(f"/{_PREFIX}12345678/") + _SOCKET
    short = "/tmp"  # noqa: S108
    fits = needed <= _LONGEST or not os.access(short, os.W_OK | os.X_OK)
    return Path(usual if fits else short)


def _clear(base: Path) -> None:
    """Remove the folders whose process is gone: the system has let go of their locks."""
    for folder in base.glob(f"{_PREFIX}*"):
        lock = FileLock(folder / _LOCK)
        with suppress(OSError, Timeout):  # somebody else's, or in use
            if (folder / _LOCK).is_file():
                lock.acquire(timeout=0)
                shutil.rmtree(folder, ignore_errors=True)
                lock.release()
