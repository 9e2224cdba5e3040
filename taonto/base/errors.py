"""What can go wrong, as a tree: each error has one sentence for people and a `code` for programs."""


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
