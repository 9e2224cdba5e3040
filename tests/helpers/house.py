"""The house as the linter's contract has it, and its drawing in docs/architecture.md.

`python tests/helpers/house.py` draws it again after the contract has changed.
"""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
START, END = "<!-- drawn by tests/helpers/house.py -->\n", "<!-- end of the drawing -->\n"
WIDTH = 41


def floors():
    """Return the rooms of each floor, the highest first."""
    (contract,) = (c for c in SETTINGS["importlinter"]["contracts"] if c["type"] == "layers")
    return [layer.split(" | ") for layer in contract["layers"]]


def drawing():
    """Return the house as a plain-text drawing: a line per floor, its rooms side by side."""
    lines, above = [], None
    for rooms in floors():
        sizes = [WIDTH // len(rooms)] * len(rooms)
        sizes[-1] = WIDTH - sum(sizes[:-1]) - len(rooms) + 1
        walls = {sum(sizes[:number]) + number - 1 for number in range(1, len(rooms))}
        lines.append(_ceiling(walls, above))
        lines.append("│" + "│".join(room.center(size) for room, size in zip(rooms, sizes, strict=True)) + "│")
        above = walls
    lines.append("└" + _edge(set(), above) + "┘")
    lines[1] += "   imports"
    lines[2] += "   run down,"
    lines[3] += "   never up"
    return "```text\n" + "\n".join(lines) + "\n```\n"


def drawn(page):
    """Return the page with the drawing as it should be."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    assert after, f"{PAGE.name} needs the lines {START.strip()} and {END.strip()}"
    return before + START + drawing() + END + after


def _ceiling(below, above):
    ends = "┌┐" if above is None else "├┤"
    return ends[0] + _edge(below, above or set()) + ends[1]


def _edge(below, above):
    marks = {(True, True): "┼", (True, False): "┬", (False, True): "┴", (False, False): "─"}
    return "".join(marks[place in below, place in above] for place in range(WIDTH))


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
