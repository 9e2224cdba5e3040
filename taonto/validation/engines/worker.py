"""The child process in which pySHACL works: `python -m taonto.validation.engines.worker`, pickles in and out.

A separate process, because pySHACL can run without end and can't be stopped from within; started as a plain program,
because a script that calls `taonto.validate()` must not be run again by its own children.
"""

import gc
import logging
import pickle
import sys
from typing import Any, BinaryIO

from taonto.base.child import serve
from taonto.validation.engines.errors import reason_of
from taonto.validation.engines.judge import Judge
from taonto.validation.engines.patches import check_queries_once, fetch_nothing


def _refuse_network(event: str, _: tuple[Any, ...]) -> None:
    """Refuse connections, as an audit hook: custom shapes may contain SERVICE or FROM, and nothing is ever fetched."""
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        raise PermissionError("validation fetches nothing from the network")


def serve_parent(questions: BinaryIO, answers: BinaryIO) -> None:
    """Serve one parent: first the three graphs, then one task after another until it closes the pipe."""
    logging.disable(logging.CRITICAL)
    sys.addaudithook(_refuse_network)
    fetch_nothing()
    check_queries_once()
    # Graphs of millions of nodes are not garbage, and looking for it costs a fifth of the time.
    gc.set_threshold(100_000, 50, 50)

    def answer(kind: str, content: object) -> None:
        pickle.dump((kind, content), answers)
        answers.flush()

    judge: Judge | None = None
    while True:
        try:
            question = pickle.load(questions)
        except EOFError:
            return
        try:
            if judge is None:
                judge = Judge(*question)
                answer("ready", judge.sizes)
            elif len(question) == 2:
                answer("node", judge.node(*question))
            else:
                answer("results", judge.judge(*question))
        except Exception as error:
            answer("broken", reason_of(error))


if __name__ == "__main__":
    serve(serve_parent)
