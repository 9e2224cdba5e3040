"""Hostile coding matrices, for `analyze --matrix` and `study`."""

import gzip

from hostile.case import EITHER, REFUSED, Content, Input
from hostile.inputs.workbooks import WORKBOOKS


def wide(frameworks, elements, cell) -> bytes:
    """A matrix with one column an element; `cell` gives a value for the numbers of framework and element."""
    lines = ["framework," + ",".join(elements)]
    for i, framework in enumerate(frameworks):
        lines.append(f"{framework}," + ",".join(str(cell(i, j)) for j in range(len(elements))))
    return ("\n".join(lines) + "\n").encode()


def numbered(word: str, count: int) -> list[str]:
    """Names with numbers."""
    return [f"{word}{number}" for number in range(count)]


def square(cell, columns: int = 12) -> Content:
    """As many frameworks as the size says."""
    return lambda size: wide(numbered("f", size), numbered("e", columns), cell)


def mixed(i: int, j: int) -> int:
    """A value that differs from row to row without a pattern."""
    return (i * 7919 + j * 104729) % 11 % 2


def values(**changed) -> Content:
    """A small matrix, one of its cells something else."""
    [(place, value)] = changed.items()
    rows = [["framework", "coaching", "training"], ["epis", "1", "0"], ["prosper", "0", "1"]]
    row, column = {"heading": (0, 1), "corner": (0, 0), "name": (1, 0), "cell": (1, 1)}[place]
    rows[row][column] = value
    return lambda _: "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows).encode()


def _input(name: str, make: Content, size: int = 1, small=None, exits=EITHER, words="", file="in.csv") -> Input:
    return Input("matrix", name, file, make, size, small, exits, words)


MATRICES = [
    _input("one row", lambda _: wide(["epis"], ["coaching", "training"], mixed), 1, 1),
    _input("one column", lambda _: wide(["epis", "prosper"], ["coaching"], mixed), 1, 1),
    _input("one cell", lambda _: wide(["epis"], ["coaching"], mixed), 1),
    _input("headings only", lambda _: wide([], ["coaching"], mixed), 1, 1, REFUSED),
    _input("empty", lambda _: b"", 1, 1, REFUSED),
    _input("blank lines", lambda n: b"\n" * n, 3_000_000, None, REFUSED),
    _input("all blank", square(lambda *_: ""), 5, 5),
    _input("all blank, large", square(lambda *_: "", 200), 300),
    _input("all 0", square(lambda *_: 0), 30, 5),
    _input("all 1", square(lambda *_: 1), 30, 5),
    _input("one 1", square(lambda i, j: int(i == j == 0)), 30),
    _input("the diagonal", square(lambda i, j: int(i == j), 60), 60),
    _input("large", lambda n: wide(numbered("f", n), numbered("e", 60), mixed), 300, None),
    _input("larger", lambda n: wide(numbered("f", n), numbered("e", n), mixed), 1_000),
    _input("10,000 by 2,000", lambda n: wide(numbered("f", n), numbered("e", 2_000), lambda i, j: "1" if (i + j) % 3 else "0"), 10_000),
    _input("many rows", square(mixed, 3), 200_000),
    _input("many columns", lambda n: wide(["epis", "prosper", "x"], numbered("e", n), mixed), 5_000, 5_000),
    _input("too many columns", lambda n: wide(["epis", "prosper"], numbered("e", n), mixed), 300_000),
    _input("concepts that double", lambda n: wide(numbered("f", n), numbered("e", n), lambda i, j: int(i != j)), 26, None),
    _input("the same framework twice", lambda _: wide(["epis", "EPIS"], ["coaching"], mixed), 1, 1, REFUSED, "row 3"),
    _input("the same element twice", lambda _: wide(["epis", "prosper"], ["coaching", "Coaching"], mixed), 1, 1, REFUSED),
    _input("long, contradicting", lambda _: b"framework,element,value\nepis,coaching,1\nepis,coaching,0\n", 1, 1, REFUSED),
    _input("long, a row of one cell", lambda _: b"framework,element,value\nepis\n", 1, None, REFUSED),
    _input("long, many", lambda n: ("framework,element,value\n" + "".join(f"f{i},e{i % 50},{i % 2}\n" for i in range(n))).encode(), 200_000),
    _input("long, many coders", lambda n: ("framework,element,value,component,coder\n" + "".join(f"epis,coaching,1,c{i},k{i}\nprosper,training,1,c{i},k{i}\n" for i in range(n))).encode(), 100_000),
    *(_input(f"cell {number}", values(cell=value), 1, 1 if number < 2 else None, exits)
      for number, (value, exits) in enumerate([
          ("maybe", REFUSED), ("=1+1", REFUSED), ("1e999999", REFUSED), ("2", REFUSED), ("-1", REFUSED),
          ("NaN", REFUSED), ("\x1b[2J", REFUSED), ("x" * 900_000, REFUSED), ("\u202e1", EITHER), ("\uff11", EITHER),
          ("1\n0", EITHER), ("true", EITHER)])),
    *(_input(f"name {number}", values(name=value), 1, 1 if number < 2 else None)
      for number, value in enumerate([
          "x" * 900_000, "\x1b]0;x\x07", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "../../../x", "a/b", "\u202ex",
          "%s{}", " ", "$x^2$", "\\frac{", "'; DROP", "é" * 300, "\ud7ff\U0010ffff", "0"])),
    *(_input(f"heading {number}", values(heading=value), 1, 1 if number < 1 else None)
      for number, value in enumerate([
          "x" * 900_000, "1", "value", "$\\frac{$", "<b>", "\u202ex", "../x", "=1", "_x", "a\nb"])),
    _input("corner", values(corner="\x1b[2J" + "x" * 1000)),
    _input("cells beyond the headings", lambda _: b"framework,coaching\nepis,1,1,1\nprosper,0\n", 1, None, REFUSED),
    _input("open quotation mark", lambda _: b'framework,coaching\n"epis,1\nprosper,0\n', 1, 1, REFUSED),
    _input("UTF-16", lambda _: wide(["epis", "prosper"], ["coaching"], mixed).decode().encode("utf-16"), 1, None, EITHER),
    _input("NUL", lambda _: b"framework,coaching\nepis\0,1\nprosper,0\n", 1, None, REFUSED),
    _input("packed lines", lambda n: gzip.compress(b"framework,coaching\nepis,1\n") + gzip.compress(b"\n" * 10_000_000) * n, 190, None, EITHER, "", "in.csv.gz"),
    *(_input(f"workbook, {each.name}", each.make, each.size, None, EITHER, "", "in.xlsx")
      for each in WORKBOOKS if each.name in {"a million styles", "entities", "a huge dimension", "a cell far away", "cut"}),
]  # fmt: skip
