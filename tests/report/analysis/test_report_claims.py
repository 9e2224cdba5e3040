"""The claims: each number again from the shipped query, or from plain sets."""

import itertools
import re
from collections import Counter

import pytest

from taonto.base.vocabulary import TAC, TAF, TAP


@pytest.fixture(scope="session")
def by_name(report):
    return {claim.name: claim for claim in report.claims}


@pytest.fixture(scope="session")
def yielded(inferred, files):
    """Return what the query shipped beside a claim yields, in short names."""

    def rows(claim):
        found = inferred.query(files[f"queries/{claim.query}.rq"].decode())
        return [tuple(re.sub(f"^({TAP}|{TAF}|{TAC})", "", value.value) for value in row) for row in found]

    return rows


def counts(sets):
    return Counter(element for mine in sets.values() for element in mine)


def top(sets):
    """Return the elements that most frameworks include, and how many do."""
    count = max(counts(sets).values())
    return {element for element, number in counts(sets).items() if number == count}, count


def test_the_first_claim_answers_the_main_question(report, sets, ask):
    label = dict(ask('SELECT ?e ?l { ?e a ta:Practice ; skos:prefLabel ?l FILTER(LANG(?l) = "en") }'))
    elements, count = top(sets)
    text = report.claims[0].text
    assert f"{count} of {len(sets)} core frameworks" in text
    assert all(label[TAP + element].lower() in text for element in elements)


def test_every_claim_has_its_table_and_its_query(report, files):
    assert len(report.claims) > 15
    for claim in report.claims:
        assert f"{claim.table}.csv" in files
        assert f"queries/{claim.query}.rq" in files
        assert not claim.figure or f"{claim.figure}.svg" in files
        for value in claim.numbers.values():
            assert any(form in claim.text for form in (f"{value:,}", f"{value:g}", f"{value:.1f}", f"{value:.2f}")) or (
                value == 0 and re.search(r"\b(no|none)\b", claim.text, re.IGNORECASE)
            ), claim.name


def test_the_most_common_element(by_name, yielded, sets, detailed):
    claim = by_name["top-element"]
    element, present, _, unknown = yielded(claim)[0]
    elements, count = top(sets)
    assert element in elements
    assert int(present) == count == claim.numbers["frameworks"]
    if len(elements) == 1 and int(unknown):
        assert claim.unknown.startswith(f"For {unknown} more it is unknown")
    assert f"{counts(detailed)[element]} of {len(detailed)}" in claim.detailed


def test_the_core(by_name, yielded, sets, detailed):
    claim = by_name["core-elements"]
    rows = yielded(claim)
    half = -(-len(sets) // 2)
    assert claim.numbers == {"elements": sum(int(row[1]) >= half for row in rows), "half": half}
    assert claim.numbers["elements"] == sum(count >= half for count in counts(sets).values())
    possible = sum(int(row[1]) + int(row[3]) >= half for row in rows)
    assert claim.unknown == (
        f"If every unknown cell were present, it would be {possible}." if possible > claim.numbers["elements"] else ""
    )
    least = -(-len(detailed) // 2)
    assert f"alone: {sum(count >= least for count in counts(detailed).values())} in" in claim.detailed


def test_the_phases(by_name, yielded, sets, phases):
    claim = by_name["phases"]
    reached = {phase: int(count) for phase, count in yielded(claim)}
    assert reached == {p: sum(bool(own & mine) for mine in sets.values()) for p, own in phases.items()}
    assert claim.numbers == {"most": max(reached.values()), "least": min(reached.values())}


def test_frameworks_that_reach_all_phases(by_name, yielded, sets, phases, detailed):
    claim = by_name["all-phases"]
    rows = yielded(claim)
    assert claim.numbers["frameworks"] == sum(int(row[2]) == len(phases) for row in rows)
    assert {row[0]: int(row[1]) for row in rows} == {name: len(mine) for name, mine in sets.items()}
    full = sum(all(own & mine for own in phases.values()) for mine in detailed.values())
    assert claim.detailed.endswith(f"{full}.")


def test_the_published_elements(by_name, sets, phases, ask):
    published = {
        row[0].removeprefix(TAP) for row in ask('SELECT ?e WHERE { ?e a ta:Practice ; vs:term_status "stable" }')
    }
    assert published == phases["preparation"]
    assert by_name["published-elements"].numbers == {
        "any": sum(bool(mine & published) for mine in sets.values()),
        "all": sum(published <= mine for mine in sets.values()),
    }


def test_pairs_of_frameworks(by_name, yielded, sets):
    rows = {frozenset(row[:2]): int(row[2]) for row in yielded(by_name["most-alike"])}
    pairs = list(itertools.combinations(sorted(sets), 2))
    for one, other in pairs:
        assert rows.get(frozenset((one, other)), 0) == len(sets[one] & sets[other])
    assert by_name["mean-shared"].numbers["shared"] == pytest.approx(sum(rows.values()) / len(pairs))
    jaccard = {pair: len(sets[pair[0]] & sets[pair[1]]) / len(sets[pair[0]] | sets[pair[1]]) for pair in pairs}
    assert by_name["mean-jaccard"].numbers["jaccard"] == pytest.approx(sum(jaccard.values()) / len(pairs))
    found = by_name["most-alike"].numbers
    best = [pair for pair in pairs if jaccard[pair] == max(jaccard.values())]
    assert (found["shared"], found["either"]) in {
        (len(sets[one] & sets[other]), len(sets[one] | sets[other])) for one, other in best
    }


def test_pairs_of_elements(by_name, yielded, sets, detailed):
    claim = by_name["elements-together"]
    first, second, count = yielded(claim)[0]
    together = Counter(pair for mine in sets.values() for pair in itertools.combinations(sorted(mine), 2))
    assert together[first, second] == int(count) == max(together.values())
    assert claim.numbers["frameworks"] == int(count)
    assert claim.detailed.endswith(f"in {sum({first, second} <= mine for mine in detailed.values())}.")


def test_the_matrix_query_yields_the_matrix(by_name, yielded, report):
    matrix = report.result.matrix
    value = {"present": 1, "not-mentioned": 0, "unknown": -1}
    cells = {(framework, element): value[name] for framework, element, name in yielded(by_name["nestedness"])}
    assert cells == {
        (framework, element): matrix.values[row, column]
        for row, framework in enumerate(matrix.framework_ids)
        for column, element in enumerate(matrix.element_ids)
    }


def test_the_other_study(by_name, yielded):
    claim = by_name["agreement-project-meyers-2012"]
    known = {(one, other): int(count) for one, other, count in yielded(claim) if "unknown" not in (one, other)}
    assert claim.numbers == {"agree": sum(c for (a, b), c in known.items() if a == b), "cells": sum(known.values())}


def test_claims_about_records_name_their_providers(records_report):
    said = {claim.name: claim for claim in records_report.claims}
    result = records_report.result.engagements
    assert said["practices-used"].numbers == {"records": result.records, "with_practice": result.with_practice}
    assert any(name.startswith("gap-") and "(synthetic)" in claim.text for name, claim in said.items())
    assert not re.search(r"https?://", " ".join(claim.text for claim in records_report.claims))
    gaps = records_report.tables["framework_gaps"]
    assert said["gaps"].numbers["called_for"] == gaps["called_for"].sum()
    assert said["gaps"].numbers["shown"] == sum(len([n for n in cell.split(";") if n]) for cell in gaps["shown"])
