"""The queries of the report: the saved questions behind the claims, bound to exactly what was analyzed."""

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from taonto.analysis.asking import query_text
from taonto.analysis.result import AnalysisResult
from taonto.base.vocabulary import PREFIXES, TAF, TAP
from taonto.ontology.catalogue import slug
from taonto.query.questions import load_question

_OF_STUDY = (
    "study-matrix",
    "study-elements",
    "study-frameworks",
    "study-phases",
    "study-framework-pairs",
    "study-element-pairs",
)
_OF_RECORDS = ("practices-used", "practices-used-together", "practices-called-for")
_IDENTIFIER = f"<{PREFIXES['dcterms']}identifier>"


def bound_queries(result: AnalysisResult) -> dict[str, str]:
    """Return SPARQL texts by name; each returns numbers of this analysis from the graph.

    All parameters are replaced (by the name of the study, by exactly the frameworks compared, and by no minimum), so
    that any SPARQL 1.1 engine can run the texts as they are.
    """
    frameworks = _terms(framework_iri(name) for name in result.matrix.framework_ids)
    blocks = {
        "study": _study("study", result.matrix.study),
        "framework": f"VALUES ?framework {{ {frameworks} }}",
        "other": f"VALUES ?other {{ {frameworks} }}",
        "least": "VALUES ?least { 1 }",
    }
    texts = {name: _bound(name, blocks, result.title) for name in _OF_STUDY}
    for agreement in result.agreements:
        if agreement.kind == "coders":
            texts["coder-readings"] = query_text("readings", result.matrix.study)
        else:
            both = {"first": _study("first", agreement.first), "second": _study("second", agreement.second)}
            texts[f"studies-compared-{slug(agreement.second)}"] = _bound("studies-compared", both, result.title)
    if result.engagements is not None:
        texts |= {name: load_question(name).text for name in _OF_RECORDS}
    return texts


def framework_iri(name: str) -> str:
    """Return the IRI of a framework's id: a local name of ours, or an IRI already."""
    return name if ":" in name else TAF + name


def element_iri(name: str) -> str:
    """Return the IRI of an element's id: a practice of ours, or an IRI already."""
    return name if ":" in name else TAP + name


def _terms(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in iris)


def _study(variable: str, name: str) -> str:
    return f"?{variable} {_IDENTIFIER} {Literal(name)} ."


def _bound(name: str, blocks: dict[str, str], title: str) -> str:
    query = load_question(name)
    text = re.sub(r"^#\+.*\n", "", query.text, flags=re.MULTILINE)
    for parameter in query.parameters:
        block = re.compile(rf"VALUES\s+\?{parameter.name}\s*\{{[^{{}}]*\}}", re.IGNORECASE)
        text = block.sub(lambda _, new=blocks[parameter.name]: new, text)  # type: ignore[misc]
    return f"# {query.question}\n# Bound to: {' '.join(title.split())}\n{text}"
