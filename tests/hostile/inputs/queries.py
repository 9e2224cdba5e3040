"""Hostile queries: of one's own, and the parameters of saved ones."""

from hostile.canary import CANARY
from hostile.case import EITHER, READ, REFUSED, Content, Input
from hostile.inputs.making import counted, fixed
from hostile.inputs.making import nested as nested_in

EVERYTHING = "?a ?b ?c"


def nested(opening: str, closing: str, before: str = "SELECT * { ", after: str = " }", middle: str = "") -> Content:
    """Nesting as deep as the size says."""
    return nested_in(opening, closing, before, after, middle)


def _product(times: int) -> str:
    return " . ".join(f"?a{i} ?b{i} ?c{i}" for i in range(times))


def _doubled(function: str, times: int) -> str:
    """Text that gets eight times as long with each step."""
    steps = "".join(f" BIND({function}({','.join([f'?v{i}'] * 8)}) AS ?v{i + 1})" for i in range(times))
    return f'SELECT (STRLEN(?v{times}) AS ?z) {{ BIND("aaaaaaaaaa" AS ?v0){steps} }}'


def _input(kind: str, name: str, make: Content, size: int = 1, small=None, exits=EITHER, words="") -> Input:
    return Input(kind, name, "in.rq", make, size, small, exits, words)


LIMIT = "stopped|time|memory|limit"

WORK = [
    _input("endless query", "a product counted", fixed(f"SELECT (COUNT(*) AS ?n) {{ {_product(3)} }}"), 1, 1, REFUSED, LIMIT),
    _input("endless query", "rows of a product", fixed(f"SELECT * {{ {_product(2)} }}"), 1, None, REFUSED, LIMIT),
    _input("endless query", "a product in order", fixed(f"SELECT * {{ {_product(2)} }} ORDER BY ?c1 ?c0 LIMIT 5"), 1, None, REFUSED, LIMIT),
    _input("endless query", "a product without doubles", fixed(f"SELECT DISTINCT ?a0 ?c1 {{ {_product(2)} }}"), 1, None, REFUSED, LIMIT),
    _input("endless query", "a product in groups", fixed(f"SELECT ?a0 (COUNT(*) AS ?n) {{ {_product(3)} }} GROUP BY ?a0"), 1, None, REFUSED, LIMIT),
    _input("endless query", "a product in one text", fixed(f"SELECT (GROUP_CONCAT(STR(?c0); separator='; ') AS ?all) {{ {_product(2)} }}"), 1, None, REFUSED, LIMIT),
    _input("endless query", "a product in a graph", fixed(f"CONSTRUCT {{ ?a0 ?b1 ?c1 }} {{ {_product(2)} }}"), 1, None, REFUSED, LIMIT),
    _input("endless query", "a product that is never there", fixed(f"ASK {{ {_product(3)} FILTER(?a0 = <urn:none>) FILTER(?a1 = <urn:x>) }}"), 1),
    _input("endless query", "nothing exists", fixed(f"SELECT * {{ {EVERYTHING} FILTER NOT EXISTS {{ {_product(2)} FILTER(?c0 < ?c) FILTER(?c1 = 'x') }} }}"), 1, None, EITHER),
    _input("endless query", "a product of values", lambda n: ("SELECT (COUNT(*) AS ?n) { " + counted("VALUES ?v{} { " + " ".join(map(str, range(n))) + " } ", 6) + "}").encode(), 300, None, REFUSED, LIMIT),
    _input("endless query", "optional products", fixed(f"SELECT * {{ {EVERYTHING} OPTIONAL {{ ?d ?e ?f }} OPTIONAL {{ ?g ?h ?i }} }}"), 1, None, REFUSED, LIMIT),
    _input("endless query", "a minus", fixed(f"SELECT (COUNT(*) AS ?n) {{ {_product(2)} MINUS {{ ?a0 ?x ?y . ?a1 ?x ?z }} }}"), 1),
    _input("endless query", "describe everything", fixed(f"DESCRIBE * {{ {_product(2)} }}"), 1, None, REFUSED, LIMIT),
    _input("endless query", "any path", fixed("SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b . ?b (!<urn:x>)* ?c }"), 1, None, EITHER),
    _input("endless query", "paths of choices", fixed("SELECT (COUNT(*) AS ?n) { ?a (rdf:type|skos:broader|^skos:broader|^rdf:type|skos:inScheme|^skos:inScheme)* ?b }"), 1, None, EITHER),
    _input("endless query", "paths in paths", fixed("SELECT (COUNT(*) AS ?n) { ?a ((((!<urn:x>)+)*)+)* ?b }"), 1, 1, EITHER),
    _input("endless query", "a text that doubles", fixed(_doubled("CONCAT", 12)), 1, 1, REFUSED, LIMIT),
    _input("endless query", "a text that replaces itself", fixed('SELECT (STRLEN(?v4) AS ?z) { BIND("aaaaaaaaaaaaaaaaaaaa" AS ?v0) ' + " ".join(f'BIND(REPLACE(?v{i}, "a", ?v{i}) AS ?v{i + 1})' for i in range(8)) + " }"), 1, None, EITHER),
    _input("endless query", "a text that is encoded", fixed('SELECT (STRLEN(?v30) AS ?z) { BIND("%%%%%%%%%%" AS ?v0) ' + " ".join(f"BIND(ENCODE_FOR_URI(?v{i}) AS ?v{i + 1})" for i in range(30)) + " }"), 1, None, EITHER),
    _input("endless query", "a pattern that backtracks", fixed(f'SELECT * {{ {_product(2)} FILTER REGEX(STR(?c0), "(a|aa)+$") FILTER REGEX(STR(?c1), "^(x+x+)+y$") }}'), 1, None, EITHER),
    _input("endless query", "a pattern that is large", fixed('SELECT * { BIND(REGEX("aaaa", "(((a{1,100}){1,100}){1,100}){1,100}") AS ?x) }'), 1, 1, EITHER),
    _input("endless query", "a long pattern", lambda n: f'SELECT * {{ BIND(REGEX("{"a" * n}", "{"(a?)" * n}") AS ?x) }}'.encode(), 100_000),
    _input("endless query", "functions of everything", fixed(f"SELECT (MAX(SHA512(CONCAT(STR(?a0), STR(?c1)))) AS ?m) {{ {_product(2)} }}"), 1, None, REFUSED, LIMIT),
    _input("endless query", "a deep subquery", nested("SELECT * { { ", " } ?x ?y ?z }", before="SELECT * { { ", after=" } }", middle=EVERYTHING), 30),
]  # fmt: skip

SIZE = [
    _input("large query", "braces", nested("{ ", "}", middle=EVERYTHING), 100_000, 20_000, EITHER),
    _input("large query", "braces left open", nested("{ ", ""), 400_000, None, REFUSED),
    _input("large query", "parentheses", nested("(", ")", "SELECT (", " AS ?x) {}", "1"), 100_000, 20_000, EITHER),
    _input("large query", "nots", nested("!", "", "ASK { FILTER(", "true) }"), 400_000),
    _input("large query", "minus signs", nested("- ", "", "SELECT (", "1 AS ?x) {}"), 300_000),
    _input("large query", "sums", nested("1+", "", "SELECT (", "1 AS ?x) {}"), 300_000),
    _input("large query", "unions", nested("{ ?a ?b ?c } UNION ", "", after="{ ?a ?b ?c } } LIMIT 1"), 40_000, 2_000),
    _input("large query", "optionals", nested("OPTIONAL { ?a ?b ?c ", "}"), 20_000, 2_000),
    _input("large query", "lists", nested("( ", " )", "SELECT * { ?s ?p ", " }", "1"), 100_000),
    _input("large query", "blank nodes", nested("[ ?p ", " ]", "SELECT * { ?s ?p ", " }", "1"), 100_000),
    _input("large query", "triple terms", nested("<<( ?s ?p ", " )>>", "SELECT * { ?s ?p ", " }", "1"), 50_000),
    _input("large query", "paths", nested("(", ")*", "SELECT * { ?s ", " ?o } LIMIT 1", "skos:broader"), 20_000, 2_000),
    _input("large query", "a long path", nested("skos:broader/", "", "SELECT * { ?s ", "skos:broader ?o }"), 60_000),
    _input("large query", "a path of choices", nested("skos:broader|", "", "SELECT * { ?s ", "skos:broader ?o }"), 60_000),
    _input("large query", "functions", nested("STR(", ")", "SELECT (", " AS ?x) {}", "1"), 150_000),
    _input("large query", "ifs", nested("IF(true,", ",1)", "SELECT (", " AS ?x) {}", "1"), 80_000),
    _input("large query", "exists", nested("FILTER EXISTS { ?a ?b ?c ", "}"), 30_000),
    _input("large query", "subqueries", nested("{ SELECT * { ", "} }"), 50_000, 2_000),
    _input("large query", "values", lambda n: f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {'1 ' * n}}} }}".encode(), 450_000, 50_000),
    _input("large query", "variables", lambda n: f"SELECT * {{ {' '.join(f'BIND({i} AS ?v{i})' for i in range(n))} }}".encode(), 30_000, 1_000),
    _input("large query", "triples", lambda n: ("SELECT * { " + "?s ?p ?o . " * n + " } LIMIT 1").encode(), 80_000),
    _input("large query", "joined triples", lambda n: ("SELECT * { " + " ".join(f"?v{i} ?p{i} ?v{i + 1} ." for i in range(n)) + " } LIMIT 1").encode(), 5_000, None, EITHER),
    _input("large query", "prefixes", lambda n: ("".join(f"PREFIX p{i}: <urn:p:{i}>\n" for i in range(n)) + "ASK {}").encode(), 30_000),
    _input("large query", "a comment", lambda n: b"#" * n + b"\nASK {}", 990_000, 100_000),
    _input("large query", "comments", lambda n: b"#\n" * n + b"ASK {}", 490_000),
    _input("large query", "blanks", lambda n: b"ASK" + b" " * n + b"{}", 990_000, 100_000, READ),
    _input("large query", "a text", lambda n: f'ASK {{ BIND("{"x" * n}" AS ?x) }}'.encode(), 990_000),
    _input("large query", "an open text", lambda n: f'ASK {{ BIND("{"x" * n} AS ?x) }}'.encode(), 990_000, None, REFUSED),
    _input("large query", "an open long text", lambda n: ('ASK { BIND("""' + '"" ' * n).encode(), 300_000, None, REFUSED),
    _input("large query", "quotation marks", lambda n: b"ASK { " + b"'" * n, 990_000, None, REFUSED),
    _input("large query", "backslashes", lambda n: b'ASK { "' + b"\\" * n, 990_000, None, REFUSED),
    _input("large query", "less-than signs", lambda n: b"ASK { FILTER(1 " + b"<" * n + b" 1) }", 900_000, 20_000, REFUSED),
    _input("large query", "colons", lambda n: b"ASK { ?s ?p " + b":" * n + b" }", 900_000),
    _input("large query", "dots in a name", lambda n: b"ASK { ?s ?p ta:x" + b"." * n + b" }", 900_000, 20_000),
    _input("large query", "a long name", lambda n: b"ASK { ?s ?p ta:" + b"x" * n + b" }", 900_000),
    _input("large query", "a long variable", lambda n: b"ASK { ?s ?p ?" + b"x" * n + b" }", 900_000, None, READ),
    _input("large query", "a long number", lambda n: b"ASK { ?s ?p " + b"9" * n + b" }", 900_000),
    _input("large query", "a long word", lambda n: b"x" * n, 990_000, None, REFUSED),
    _input("large query", "a million signs", lambda n: b"(" * n, 990_000, 100_000, REFUSED),
    _input("large query", "over the limit", lambda n: b" " * n + b"ASK {}", 1_100_000, 1_100_000, REFUSED),
    _input("large query", "escapes", lambda n: b"ASK { ?s ?p '" + rb"\u0041" * n + b"' }", 150_000),
]  # fmt: skip

FETCHING = [
    _input("fetching", name, fixed(text), 1, small, REFUSED)
    for name, small, text in [
        ("SERVICE", 1, f"SELECT * {{ SERVICE <{CANARY}> {{ ?s ?p ?o }} }}"),
        ("SERVICE SILENT", None, f"SELECT * {{ SERVICE SILENT <{CANARY}> {{ ?s ?p ?o }} }}"),
        ("SERVICE of a variable", None, f"SELECT * {{ BIND(<{CANARY}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}"),
        ("SERVICE in escapes", 1, f"SELECT * {{ \\u0053ERVICE <{CANARY}> {{ ?s ?p ?o }} }}"),
        ("SERVICE without blanks", None, f"SELECT*{{SERVICE<{CANARY}>{{?s?p?o}}}}"),
        ("FROM", 1, f"SELECT * FROM <{CANARY}> {{ ?s ?p ?o }}"),
        ("FROM NAMED", None, f"SELECT * FROM NAMED <{CANARY}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
        ("FROM a file", None, "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"),
        ("LOAD", 1, f"LOAD <{CANARY}>"),
        ("LOAD after a query", None, f"ASK {{}} ; LOAD <{CANARY}>"),
        ("INSERT", None, "INSERT DATA { <urn:a> <urn:b> <urn:c> }"),
        ("DELETE", None, "DELETE WHERE { ?s ?p ?o }"),
        ("DROP", None, "DROP ALL"),
        ("CLEAR after a prefix", None, "PREFIX a: <urn:a:> CLEAR ALL"),
    ]
]  # fmt: skip

RUBBISH = [
    _input("rubbish query", name, fixed(text), 1, small, exits)
    for name, small, exits, text in [
        ("empty", 1, REFUSED, ""),
        ("only a comment", None, REFUSED, "# nothing"),
        ("only a prefix", None, REFUSED, "PREFIX a: <urn:a:>"),
        ("SQL", 1, REFUSED, "SELECT * FROM users; DROP TABLE users; --"),
        ("a query cut", None, REFUSED, "SELECT * { ?s ?p "),
        ("two queries", None, REFUSED, "ASK {} ASK {}"),
        ("NUL", 1, EITHER, b"ASK { ?s ?p '\0' }"),
        ("no UTF-8", 1, REFUSED, b"ASK { ?s ?p '\xff\xfe' }"),
        ("UTF-16", None, REFUSED, "ASK {}".encode("utf-16")),
        ("mark", None, EITHER, b"\xef\xbb\xbfASK {}"),
        ("surrogate escapes", None, EITHER, r"ASK { ?s ?p '\uD800' }"),
        ("terminal codes", 1, REFUSED, "ASK { ?s ?p \x1b[2J\x1b]0;x\x07 }"),
        ("text that runs backward", None, EITHER, "ASK { ?s ?p '\u202e' }"),
        ("terminal codes in the answer", 1, READ, 'SELECT ("\\u001B[2J\u202e\\u0007" AS ?x) {}'),
        ("a NUL in the answer", None, EITHER, 'SELECT ("a\\u0000b" AS ?x) {}'),
        ("a relative IRI", None, EITHER, "ASK { <s> <p> <o> }"),
        ("an unknown prefix", None, REFUSED, "ASK { ?s nonsense:p ?o }"),
        ("an unknown function", None, EITHER, "SELECT (<urn:f>(1) AS ?x) {}"),
        ("division by zero", None, READ, "SELECT (1/0 AS ?x) (1e308*1e308 AS ?y) {}"),
        ("a number out of range", None, EITHER, f"SELECT ({'9' * 500} + 1 AS ?x) {{}}"),
        ("odd limits", None, REFUSED, "SELECT * { ?s ?p ?o } LIMIT -1"),
        ("huge limits", None, EITHER, "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999 OFFSET 99999999999999999999"),
        ("bad decorators", 1, EITHER, "#+ question:\n#+ kind: nonsense\n#+ param: x y z\nASK {}"),
        ("decorators of a hostile kind", None, EITHER, "#+ param: __class__ text x y\n#+ kind: \x1b[2J\nASK { VALUES ?__class__ { 'x' } }"),
    ]
]  # fmt: skip

QUERIES = [*WORK, *SIZE, *FETCHING, *RUBBISH]

PARAMETERS = {
    "injection": "framework=x } SERVICE <urn:x> { ?s ?p ?o",
    "injection in an IRI": "framework=urn:x> } . SERVICE <urn:y",
    "quotation marks": "framework=\"'\\",
    "long": "framework=" + "x" * 100_000,
    "terminal codes": "framework=\x1b[2J\x1b]0;x\x07",
    "text that runs backward": "framework=\u202egnp.exe",
    "lines": "framework=a\nb\rc\u2028d",
    "no UTF-8": "framework=\udcff\udcfe",
    "empty": "framework=",
    "no value": "framework",
    "no name": "=x",
    "an unknown name": "__class__=x",
    "an unknown name with codes": "\x1b[2J=x",
    "almost right": "framework=" + "getting-to-outcome" * 2_000,
}
"""Values of `--param` for a saved question with a term as its parameter."""
NUMBERS = ["1e999999", "NaN", "-1", "9" * 50_000, "٢٠٢٠", "2_020", "0x7e4", "2020 } #", "", "\uff12\uff10\uff12\uff10"]
"""Values of `--param` for a saved question with a number as its parameter."""
