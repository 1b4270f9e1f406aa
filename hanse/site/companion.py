"""A process that runs beside the server: started again when it dies, ended with the server."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

_PAUSE_SECONDS: Final = 1.0
_LONGEST_PAUSE_SECONDS: Final = 60.0
_LONG_ENOUGH_SECONDS: Final = 30.0
"""A process that ran so long did not die of its start; the pauses begin anew."""
_PATIENCE_SECONDS: Final = 20.0
_WATCH_SECONDS: Final = 1.0


class Companion:
    """A Python module running as a process of its own."""

    def __init__(self, words: Sequence[str], say: Callable[[str], None]) -> None:
        """Words: what follows `python`. say: told when the process has died."""
        self._words = [sys.executable, *words]
        self._say = say
        self._ending = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, name="companion", daemon=True)

    def start(self) -> None:
        """Start the process, and watch over it from now on."""
        self._run()
        self._watcher.start()

    def end(self) -> None:
        """End the process: let it finish what it does, but not for ever."""
        self._ending.set()
        self._watcher.join(_WATCH_SECONDS * 2)
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _run(self) -> None:
        # A session of its own: Ctrl-C at the terminal reaches the server, which ends this one.
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            self._words, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def _watch(self) -> None:
        pause, began = _PAUSE_SECONDS, time.monotonic()
        while not self._ending.is_set():
            assert self._process is not None
            try:
                status = self._process.wait(_WATCH_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            if time.monotonic() - began > _LONG_ENOUGH_SECONDS:
                pause = _PAUSE_SECONDS
            self._say(f"The worker ended ({_how(status)}); it starts again in {pause:.0f} s.")
            if self._ending.wait(pause):
                return
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            began = time.monotonic()
            self._run()


def end_with(parent: int) -> None:
    """Let this process end soon after `parent`, its parent, is gone, be it by kill -9."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


def _how(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
