"""Each lint with something that it must find, beside something that it must leave alone (all synthetic)."""

import pytest
from pyoxigraph import Triple

from taonto.base.errors import BadInputError, InternalError
from taonto.base.resources import folder
from taonto.quality import lint
from taonto.quality.lint import (
    OntologyFile,
    known_links,
    lint_links,
    lint_prefixes,
    lint_shapes,
    lint_style,
    lint_text,
    own_terms,
    placed,
    read_ontology_file,
)
from taonto.rdf.graph import parse_triples, read_triples
from taonto.validation.findings import Finding

TA = "https://w3id.org/taonto/ontology/"
TASH = "https://w3id.org/taonto/shapes/"
HEAD = f"""
@prefix : <https://example.org/x#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ta: <{TA}> .
@prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
REST = 'dcterms:source :book ; rdfs:isDefinedBy :onto ; vs:term_status "stable" .\n'
DEFINED = 'skos:definition "What a test needs of {}."@en ; '


def term(name: str, kind: str, label: str) -> str:
    return f"{name} a {kind} ; {label} ; {DEFINED.format(name)}{REST}"


GOOD_TERMS = (
    HEAD
    + term(":CodingStudy", "owl:Class", 'rdfs:label "Coding study"@en')
    + term(":TAProvider", "owl:Class", 'rdfs:label "TA provider"@en , "proveedor"@es')
    + term(":hasPart", "owl:ObjectProperty", 'rdfs:label "has part"@en')
    + term(":hasDoi", "owl:DatatypeProperty", 'rdfs:label "has DOI"@en')
    + term(":list", "skos:ConceptScheme", 'skos:prefLabel "List"@en')
    + term(":in-person", "skos:Concept", 'skos:inScheme :list ; skos:prefLabel "In person"@en')
    + term(":gone", "skos:Concept", 'skos:inScheme :list ; skos:prefLabel "Gone"@en').replace(
        ":gone a", ":gone owl:deprecated true ; dcterms:isReplacedBy :in-person ; a"
    )
    + """
    skos:Concept a owl:Class . skos:prefLabel a owl:AnnotationProperty . <http://elsewhere.example/Thing> a owl:Class .
    :CodingStudy rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :TAProvider :CodingStudy ) ] .
    :onto a owl:Ontology ; dcterms:title "T" ; dcterms:description "D" ; dcterms:license :l ;
        owl:versionInfo "0.1.0" ; owl:versionIRI :v .
"""
)
BAD_TERMS = {
    "term-definition": (":NoDefinition", f'a owl:Class ; rdfs:label "No definition"@en ; {REST}'),
    "term-definition-style": (":Short", f'a owl:Class ; rdfs:label "Short"@en ; skos:definition "No stop"@en ; {REST}'),
    "term-source": (
        ":Unsourced",
        'a owl:Class ; rdfs:label "Unsourced"@en ; skos:definition "Came from nowhere."@en ;'
        'rdfs:isDefinedBy :onto ; vs:term_status "stable" .',
    ),
    "term-module": (
        ":Homeless",
        'a owl:Class ; rdfs:label "Homeless"@en ; skos:definition "Lives in no module."@en ;'
        'dcterms:source :book ; vs:term_status "stable" .',
    ),
    "term-status": (
        ":Unsure",
        'a owl:Class ; rdfs:label "Unsure"@en ; skos:definition "Has an odd status."@en ;'
        'dcterms:source :book ; rdfs:isDefinedBy :onto ; vs:term_status "fine" .',
    ),
    "definition-copied": (
        ":Copied",
        'a owl:Class ; rdfs:label "Copied"@en ; skos:definition "What a test needs of :CodingStudy."@en ;' + REST,
    ),
    "class-name": (
        ":lowClass",
        'a owl:Class ; rdfs:label "Low class"@en ; skos:definition "Low class, one."@en ;' + REST,
    ),
    "property-name": (
        ":HighProperty",
        'a owl:ObjectProperty ; rdfs:label "high property"@en ; skos:definition "High property, one."@en ;' + REST,
    ),
    "entity-label": (
        ":Spanish",
        'a owl:Class ; rdfs:label "Etiqueta"@es ; skos:definition "Has a Spanish label."@en ;' + REST,
    ),
    "class-label-style": (
        ":TitleCase",
        'a owl:Class ; rdfs:label "Title Case"@en ; skos:definition "Has a title-case label."@en ;' + REST,
    ),
    "property-label-style": (
        ":hasTitle",
        'a owl:ObjectProperty ; rdfs:label "Has title"@en ; skos:definition "Begins with a capital."@en ;' + REST,
    ),
    "concept-name": (
        ":camelCode",
        'a skos:Concept ; skos:inScheme :list ; skos:prefLabel "Camel code"@en ; skos:definition "A camel code."@en ;'
        + REST,
    ),
    "concept-label": (
        ":nameless",
        'a skos:Concept ; skos:inScheme :list ; skos:definition "Has no label at all."@en ;' + REST,
    ),
    "concept-label-style": (
        ":small",
        'a skos:Concept ; skos:inScheme :list ; skos:prefLabel "small"@en ; skos:definition "A small label."@en ;'
        + REST,
    ),
    "concept-scheme": (
        ":stray",
        'a skos:Concept ; skos:prefLabel "Stray"@en ; skos:definition "Is in no scheme."@en ;' + REST,
    ),
    "label-shared": (
        ":twin",
        'a skos:Concept ; skos:inScheme :list ; skos:prefLabel "In person"@en ; skos:definition "A twin code."@en ;'
        + REST,
    ),
    "term-replacement": (
        ":lost",
        'a skos:Concept ; skos:inScheme :list ; skos:prefLabel "Lost"@en ; skos:definition "Nothing in its place."@en ;'
        "owl:deprecated true ;" + REST,
    ),
    "ontology-title": (":bare", "a owl:Ontology ."),
    "ontology-description": (":bare", "a owl:Ontology ."),
    "ontology-license": (":bare", "a owl:Ontology ."),
    "ontology-version": (":bare", "a owl:Ontology ."),
    "ontology-version-iri": (":bare", "a owl:Ontology ."),
}
GOOD_PROFILE = (
    HEAD
    + """
:A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .
:B a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( :A [ a owl:Class ; owl:complementOf :A ] ) ] .
[] a owl:AllDisjointClasses ; owl:members ( :A :B ) .
:p a owl:ObjectProperty , owl:FunctionalProperty ; rdfs:domain :A ; rdfs:range :B .
:q a owl:ObjectProperty ; owl:propertyChainAxiom ( :q :p ) .
:t a owl:ObjectProperty , owl:TransitiveProperty ; owl:inverseOf :u .
:u a owl:ObjectProperty .
:d a owl:DatatypeProperty ; rdfs:range xsd:integer .
:n a owl:AnnotationProperty .
:a a :A , owl:NamedIndividual ; :p :b ; :d 3 ; :n "1999-01-01"^^xsd:date ; rdfs:label "a" .
"""
)
BAD_PROFILE = {
    "class-declared": (":Ghost", ":a2 a :Ghost ."),
    "class-or-datatype-declared": (
        "http://www.w3.org/2001/XMLSchema#date",
        ":on a owl:DatatypeProperty ; rdfs:range xsd:date .",
    ),
    "listed-class-declared": (
        None,
        ":C a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( :A :Phantom ) ] .",
    ),
    "disjoint-member-declared": (None, "[] a owl:AllDisjointClasses ; owl:members ( :A :Spook ) ."),
    "property-declared": (
        ":undeclared",
        ":E a owl:Class ; rdfs:subClassOf [ owl:onProperty :undeclared ; owl:someValuesFrom :A ] .",
    ),
    "single-kind": (":both", ":both a owl:ObjectProperty , owl:DatatypeProperty ."),
    "no-individual": (":F", ":F a owl:Class , :A ."),
    "predicate-declared": (":unknown", ":a :unknown :b ."),
    "literal-on-object-property": (":c", ':c :p "text" .'),
    "node-on-data-property": (":d1", ":d1 :d :a ."),
    "literal-datatype": (
        "http://www.w3.org/2001/XMLSchema#gYear",
        ':y a owl:DatatypeProperty . :a :y "1999"^^xsd:gYear .',
    ),
    "simple-properties": (":u", ":u a owl:FunctionalProperty ."),
    "chain-order": (":r", ":r a owl:ObjectProperty ; owl:propertyChainAxiom ( :p :r :p ) ."),
    "dangling": (TA + "Nowhere", f":a rdfs:seeAlso <{TA}Nowhere> ."),
}
GOOD_CATALOGUE = (
    HEAD
    + """
ta:FrameworkCoding rdfs:subClassOf ta:Coding .
:core a ta:Scope . :detailed a ta:Detail .
:f a ta:Framework ; skos:prefLabel "F" ; dcterms:bibliographicCitation "F (2000)." ; ta:hasScope :core ;
    ta:hasDetail :detailed ; ta:hasCompleteList true ; ta:hasComponent :f1 .
:f1 a ta:Component ; skos:prefLabel "One" ; ta:hasNumber 1 .
:s a ta:CodingStudy ; skos:prefLabel "S" ; dcterms:source :book .
:k a ta:FrameworkCoding ; ta:belongsToStudy :s ; ta:codesFramework :f ; ta:codesElement :e ; ta:assignsValue :v ;
    dcterms:source :book .
"""
)
BAD_CATALOGUE = {
    **{
        f"framework-{part}": (":f2", ":f2 a ta:Framework .")
        for part in ("label", "citation", "scope", "detail", "complete-list")
    },
    **{f"component-{part}": (":c2", ":c2 a ta:Component .") for part in ("label", "number", "framework")},
    **{f"study-{part}": (":s2", ":s2 a ta:CodingStudy .") for part in ("label", "source")},
    **{
        f"coding-{part}": (":k2", ":k2 a ta:FrameworkCoding .")
        for part in ("study", "framework", "element", "value", "source")
    },
}
CASES = {
    "terms": (GOOD_TERMS, {rule: (focus, f"{focus} {text}") for rule, (focus, text) in BAD_TERMS.items()}),
    "profile": (GOOD_PROFILE, BAD_PROFILE),
    "catalogue": (GOOD_CATALOGUE, BAD_CATALOGUE),
}


def triples(turtle: str) -> list[Triple]:
    return list(parse_triples(turtle.encode(), "turtle", "test"))


def judged(turtle: str, shapes: str) -> list[Finding]:
    return lint_shapes(own_terms(triples(turtle)) if shapes == "terms" else triples(turtle), shapes, str)


@pytest.mark.parametrize("shapes", CASES)
def test_the_good_example_passes(shapes: str) -> None:
    assert judged(CASES[shapes][0], shapes) == []


@pytest.mark.parametrize("shapes", CASES)
def test_each_bad_example_is_found_and_nothing_else(shapes: str) -> None:
    good, bad = CASES[shapes]
    found = judged(good + "\n".join(dict.fromkeys(text for _, text in bad.values())), shapes)
    expected = {(rule, focus.replace(":", "https://example.org/x#", 1) if focus and focus[0] == ":" else focus)
                for rule, (focus, _) in bad.items()}  # fmt: skip
    seen = {(f.rule, None if (f.rule, None) in expected else f.focus) for f in found}
    # A copied definition and a shared label are found at both ends.
    seen -= {
        ("definition-copied", "https://example.org/x#CodingStudy"),
        ("label-shared", "https://example.org/x#in-person"),
    }
    # What a missing declaration drags along: a name that is used nowhere as what it is.
    seen -= {("predicate-declared", "https://example.org/x#undeclared")}
    assert seen == expected
    assert all(f.hint and f.message and f.shape == TASH + f.rule for f in found)


def test_every_shape_has_a_bad_example() -> None:
    message = "http://www.w3.org/ns/shacl#message"
    for shapes, (_, bad) in CASES.items():
        stated = {
            t.subject.value.removeprefix(TASH)
            for t in read_triples(folder("shapes") / "ontology" / f"{shapes}.ttl")
            if t.predicate.value == message
        }
        assert stated == set(bad)


def test_a_broken_pyshacl_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RecursionError("too deep\n for it")

    monkeypatch.setattr("pyshacl.validate", broken)
    monkeypatch.setattr(lint, "run_limited", lambda seconds, function, *args: function(*args))  # in this process
    with pytest.raises(InternalError, match=r"pySHACL crashed on the ontology \(too deep for it\)"):
        lint_shapes([], "terms", str)


@pytest.mark.parametrize(
    ("text", "strict", "said"),
    [
        ("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", True, None),
        ("PREFIX dcterms: <http://purl.org/dc/terms/>", True, None),
        ("@prefix skos: <http://www.w3.org/2008/05/skos#> .", True, "usually stands for"),
        ("  prefix dct: <http://purl.org/dc/terms/>", True, "whose usual prefix is 'dcterms:'"),
        ("@prefix my: <https://example.org/my#> .", True, "not one of taonto's prefixes"),
        ("@prefix my: <https://example.org/my#> .", False, None),
    ],
)
def test_prefixes(text: str, strict: bool, said: str | None) -> None:
    found = list(lint_prefixes(OntologyFile("f.ttl", "\n" + text), strict))
    assert [f.line for f in found] == ([2] if said else [])
    assert all(said in f.message for f in found)


@pytest.mark.parametrize("letters", ["caf\ufffd", "cafÃ©", "donâ€™t", "Â\xa0", "bell\x07"])
def test_garbled_characters(letters: str) -> None:
    (finding,) = lint_text(OntologyFile("f.ttl", f"fine\nnot fine: {letters}\n"))
    assert finding.line == 2
    assert finding.message.isprintable()


def test_intact_characters() -> None:
    assert list(lint_text(OntologyFile("f.ttl", "café, don\u2019t, Ärger, Ângela \u2013 naïve\t\n"))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@prefix a: <u:a> .\n@prefix b: <u:b> .\na:x b:y a:z .\n", None),
        ("@prefix a: <u:a> .\n\ta:x a:y a:z .\n", "tab"),
        ("@prefix a: <u:a> . \na:x a:y a:z .\n", "trailing spaces"),
        ("@prefix a: <u:a> .\na:x a:y a:z .", "newline"),
        ("@prefix a: <u:a> .\n@prefix b: <u:b> .\na:x a:y a:z .\n", "does not use: b"),
        ("@prefix b: <u:b> .\n@prefix a: <u:a> .\na:x b:y a:z .\n", "in order"),
    ],
)
def test_turtle_style(text: str, said: str | None) -> None:
    found = [f.message for f in lint_style(OntologyFile("f.ttl", text))]
    assert len(found) == (1 if said else 0)
    assert all(said in message for message in found)


def test_links() -> None:
    stated = triples(HEAD + "ta:Phase rdfs:subClassOf skos:Concept ; rdfs:seeAlso <https://unknown.example/page> .")
    (finding,) = lint_links(stated, known_links())
    assert finding.value == "https://unknown.example/page"
    assert finding.focus == TA + "Phase"


def test_findings_get_their_file_and_line(tmp_path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(HEAD + "\n:Thing a owl:Class .\n<https://example.org/x#Other> a owl:Class .\n", encoding="utf-8")
    source = read_ontology_file(path)
    found = [Finding("r", "violation", "m", focus=f"https://example.org/x#{name}") for name in ("Thing", "Other", "No")]
    assert [(f.focus.rpartition("#")[2], f.line) for f in placed(found, [source])] == [
        ("No", None),
        ("Thing", 12),
        ("Other", 13),
    ]
    assert placed(found, [source])[1].file == str(path)


def test_blank_nodes_of_two_files_stay_apart(tmp_path) -> None:
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_text("_:b0 <u:p> <u:o> .\n")
    nodes = {t.subject for name in ("a.nt", "b.nt") for t in read_ontology_file(tmp_path / name).triples}
    assert len(nodes) == 2


def test_a_file_of_no_known_syntax(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(BadInputError, match="suffix"):
        read_ontology_file(tmp_path / "a.txt")
