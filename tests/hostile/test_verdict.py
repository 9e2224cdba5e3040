"""The judge of hostile runs sees each fault: otherwise the runs would prove nothing."""

import sys

import pytest
from hostile.canary import CANARY, listening
from hostile.case import READ, REFUSED, Case
from hostile.runner import run
from hostile.verdict import faults

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, bash and the limits of Linux")

PYTHON = f"exec {sys.executable} -c "
REFUSAL = "echo taonto: error: no >&2; exit 2"


@pytest.mark.parametrize(
    ("shell", "exits", "seen"),
    [
        ("echo fine; exit 0", READ, ""),
        (REFUSAL, REFUSED, ""),
        ("exit 1", READ, "exit 1 from a command that has no findings"),
        ("exit 3", READ, "exit 3, not 0 or 1"),
        ("kill -SEGV $$", READ, "signal 11"),
        ("exit 2", REFUSED, "0 sentences"),
        (f"echo taonto: error: one >&2; {REFUSAL}", REFUSED, "2 sentences"),
        (f"echo half; {REFUSAL}", REFUSED, "partial output"),
        (f"echo x > out.csv; {REFUSAL}", REFUSED, "left behind: out.csv"),
        ("echo x > .hidden; exit 0", READ, "left behind: .hidden"),
        ("mktemp >/dev/null; exit 0", READ, "left behind: TMPDIR/"),
        ("echo x >> good.csv; exit 0", READ, "changed: good.csv"),
        ("rm good.csv; exit 0", READ, "changed: good.csv"),
        ("sleep 99 & exit 0", READ, "still running: sleep 99"),
        ("setsid sleep 99 & exit 0", READ, "still running: sleep 99"),
        (f"{PYTHON}'1/0'", READ, "'Traceback' is printed"),
        ("printf 'taonto: \\a\\n' >&2; exit 0", READ, "control characters"),
        ("printf '\\033[2J'; exit 0", READ, "on the screen"),
        (f"{PYTHON}'import time; x = b\"x\" * 300_000_000; time.sleep(0.3)'", READ, "MB"),
        (f"{PYTHON}'from urllib.request import urlopen; urlopen(\"{CANARY}\")' 2>&-", READ, "asked the canary: GET"),
    ],
)
def test_each_fault_is_seen(shell, exits, seen):
    case = Case("made up", shell, ("terms",), exits=exits, shell=shell, memory=200_000_000)
    with listening() as requests:
        found = faults(case, run(case, requests))
    assert bool(found) == bool(seen)
    assert seen in "; ".join(found)
