"""Hostile input of every kind through every command: the exit tells the truth, and nothing is left behind.

`hostile.table` joins inputs (`hostile/inputs/`) with commands; `hostile.runner` runs one in a folder of its own and
`hostile.verdict` judges what came of it: exit code, one sentence, no partial output, no orphan, bounded time and
memory, nobody asked on the web. The gate has small inputs, `.ci/long` all of them in full size, with a summary.

To add an input, add a row to the table of its kind in `hostile/inputs/`: a name, the file (its suffix chooses the
commands), what makes its bytes for a size, the size, a small size if the gate shall have it, and, where they are
clear, the right exit codes and words of the sentence. A new kind is a new table; name it in `hostile.table`.
"""

import sys

import pytest
from hostile.canary import listening
from hostile.runner import run
from hostile.summary import measured
from hostile.table import full, quick
from hostile.verdict import faults

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, bash and the limits of Linux")


@pytest.fixture(scope="module")
def requests():
    with listening() as noted:
        yield noted


def judge(case, requests, record_property):
    outcome = run(case, requests)
    record_property("hostile", measured(case, outcome))
    assert faults(case, outcome) == [], outcome.errors[:500]


@pytest.mark.parametrize("case", quick(), ids=lambda case: case.id)
def test_small(case, requests, record_property):
    judge(case, requests, record_property)


@pytest.mark.long
@pytest.mark.parametrize("case", full(), ids=lambda case: case.id)
def test_all(case, requests, record_property):
    judge(case, requests, record_property)
