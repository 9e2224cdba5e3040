"""The one exception that a user is meant to read."""


class TaontoError(Exception):
    """Something that the user can mend: one sentence that names the place, the fault and the remedy.

    The command line prints it and leaves with exit code 2; it never shows a traceback for it.
    """
