"""pySHACL, run alone on the released shapes, finds what `taonto.validate` finds: over every constraint."""

import csv
import re

import pyshacl
import pytest
import rdflib
from helpers.pairs import CASES, PREFIXES, turtle
from pyoxigraph import RdfFormat, serialize
from rdflib.namespace import RDF, SH

from taonto import validate
from taonto.rdf.graph import parse_triples, serialize_triples
from taonto.records.convert import convert
from taonto.records.synthetic.planting import generate, headings
from taonto.release.rule_pages import shape_graphs
from taonto.report.validation.render import render
from taonto.validation.engines.patches import PlanningGraph

PROFILE = "publication"
STEPS = (SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)


@pytest.fixture(scope="module")
def released():
    return {name: serialize_triples(triples, "ntriples") for name, triples in shape_graphs().items()}


def constraints(path, cases=CASES):
    """Write the record that fails only it, for each constraint; in RDF, as no sheet could state them all."""
    text = PREFIXES + "".join(turtle(f"c{n}", n, case.bad) for n, case in enumerate(cases))
    path.write_bytes(serialize(parse_triples(text.encode(), "turtle", "cases"), format=RdfFormat.N_TRIPLES))


def sample(path):
    """Write such a record for one constraint of each kind, and for the forms of personal data in a summary."""
    kinds = {case.component: case for case in CASES}
    constraints(path, [*kinds.values(), *(case for case in CASES if re.fullmatch("no-.*-in-summary", case.shape))])


def planted(path):
    """Write synthetic records with faults, from a sheet."""
    sheet = path.with_suffix(".csv")
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        blocks = generate(50, 0.5, 21, PROFILE)
        csv.writer(stream).writerows([headings(PROFILE), *(row for block in blocks for row in block.rows)])
    convert(sheet, path)


def results(report):
    """Return what each result says, with paths and nodes as rdflib reads them and without names of blank nodes."""

    def path(node):
        if node is None or isinstance(node, rdflib.URIRef):
            return node
        if report.value(node, RDF.first) is not None:
            return tuple(map(path, report.items(node)))
        return next((step, path(inner)) for step in STEPS if (inner := report.value(node, step)) is not None)

    def told(result):
        plain = (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity, SH.value)
        return (*(report.value(result, part) for part in plain), path(report.value(result, SH.resultPath)))

    return {told(result) for result in report.objects(None, SH.result)}


@pytest.mark.parametrize(
    "write",
    [sample, pytest.param(constraints, marks=pytest.mark.long), pytest.param(planted, marks=pytest.mark.long)],
)
def test_pyshacl_alone_finds_the_same(tmp_path, released, write):
    data = tmp_path / "records.nt"
    write(data)
    # The quick run parses each query once, which is most of the work; the long ones are pySHACL as it comes.
    graph = PlanningGraph() if write is sample else rdflib.Graph()
    together = graph.parse(data=data.read_bytes() + released["codes"], format="nt")
    shapes = rdflib.Graph().parse(data=released[PROFILE], format="nt")
    _, report, _ = pyshacl.validate(together, shacl_graph=shapes, inplace=write is sample)
    alone = results(report)
    ours = results(rdflib.Graph().parse(data=render(validate(data, profile=PROFILE), "turtle"), format="turtle"))
    said_by_shacl = {result for result in ours if result[2] in SH}
    assert said_by_shacl == alone
    assert len(alone) > 15


def test_a_number_that_rdflib_rewrites_is_reported_all_the_same(tmp_path):
    data = tmp_path / "records.ttl"
    data.write_text(PREFIXES + turtle("r", 1, {"r ta:hasPreparationHours": '"1e1"^^xsd:decimal'}), encoding="utf-8")
    assert [f.value for f in validate(data).findings if f.rule == "TA120"] == ["1e1"]
