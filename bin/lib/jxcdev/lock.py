"""One at a time: a lock between processes, released by the kernel on any exit."""

import contextlib
import fcntl
from pathlib import Path

from .progress import say


@contextlib.contextmanager
def lock(file: Path, what: str):
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"… waiting for another process: {what}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
