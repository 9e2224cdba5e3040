"""Hostile sheets as CSV: cells, rows, encodings."""

from helpers.sheets import csv_bytes, example
from hostile.case import EITHER, READ, REFUSED, Content, Input, inputs

HEAD = ",".join(example()).encode() + b"\n"


def cells(**changed) -> Content:
    """One good row, some of its cells made from the size."""
    return lambda size: csv_bytes([example(**{heading: make(size) for heading, make in changed.items()})])


def fixed(**changed) -> Content:
    """One good row, some of its cells changed."""
    return lambda _: csv_bytes([example(**changed)])


def rows(make) -> Content:
    """As many rows as the size says, each the good one with the cells that `make` gives for its number."""
    return lambda size: csv_bytes([example(**make(number)) for number in range(size)])


def good_and(tail: bytes) -> Content:
    """A good row, and something after it as often as the size says."""
    return lambda size: csv_bytes([example()]) + tail * size


def many(word: str, separator: str = "; ") -> Content:
    """As many different values as the size says."""
    return lambda size: separator.join(f"{word} {number}" for number in range(size))


def _spread(heading: str, values) -> list[Input]:
    return [
        Input("odd value", f"{heading} {number}", "in.csv", fixed(**{heading: value}))
        for number, value in enumerate(values)
    ]


CELLS = inputs("huge cell", [
    ("blanks in a name", "in.csv", cells(provider=lambda n: "A" + " " * n + "B"), 990_000, 100_000),
    ("blanks before a bracket", "in.csv", cells(provider=lambda n: "A" + " " * n + "<"), 990_000),
    ("brackets", "in.csv", cells(provider=lambda n: "A " + "<" * n), 990_000, 50_000),
    ("names and addresses", "in.csv", cells(provider=lambda n: "A <urn:a:b> " * n), 80_000),
    ("blanks in a recipient", "in.csv", cells(recipient=lambda n: "A <" + " " * n + ">"), 990_000),
    ("semicolons", "in.csv", cells(practice=lambda n: ";" * n), 990_000, 100_000),
    ("blanks and semicolons", "in.csv", cells(topic=lambda n: " ;" * n), 490_000),
    ("no-break spaces", "in.csv", cells(practice=lambda n: "\xa0" * n + "x"), 490_000),
    ("letters", "in.csv", cells(goal=lambda n: "a" * n), 999_999),
    ("over the limit", "in.csv", cells(goal=lambda n: "a" * n), 1_100_000, 1_100_000, REFUSED),
    ("lines", "in.csv", cells(goal=lambda n: "a\n" * n), 490_000, 20_000),
    ("quotation marks", "in.csv", cells(goal=lambda n: '"' * n), 490_000),
    ("digits in hours", "in.csv", cells(contactHours=lambda n: "9" * n), 990_000, 50_000),
    ("digits in a count", "in.csv", cells(participantCount=lambda n: "9" * n), 990_000, 50_000),
    ("a date", "in.csv", cells(startDate=lambda n: "2024-" * n), 190_000),
    ("zeros before a date", "in.csv", cells(endDate=lambda n: "0" * n + "2024-01-01"), 990_000),
    ("a code that is almost one", "in.csv", cells(deliveryMode=lambda n: "in-perso" * n), 120_000),
    ("an unknown practice", "in.csv", cells(practice=lambda n: "coachin g" * n), 110_000),
    ("colons", "in.csv", cells(topic=lambda n: ":" * n), 990_000),
    ("an identifier", "in.csv", cells(identifier=lambda n: "é" * n), 490_000),
    ("an address", "in.csv", cells(resource=lambda n: "http://a.example/" + "a/" * n), 490_000),
    ("percent signs", "in.csv", cells(resource=lambda n: "http://a.example/" + "%" * n), 490_000),
    ("a language", "in.csv", cells(language=lambda n: "en-" * n), 330_000),
    ("an outside id", "in.csv", cells(recipientIdentifier=lambda n: "NCES:" * n), 190_000),
    ("at signs", "in.csv", cells(publicSummary=lambda n: "a@" * n), 490_000, 20_000),
    ("dots before an at sign", "in.csv", cells(publicSummary=lambda n: "a." * n + "@"), 490_000),
    ("telephone digits", "in.csv", cells(publicSummary=lambda n: "(555) " * n), 160_000, 5_000),
    ("digits and hyphens", "in.csv", cells(publicSummary=lambda n: "1-" * n), 490_000),
    ("capital words", "in.csv", cells(publicSummary=lambda n: "Ann Lee " * n), 120_000),
    ("counts of children", "in.csv", cells(publicSummary=lambda n: "3 children " * n), 90_000),
    ("street addresses", "in.csv", cells(goal=lambda n: "1 A St " * n), 140_000),
])  # fmt: skip

VALUES = inputs("many values", [
    ("providers", "in.csv", cells(provider=many("P")), 100_000, 20_000),
    ("recipients", "in.csv", cells(recipient=many("R")), 80_000),
    ("the same value", "in.csv", cells(recipient=lambda n: "Same; " * n), 160_000),
    ("practices", "in.csv", cells(practice=many("unknown practice")), 40_000, 2_000),
    ("topics", "in.csv", cells(topic=many("topic")), 40_000),
    ("channels", "in.csv", cells(channel=lambda n: "video; " * n), 140_000),
    ("resources", "in.csv", cells(resource=many("http://a.example/", "; ")), 40_000),
    ("goals", "in.csv", cells(goal=many("Goal")), 20_000, 2_000),
    ("objectives", "in.csv", cells(objective=many("Objective")), 20_000),
    ("outcomes", "in.csv", cells(outcome=many("Outcome")), 20_000),
    ("parts", "in.csv", cells(partOf=many("A")), 40_000),
    ("next steps", "in.csv", cells(nextStep=many("Step")), 20_000),
])  # fmt: skip

ROWS = inputs("many rows", [
    ("blank lines", "in.csv", good_and(b"\n"), 1_000_000, 100_000, READ),
    ("rows of commas", "in.csv", good_and(b"," * 45 + b"\n"), 300_000),
    ("blank lines before the headings", "in.csv", lambda n: b"\n" * n + HEAD, 3_000_000, 100_000),
    ("the same identifier", "in.csv", rows(lambda _: {}), 3_000, 300),
    ("goals with objectives", "in.csv", rows(lambda i: {"identifier": f"A-{i}", "goal": "One goal", "objective": f"Objective {i}"}), 3_000),
    ("a chain of parts", "in.csv", rows(lambda i: {"identifier": f"A-{i}", "partOf": f"A-{i + 1}"}), 3_000, 300),
    ("a circle of parts", "in.csv", rows(lambda i: {"identifier": f"A-{i}", "partOf": f"A-{1 - i % 2}"}), 100),
    ("all part of one", "in.csv", rows(lambda i: {"identifier": f"A-{i}", "partOf": "A-0"}), 3_000),
    ("all wrong", "in.csv", rows(lambda i: {"identifier": f"A-{i}", "deliveryMode": f"nonsense {i}", "startDate": "soon"}), 3_000, 200),
])  # fmt: skip

COLUMNS = inputs("columns", [
    ("thousands", "in.csv", lambda n: csv_bytes([example()], [*example(), *map(str, range(n))]), 100_000, 5_000, REFUSED, "columns"),
    ("own ones", "in.csv", lambda n: csv_bytes([example()], [*example(), *(f"own {i}" for i in range(n))]), 150),
    ("a heading of a million letters", "in.csv", lambda n: csv_bytes([example()], [*example(), "x" * n]), 990_000),
    ("cells without a heading", "in.csv", good_and(b"x," * 60), 1, 1, REFUSED),
    ("the same heading", "in.csv", lambda n: csv_bytes([example()], [*example(), *["x"] * n]), 100, None, REFUSED, "twice"),
])  # fmt: skip

QUOTES = inputs("quotation marks", [
    ("one that stays open", "in.csv", good_and(b'"open,' + b"x" * 99 + b"\n"), 100_000, 10,
          REFUSED, "quotation"),
    ("one on every line", "in.csv", good_and(b'a"b"",\n'), 1_000),
    ("a line without end", "in.csv", lambda n: b"x" * n, 100_000_000, 3_000_000, REFUSED),
])  # fmt: skip

ENCODINGS = [
    Input("encoding", name, "in.csv", make, 1, small, exits, words)
    for name, make, small, exits, words in [
        ("UTF-16", lambda _: csv_bytes([example()], encoding="utf-16"), 1, EITHER, ""),
        ("UTF-16 without a mark", lambda _: csv_bytes([example()], encoding="utf-16-le"), None, EITHER, ""),
        ("UTF-32", lambda _: csv_bytes([example()], encoding="utf-32"), 1, REFUSED, "UTF-32"),
        ("UTF-7", lambda _: csv_bytes([example(goal="é")], encoding="utf-7"), None, READ, ""),
        ("EBCDIC", lambda _: csv_bytes([example()], encoding="cp037"), None, REFUSED, ""),
        ("mixed", lambda _: csv_bytes([example(goal="é")]) + HEAD + "é".encode("latin-1"), 1, REFUSED, "UTF-8"),
        ("two marks", lambda _: b"\xef\xbb\xbf" * 2 + csv_bytes([example()]), None, EITHER, ""),
        ("NUL", lambda _: csv_bytes([example(goal="a\0b")]), 1, REFUSED, "NUL"),
        ("only NUL", lambda _: b"\0" * 10_000_000, None, REFUSED, "NUL|UTF"),
        ("control characters", lambda _: csv_bytes([example(goal="\x1b]0;title\x07\x1b[31m\b\b")]), 1, EITHER, ""),
        ("codes that are escapes", lambda _: csv_bytes([example(deliveryMode="\x1b[2J\x1b[31mx")]), 1, EITHER, ""),
        ("text that runs backward", lambda _: csv_bytes([example(deliveryMode="\u202egro.live\u202c")]), 1, EITHER, ""),
        ("surrogates", lambda _: csv_bytes([example(goal="xyz")]).replace(b"xyz", b"\xed\xa0\x80"), 1, REFUSED, ""),
        ("overlong", lambda _: csv_bytes([example(goal="xyz")]).replace(b"xyz", b"\xc0\xaf"), None, EITHER, ""),
        ("noncharacters", lambda _: csv_bytes([example(goal="\uffff\ufffe\U0010ffff")]), None, EITHER, ""),
        ("line separators", lambda _: csv_bytes([example(goal="a\u2028b\u2029c\x85d\x0be")]), None, EITHER, ""),
        ("old line ends", lambda _: csv_bytes([example()]).replace(b"\r\n", b"\r"), None, EITHER, ""),
        ("headings that run backward", lambda _: csv_bytes([example()], [*example(), "\u202ex"]), None, EITHER, ""),
    ]
]

ODD = [
    *_spread("contactHours", ["1e999999", "-1e999999", "1e-999999", "NaN", "Infinity", "-0", "1_000", "0x10", "١٢", "1,5",
      "12e", "1E400", "\uff19", "½", "1 000", "--1", "+1", ".", "1.", "0" * 400 + "1"]),
    *_spread("startDate", ["0000-01-01", "99999-01-01", "-0001-01-01", "2024-02-30", "2024-13-01", "2024-W01-1"]),
    *_spread("endDate", ["999999999999-01-01", "2024-01-01T25:61:61Z", "2024-01-01+99:99", "1e99", "\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0661"]),
    *_spread("participantCount", ["1e999999", "-5", "2.5", "9" * 400, "0x7", "1;2"]),
    *_spread("language", ["en-", "x" * 300, "@en", "en;en", "\u200b"]),
    *_spread("goal", ["=cmd|' /C calc'!A0", '=HYPERLINK("http://a.example")', "+1+1", "@SUM(1)", "<script>alert(1)</script>"]),
    *_spread("resource", ["javascript:alert(1)", "file:///etc/passwd", "http://[::1", "http://a.example/ b", "urn:<>", "//x"]),
    *_spread("identifier", ["../../x", "a/b?c#d", "<urn:x>", '"', "\\", "%00", "{}", " ", "::", "\u202ex"]),
    *_spread("practice", ["tap:", ":coaching", "tap:../../x", "https://w3id.org/taonto/practice/", "taf:epis", "_:b0"]),
    *_spread("partOf", ["A-1", "<A-1>", "_:x", "http://a.example/#", ";;;"]),
]  # fmt: skip

HEAVY = [*CELLS, *VALUES, *ROWS, *COLUMNS, *QUOTES]
LIGHT = [*ENCODINGS, *ODD]
