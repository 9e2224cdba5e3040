"""What can go wrong, as a tree: each error is one sentence for people and has a `code` for programs."""


class TaontoError(Exception):
    """What taonto raises on purpose: one sentence that names the place, what is wrong, and what to do.

    Catch this class for all of them. It is never raised itself: each subclass has a `code` that stays.
    The command line prints the sentence and ends with exit code 2, without a traceback.
    """

    code = ""


class BadInputError(TaontoError):
    """A file, a value or an argument is not what it has to be."""

    code = "bad-input"


class UnknownNameError(TaontoError):
    """A name stands for nothing here: no such file, term, question, study, profile or format."""

    code = "unknown-name"


class LimitError(TaontoError):
    """The work is larger, or takes longer, than a limit allows."""

    code = "limit"


class UnavailableError(TaontoError):
    """Something outside taonto is needed and missing: Java, an optional package, an endpoint, room on the disk."""

    code = "unavailable"


class InternalError(TaontoError):
    """taonto itself, or an engine that it drives, is at fault."""

    code = "internal"
