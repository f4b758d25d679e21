"""One window a desk: the second start on the same desk raises the first's window and goes away."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE = 300
"""Milliseconds to wait for the other window; it is on this machine."""
WISH = b"raise"


def raise_other(name: str) -> bool:
    """Ask the window that has this desk to come forward; False when there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(PATIENCE):
        return False
    socket.write(WISH)
    socket.waitForBytesWritten(PATIENCE)
    socket.disconnectFromServer()
    return True


class OneWindow(QObject):
    """Listens under the name of the open desk.

    Signals:
        raise_requested: somebody started HealthDesk on this desk again.
    """

    raise_requested = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)

    def listen(self, name: str) -> None:
        """Be found under another name; a name left by a dead process is taken over."""
        self._server.close()
        if name and not self._server.listen(name):
            QLocalServer.removeServer(name)
            self._server.listen(name)

    @Slot()
    def _on_server_new_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
        self.raise_requested.emit()
