# SPDX-License-Identifier: Apache-2.0
"""A door before a server: open it passes everything on, shut it cuts all connections off."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

BYTES_AT_ONCE = 65_536


class Door:
    """A port of loopback that leads to another.

    Attributes:
        port: where it is.
    """

    def __init__(self, port: int) -> None:
        self._behind = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._is_open = True
        self._passing: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shut()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def shut(self) -> None:
        """Cut everybody off; who comes meanwhile is sent away."""
        with self._lock:
            self._is_open = False
            passing, self._passing = self._passing, set()
        for each in passing:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def open(self) -> None:
        """Let everybody through again."""
        with self._lock:
            self._is_open = True

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if not self._is_open:
                    caller.close()
                    continue
                try:
                    behind = socket.create_connection(("127.0.0.1", self._behind))
                except OSError:
                    caller.close()
                    continue
                self._passing |= {caller, behind}
            for source, target in ((caller, behind), (behind, caller)):
                threading.Thread(target=_pass_on, args=(source, target), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(BYTES_AT_ONCE):
            target.sendall(data)
    for each in (source, target):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
