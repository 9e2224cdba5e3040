"""The graph of frameworks and codings, built from the curated tables in `ontology/tables/`.

Every function here is pure: rows in, triples out. `study_triples` builds the studies that ship with taonto as well as
those made from a user's own coding matrix (`taonto.ontology.study`).
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from taonto.base import resources
from taonto.base.errors import BadInputError
from taonto.base.vocabulary import OWL, PREFIXES, TA, TAC, TAF, TAP, XSD
from taonto.ontology.matrix import CodingValue, read_coding_matrix
from taonto.rdf.nodes import CITATION, IDENTIFIER, NOTE, PREF_LABEL, SEE_ALSO, SOURCE, TYPE, local_name

_DERIVED = PREFIXES["prov"] + "wasDerivedFrom"

_NEEDED = ("id", "name", "authors_or_organization", "citation", "scope", "components_complete", "detail", "components")
"""What every framework of the table states; the rest can be null or left out."""
_READINGS = ("high", "medium", "low", "not coded")
_CONSENSUS = ("yes", "no")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StatedCoding:
    """One coding to be stated: what a study says about one element in one framework.

    `framework`, `element`, `component`, `coder` and the members of `derived_from` are IRIs.
    """

    framework: str
    element: str
    value: CodingValue
    component: str | None = None
    coder: str | None = None
    locator: str | None = None
    confidence: str | None = None
    derived_from: tuple[str, ...] = ()


def read_table(name: str, *folders: Path) -> list[dict[str, Any]]:
    """Return the rows of a curated table (CSV or YAML) in these folders, by default in `ontology/tables/`.

    What ships comes first, then what extensions add.
    """
    return [row for path in _tables(name, folders) for row in _rows(path)]


def catalogue_triples(*folders: Path) -> Iterator[Triple]:
    """Yield the whole catalogue: frameworks, components, this project's study, the study of 2012 and other studies.

    Args:
        folders: where the curated tables are; by default `ontology/tables/`, that which ships and those of extensions.

    Raises:
        BadInputError: if a framework lacks what it must have, or a coding has an unknown component or reading.
    """
    frameworks = read_table("frameworks.yaml", *folders)
    codings = read_table("codings.csv", *folders)
    elements = sorted({row["element_id"] for row in codings} - {"none"})
    steps = read_table("meyers2012_steps.csv", *folders)
    published = read_table("meyers2012_codings.csv", *folders)
    for framework in frameworks:
        yield from framework_triples(framework)
    _refuse_typos(
        codings, {component_iri(row["id"], item["number"]) for row in frameworks for item in row["components"]}
    )
    yield from component_coding_triples(codings)
    yield from study_triples("project", project_cells(frameworks, codings, elements), "source-taonto")
    yield from step_triples(steps, published)
    yield from study_triples("meyers-2012", step_cells(published), "source-meyers-2012")
    yield from study_triples("meyers-2012", mapped_cells(steps, published), "source-meyers-2012")
    for matrix in _tables("studies/*.csv", folders):
        yield from study_triples(matrix.stem, matrix_cells(matrix), f"source-{matrix.stem}")


def matrix_cells(matrix: Path) -> Iterator[StatedCoding]:
    """Yield what the coding matrix of one more study says; it names catalogued frameworks and elements by their ids.

    Raises:
        TaontoError: if the matrix can't be read.
    """
    for cell in read_coding_matrix(matrix, minimum_frameworks=1).cells:
        yield StatedCoding(TAF + cell.framework, TAP + cell.element, cell.value, locator=cell.locator)


def framework_triples(row: Row) -> Iterator[Triple]:
    """Yield one framework of the catalogue with its components.

    Raises:
        BadInputError: if the framework lacks what it must have.
    """
    missing = [key for key in _NEEDED if row.get(key) is None]
    missing += [
        f"components: {key}" for key in ("number", "label") for item in row.get("components") or () if key not in item
    ]
    if missing:
        name = row.get("id") or row.get("name") or "a framework"
        raise BadInputError(f"frameworks.yaml, {name}: a value for '{missing[0]}' is missing; fill it in")
    node = TAF + row["id"]
    yield _link(node, TYPE.value, TA + "Framework")
    yield _link(node, TYPE.value, OWL + "NamedIndividual")
    yield _text(node, PREF_LABEL.value, row["name"], language="en")
    yield _text(node, TA + "hasAuthorship", row["authors_or_organization"])
    yield _text(node, CITATION.value, row["citation"])
    yield _text(node, IDENTIFIER.value, row["id"])
    for key, name in (
        ("field", "hasField"),
        ("kind", "hasKind"),
        ("structure", "hasStructure"),
        ("doi", "hasDoi"),
    ):
        if row.get(key):
            yield _text(node, TA + name, row[key])
    if row.get("year"):
        yield _text(node, TA + "publishedInYear", str(row["year"]), "integer")
    yield _link(node, TA + "hasScope", TAC + row["scope"])
    yield _link(node, TA + "hasDetail", TAC + row["detail"].replace("_", "-"))
    yield _text(node, TA + "hasCompleteList", str(row["components_complete"]).lower(), "boolean")
    if "seen_in_copy" in row:
        yield _text(node, TA + "seenInCopy", str(row["seen_in_copy"]).lower(), "boolean")
    if row.get("remarks"):
        yield _text(node, NOTE.value, row["remarks"], language="en")
    for url in row.get("urls") or ():
        yield _link(node, SEE_ALSO.value, url)
    for component in row["components"]:
        yield from _component_triples(node, component)


def _component_triples(framework: str, row: Row) -> Iterator[Triple]:
    node = component_iri(framework, row["number"])
    yield _link(node, TYPE.value, TA + "Component")
    yield _link(node, TA + "isComponentOf", framework)
    yield _link(framework, TA + "hasComponent", node)
    yield _text(node, TA + "hasNumber", str(row["number"]), "integer")
    yield _text(node, PREF_LABEL.value, row["label"], language="en")
    if row.get("group"):
        yield _text(node, TA + "hasGroup", row["group"])
    if row.get("note"):
        yield _text(node, NOTE.value, row["note"], language="en")


def component_coding_triples(codings: Iterable[Row]) -> Iterator[Triple]:
    """Yield both coders' readings and the consensus, by component, and what each component shows."""
    for row in codings:
        component = component_iri(TAF + row["framework_id"], row["component_no"])
        if row["element_id"] == "none":
            yield _text(component, TA + "showsNoElement", "true", "boolean")
            continue
        element = TAP + row["element_id"]
        if row["consensus"] == "yes":
            yield _link(component, TA + "showsElement", element)
        readings = [(coder, row[f"coder_{coder}"]) for coder in ("a", "b")]
        readings.append(("consensus", row["consensus"]))
        for coder, reading in readings:
            seen = reading not in ("not coded", "no")
            cell = StatedCoding(
                TAF + row["framework_id"],
                element,
                CodingValue.PRESENT if seen else CodingValue.NOT_MENTIONED,
                component=component,
                coder=f"{TAF}coder-{coder}",
                confidence=reading if seen and coder != "consensus" else None,
            )
            yield from coding_triples(component_coding_iri(row, coder), "ComponentCoding", "project", cell)
            yield _link(component_coding_iri(row, coder), SOURCE.value, TAF + "source-taonto")


def project_cells(frameworks: Iterable[Row], codings: Iterable[Row], elements: Iterable[str]) -> Iterator[StatedCoding]:
    """Yield the consensus of this project's study: every framework by every element, with three values.

    A value is present if a component shows the element. Otherwise it is not mentioned if the framework's list is
    complete and detailed, and unknown if the list is incomplete, shows headlines only or was not coded.
    """
    shown: dict[tuple[str, str], list[Row]] = {}
    for row in codings:
        if row["consensus"] == "yes":
            shown.setdefault((row["framework_id"], row["element_id"]), []).append(row)
    columns = list(elements)
    for framework in frameworks:
        thorough = framework["components_complete"] and framework["detail"] == "detailed"
        for element in columns:
            rows = shown.get((framework["id"], element), [])
            absent = CodingValue.NOT_MENTIONED if thorough else CodingValue.UNKNOWN
            yield StatedCoding(
                TAF + framework["id"],
                TAP + element,
                CodingValue.PRESENT if rows else absent,
                coder=TAF + "coder-consensus",
                derived_from=tuple(component_coding_iri(row, "consensus") for row in rows),
            )


def step_triples(steps: Iterable[Row], codings: Iterable[Row]) -> Iterator[Triple]:
    """Yield the 14 steps of the study of 2012, and the frameworks that only this study names."""
    for row in steps:
        node = step_iri(row["step_no"])
        yield _link(node, TYPE.value, TA + "StudyElement")
        yield _text(node, PREF_LABEL.value, row["label"], language="en")
        yield _text(node, TA + "hasOrder", row["step_no"], "integer")
        yield _link(node, TA + "belongsToStudy", TAF + "study-meyers-2012")
        yield _link(node, SOURCE.value, TAF + "source-meyers-2012")
        for element in row["maps_to_element_ids"].split():
            yield _link(node, TA + "correspondsTo", TAP + element)
    for name in sorted({row["framework"] for row in codings if not row["catalogue_id"]}):
        node = named_framework_iri("meyers-2012", name)
        yield _link(node, TYPE.value, TA + "UncataloguedFramework")
        yield _text(node, PREF_LABEL.value, name, language="en")
        yield _link(node, SOURCE.value, TAF + "source-meyers-2012")


_PUBLISHED = {"yes": CodingValue.PRESENT, "no": CodingValue.NOT_MENTIONED, "unknown": CodingValue.UNKNOWN}


def step_cells(codings: Iterable[Row]) -> Iterator[StatedCoding]:
    """Yield the study of 2012 as published: frameworks by steps."""
    for row in codings:
        yield StatedCoding(
            _published_framework(row), step_iri(row["step_no"]), _PUBLISHED[row["value"]], locator="Table 4"
        )


def mapped_cells(steps: Iterable[Row], codings: Iterable[Row]) -> Iterator[StatedCoding]:
    """Yield the study of 2012 on the practices that its steps correspond to.

    If several steps correspond to one practice, it is present if any of them is, not mentioned if all of them are, and
    unknown otherwise.
    """
    elements = {row["step_no"]: row["maps_to_element_ids"].split() for row in steps}
    found: dict[tuple[str, str], list[Row]] = {}
    for row in codings:
        for element in elements[row["step_no"]]:
            found.setdefault((_published_framework(row), element), []).append(row)
    for (framework, element), rows in sorted(found.items()):
        values = {_PUBLISHED[row["value"]] for row in rows}
        ranked = (CodingValue.PRESENT, CodingValue.UNKNOWN, CodingValue.NOT_MENTIONED)
        yield StatedCoding(
            framework,
            TAP + element,
            next(value for value in ranked if value in values),
            locator="Table 4",
            derived_from=tuple(coding_iri("meyers-2012", framework, step_iri(row["step_no"])) for row in rows),
        )


def study_triples(study: str, cells: Iterable[StatedCoding], source: str) -> Iterator[Triple]:
    """Yield the codings of a study, one per cell; those of the study's own elements have their own class.

    Args:
        study: the study's name, as in `taf:study-NAME`.
        cells: its codings.
        source: the name of the source, as in `taf:NAME`.
    """
    for cell in cells:
        node = coding_iri(study, cell.framework, cell.element)
        kind = "FrameworkCoding" if cell.element.startswith(TAP) else "StudyElementCoding"
        yield from coding_triples(node, kind, study, cell)
        yield _link(node, SOURCE.value, TAF + source)


def coding_triples(node: str, kind: str, study: str, cell: StatedCoding) -> Iterator[Triple]:
    """Yield one coding, of the class `kind`, under the IRI `node`."""
    yield _link(node, TYPE.value, TA + kind)
    yield _link(node, TA + "belongsToStudy", f"{TAF}study-{study}")
    yield _link(node, TA + "codesFramework", cell.framework)
    yield _link(node, TA + "codesElement", cell.element)
    yield _link(node, TA + "assignsValue", TAC + cell.value)
    if cell.component:
        yield _link(node, TA + "codesComponent", cell.component)
    if cell.coder:
        yield _link(node, TA + "codedBy", cell.coder)
    if cell.confidence:
        yield _link(node, TA + "hasConfidence", f"{TAC}{cell.confidence}-confidence")
    if cell.locator:
        yield _text(node, TA + "hasLocator", cell.locator)
    for origin in cell.derived_from:
        yield _link(node, _DERIVED, origin)


def component_iri(framework: str, number: int | str) -> str:
    """Return the IRI of a framework's component."""
    return f"{framework}-c{number}"


def step_iri(number: int | str) -> str:
    """Return the IRI of a step of the study of 2012."""
    return f"{TAF}meyers-2012-step-{number}"


def named_framework_iri(study: str, name: str) -> str:
    """Return the IRI of a framework that only a study names."""
    return f"{TAF}{study}-{slug(name)}"


def coding_iri(study: str, framework: str, element: str) -> str:
    """Return the IRI of the cell of a study's matrix."""
    return f"{TAF}coding-{study}-{local_name(framework)}-{local_name(element)}"


def component_coding_iri(row: Row, coder: str) -> str:
    """Return the IRI of one reading of one component."""
    return f"{TAF}coding-project-{row['framework_id']}-c{row['component_no']}-{row['element_id']}-{coder}"


def slug(name: str) -> str:
    """Return a name in lower case with hyphens, as part of an IRI.

    >>> slug("Klein & Sorra 1996")
    'klein-sorra-1996'
    """
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    return quote("-".join(words))


def _published_framework(row: Row) -> str:
    known = row["catalogue_id"]
    return TAF + known if known else named_framework_iri("meyers-2012", row["framework"])


def _refuse_typos(codings: Iterable[Row], components: set[str]) -> None:
    """Refuse a row of codings that would become a statement about nothing; unknown elements are found by the checks."""
    for row in codings:
        problem = ""
        if component_iri(row["framework_id"], row["component_no"]) not in components:
            problem = "no framework has this component; fix the first two columns"
        elif row["element_id"] != "none" and row["consensus"] not in _CONSENSUS:
            problem = f"the consensus '{row['consensus']}' is unknown; write {' or '.join(_CONSENSUS)}"
        elif row["element_id"] != "none" and not {row["coder_a"], row["coder_b"]} <= set(_READINGS):
            problem = f"a coder's reading is unknown; write {', '.join(_READINGS)}"
        if problem:
            raise BadInputError(f"codings.csv, row '{','.join(map(str, row.values()))}': {problem}")


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".yaml":
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        rows: list[dict[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        return rows
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _tables(pattern: str, folders: tuple[Path, ...]) -> list[Path]:
    """Return the files that match a pattern in the folders of tables, sorted within each folder."""
    if not folders:
        return resources.files("ontology", f"tables/{pattern}")
    return [path for folder in folders for path in sorted(folder.glob(pattern))]


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))


def _text(subject: str, predicate: str, value: str, datatype: str = "string", language: str | None = None) -> Triple:
    literal = Literal(value, language=language) if language else Literal(value, datatype=NamedNode(XSD + datatype))
    return Triple(NamedNode(subject), NamedNode(predicate), literal)
