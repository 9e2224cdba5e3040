"""`taonto.validate`: inputs in, one report out."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Triple

from taonto.base.errors import BadInputError, LimitError, TaontoError, UnknownNameError, as_error
from taonto.base.text import counted, one_line
from taonto.ontology.codes import CodeLists, vocabulary_triples
from taonto.rdf.graph import missing_imports
from taonto.records.inputs import Input, read_input
from taonto.records.record import Place
from taonto.records.sheets.layout import load_layout
from taonto.validation.engines.alternatives import join_alternatives
from taonto.validation.engines.engine import Engine, Unjudged
from taonto.validation.engines.pyshacl import PyshaclEngine
from taonto.validation.explain import Explainer
from taonto.validation.findings import FileResult, Finding, Severity, ValidationReport
from taonto.validation.program_rules import PersonalDataOptions, apply_rules, finding_at
from taonto.validation.rules import Rule, RuleBook, beyond_core, read_shapes
from taonto.validation.suggestions import nearest_of
from taonto.validation.trace import Tracer

ENGINES = ("auto", "pyshacl")
NOT_CERTIFIED = (
    "No pattern can guarantee that a text is free of personal data: the rules find only what has a typical form. "
    "When in doubt, leave narratives out."
)
NOT_APPLIED = (
    "The shapes also use {}, which goes beyond SHACL Core and SHACL-SPARQL: it was not applied, and what depends on it "
    "was not checked."
)
NOT_IMPORTED = "The shapes import {}, which is never fetched; if it is needed, add its file to the shapes."
_UNKNOWN_COLUMN, _NO_RECORDS, _UNDEFINED_WORD = "TA141", "TA902", "TA903"
MOST_WORDS = 20
"""For how many undefined words of a file there is a finding of their own."""
_FEW = 300
"""Up to this many records one process is as fast as two, because each loads the whole graph."""


def validate(
    *files: str | Path,
    profile: str | None = None,
    shapes: Sequence[str | Path] = (),
    input_format: str | None = None,
    input_base: str | None = None,
    metadata: Sequence[str | Path] = (),
    together: bool = False,
    advice: bool = True,
    engine: str = "auto",
    workers: int | None = None,
    fail_on: Severity | str = Severity.VIOLATION,
    options: PersonalDataOptions | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ValidationReport:
    """Check engagement records and return what is wrong with them, where, and what to write instead.

    Args:
        *files: RDF in any syntax, CSV or XLSX; "-" is standard input.
        profile: "exchange" (the default) or "publication". With `shapes`, only the shapes apply unless it is given.
        shapes: files with your own SHACL shapes.
        input_format: "csv", "xlsx" or a syntax of RDF for all files; by default the suffix decides.
        input_base: what relative IRIs of RDF (data, shapes and metadata) are resolved against; without it they are
            errors.
        metadata: files that describe the data set (RDF, or a sheet of properties and values), read with each file.
        together: whether all files are one data set; by default each is checked alone.
        advice: whether to report recommendations too (infos of the recommended layer).
        engine: "auto" or "pyshacl".
        workers: how many processes share the work; by default up to two.
        fail_on: the lowest severity that makes the data non-conforming.
        options: thresholds of the rules on personal data.
        progress: called with the number of steps done and the number of all steps.

    Of several files, one that can't be read or judged costs only itself: the report says why.

    Raises:
        BadInputError: if there is no file, or the only one or the shapes can't be read.
        UnknownNameError: if the only file does not exist, or there is no such profile, engine, severity or format.
        LimitError: if the only file is too large, or can't be loaded in time.
    """
    if not files:
        raise BadInputError("nothing to validate; name at least one file")
    if engine not in ENGINES:
        raise UnknownNameError(f"there is no engine '{engine}'; the engines are {', '.join(ENGINES)}")
    try:
        gate = Severity(fail_on)
    except ValueError:
        raise UnknownNameError(f"there is no severity '{fail_on}'; use {', '.join(Severity)}") from None
    rule_book = RuleBook.shipped()
    applied = profile or (None if shapes else "exchange")
    rules = join_alternatives(rule_book.shapes(applied, advice)) if applied else []
    shape_notes: list[str] = []
    own = read_shapes([str(s) for s in shapes], input_base, shape_notes) if shapes else []
    described = [read_input(m, blank=f"m{number}b", base=input_base) for number, m in enumerate(metadata, start=1)]
    # Topics and other codes that the metadata describes can be named in cells.
    lists = CodeLists.shipped([t for d in described for t in d.triples]) if described else None
    sources = _read_each(files, input_format, lists, together, input_base)
    readable = [source for source in sources if source.error is None]
    found: list[Finding] = []
    for data_set in [readable] if together and readable else [[source] for source in readable]:
        records = sum(s.count for s in data_set)
        count = workers or (1 if records <= _FEW else min(2, os.cpu_count() or 1))
        runner = PyshaclEngine(count, progress=progress)
        asked = options or PersonalDataOptions()
        try:
            found += list(_judge([*data_set, *described], [*rules, *own], applied, runner, rule_book, asked))
        except (LimitError, MemoryError) as error:
            if len(files) == len(data_set):
                raise
            for source in data_set:
                source.error = f"{source.file}: {as_error(error)}"
    return ValidationReport(
        findings=tuple(found),
        files=tuple(FileResult(s.file, s.count, s.blank_rows, tuple(s.notes), s.error) for s in sources),
        engine="pyshacl",
        profile=" + ".join([*([applied] if applied else []), *(Path(s).name for s in shapes)]),
        fail_on=gate,
        notes=(
            *([NOT_CERTIFIED] if applied == "publication" else []),
            *map(NOT_APPLIED.format, beyond_core(own)),
            *shape_notes,
            *map(NOT_IMPORTED.format, missing_imports(own)),
        ),
    )


def _read_each(
    files: Sequence[str | Path],
    input_format: str | None,
    lists: CodeLists | None,
    together: bool,
    input_base: str | None,
) -> list[Input]:
    """Return the inputs; of several, one that can't be read is empty and says why."""
    taken: set[bytes] | None = set() if together else None  # marks of the records read so far
    sources = []
    for number, file in enumerate(files, start=1):
        blank = f"f{number}b" if together and number > 1 else "b"
        try:
            sources.append(read_input(file, input_format, lists, blank, taken, input_base))
        except (TaontoError, MemoryError, RecursionError) as error:
            if len(files) == 1:
                raise
            sources.append(Input(str(file), [], 0, error=str(as_error(error))))
    return sources


def _judge(
    sources: Sequence[Input],
    shapes: Sequence[Triple],
    profile: str | None,
    engine: Engine,
    rule_book: RuleBook,
    options: PersonalDataOptions,
) -> Iterator[Finding]:
    records = [record for source in sources for record in source.records]
    tracer = Tracer(records)
    explainer = Explainer(rule_book, tracer)
    default = sources[0].file
    triples = (triple for record in records for triple in record.triples)
    for result in engine.judge(shapes, vocabulary_triples(), triples):
        found = explainer.unjudged(result) if isinstance(result, Unjudged) else explainer.findings(result)
        yield from (_in_file(f, default) for f in found)
    for source in sources:
        yield from _undefined_words(source, rule_book.rules[_UNDEFINED_WORD])
    if profile is None:
        return
    for source in sources:
        for place in source.unknown_columns:
            rule = rule_book.rules[_UNKNOWN_COLUMN]
            near = nearest_of(place.column or "", {c.heading.casefold(): c.heading for c in load_layout().columns}, 85)
            hint = f"Did you mean {near}? {rule.hint}" if near else None
            yield finding_at(place, rule, f"The column '{place.column}' is unknown.", hint=hint)
    if not any(source.count for source in sources):
        yield finding_at(Place(default), rule_book.rules[_NO_RECORDS], "The file contains no engagement records.")
    yield from apply_rules(rule_book.of_profile(profile), tracer, options)


def _undefined_words(source: Input, rule: Rule) -> Iterator[Finding]:
    """Yield a finding for each of the first words of JSON-LD that no context defines, and one for all others."""
    unmapped = source.unmapped
    lost = [
        (word, f"{counted(n, 'statement')} with it {'was' if n == 1 else 'were'} left out")
        for word, n in unmapped.words.items()
    ]
    kept = [(word, "the base was put before it") for word in unmapped.guessed]
    for word, effect in [*lost, *kept][:MOST_WORDS]:
        message = f"No context defines the word '{one_line(word)[:100]}', and {effect}."
        yield finding_at(Place(source.file, line=unmapped.lines.get(word)), rule, message)
    more = len(lost) + len(kept) - MOST_WORDS
    if more > 0:
        yield finding_at(Place(source.file), rule, f"No context defines {counted(more, 'further word')}.")


def _in_file(found: Finding, default: str) -> Finding:
    """Give a finding about the data set as a whole the name of the (first) file."""
    if found.file is not None:
        return found
    return replace(found, file=default)
