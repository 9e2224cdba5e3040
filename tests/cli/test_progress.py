"""Progress shows on a terminal, and only there."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

WORK = "from taonto.cli.progress import progress_bar as p; [x for x in p(range(9), unit=' things', mininterval=0)]"


@pytest.mark.parametrize(("rows", "columns"), [(24, 100), (0, 0)])
def test_progress_shows_on_a_terminal_of_any_size(rows, columns):
    own, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    subprocess.run([sys.executable, "-c", WORK], stderr=terminal, check=True)
    os.close(terminal)
    shown = os.read(own, 10_000).decode()
    os.close(own)
    assert "9/9" in shown and "things" in shown


def test_progress_is_silent_in_a_file():
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, check=True)
    assert done.stderr == b""
