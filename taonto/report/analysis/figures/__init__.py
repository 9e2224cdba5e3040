"""The figures of an analysis, drawn with matplotlib."""

import logging

# Where matplotlib keeps its cache, and that it has no place for it, is no news for the users of a report.
logging.getLogger("matplotlib").setLevel(logging.ERROR)
