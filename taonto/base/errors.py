"""What can go wrong, as a tree: each error has one sentence for people and a `code` for programs."""

from pathlib import Path

_HOME = Path(__file__).resolve().parents[1]
_MOST_SHOWN = 200


class TaontoError(Exception):
    """Any error that taonto raises on purpose: one sentence that says where, what is wrong, and what to do.

    Catch this class to catch them all. It is never raised itself: each subclass has a `code` that never changes.
    The command line prints the sentence and ends with exit code 2, without a traceback.
    """

    code = ""


class BadInputError(TaontoError):
    """A file, a value or an argument is not what it must be."""

    code = "bad-input"


class UnknownNameError(TaontoError):
    """A name is unknown: there is no such file, term, question, study, profile or format."""

    code = "unknown-name"


class LimitError(TaontoError):
    """The work is larger or takes longer than a limit allows."""

    code = "limit"


class UnavailableError(TaontoError):
    """Something outside taonto is missing: Java, an optional package, an endpoint, space on the disk."""

    code = "unavailable"


class InternalError(TaontoError):
    """taonto itself, or an engine that it runs, has failed."""

    code = "internal"


def as_error(error: BaseException) -> TaontoError:
    """Return any exception as an error of taonto: itself, or one that says in a sentence what it means.

    A TaontoError is meant to be raised where something goes wrong; this is for what nobody foresaw.
    """
    if isinstance(error, TaontoError):
        return error
    if isinstance(error, MemoryError):
        return LimitError("memory ran out; close other programs, use fewer workers, or split the input")
    if isinstance(error, RecursionError):
        return LimitError("the input is nested too deeply; flatten it")
    import traceback  # takes time that sound runs need not spend

    text = " ".join(f"{type(error).__name__}: {error}".split())[:_MOST_SHOWN]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _HOME in Path(frame.filename).parents]
    place = f", in {Path(frames[-1].filename).relative_to(_HOME.parent)} line {frames[-1].lineno}" if frames else ""
    return InternalError(f"taonto failed ({text}{place}); this is a fault of the program: please report it")
