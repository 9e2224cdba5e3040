"""What the hostile runs took, for people: counts and the worst of each command."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from hostile.case import Case
from hostile.runner import Outcome

from taonto.cli import COMMANDS


def measured(case: Case, outcome: Outcome) -> dict[str, object]:
    """Return what the summary needs of a run."""
    return {
        "command": case.does if case.does in COMMANDS else "(none)",
        "kind": case.kind,
        "name": case.name,
        "code": outcome.code,
        "cpu": outcome.cpu,
        "seconds": outcome.seconds,
        "memory": outcome.memory,
    }


def summary(runs: Iterable[dict]) -> Iterator[str]:
    """Yield the lines of the summary.

    Args:
        runs: see `measured`; `failed` is added by who knows it.
    """
    by_command, kinds = defaultdict(list), Counter()
    for run in runs:
        by_command[run["command"]].append(run)
        kinds[run["kind"]] += 1
    total = sum(kinds.values())
    wrong = sum(run["failed"] for each in by_command.values() for run in each)
    yield f"{total} hostile runs of {len(kinds)} kinds, {wrong} of them wrong"
    yield f"{'command':10} {'runs':>5} {'exit 0':>6} {'exit 1':>6} {'exit 2':>6} {'else':>5}  longest                most CPU               most memory"  # noqa: E501
    for command, each in sorted(by_command.items()):
        codes = Counter(run["code"] if run["code"] in (0, 1, 2) else "else" for run in each)
        counts = f"{codes[0]:6} {codes[1]:6} {codes[2]:6} {codes['else']:5}"
        yield f"{command:10} {len(each):5} {counts}  {_worst(each, 'seconds', 1, 's')} {_worst(each, 'cpu', 1, 's')} {_worst(each, 'memory', 1e6, 'MB')}"  # noqa: E501


def _worst(runs: list[dict], measure: str, unit: float, name: str) -> str:
    worst = max(runs, key=lambda run: run[measure])
    return f"{worst[measure] / unit:,.0f} {name} ({worst['kind']})"[:22].ljust(22)
