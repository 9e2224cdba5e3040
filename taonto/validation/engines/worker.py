"""The child process in which pySHACL works: `python -m taonto.validation.engines.worker`, pickles in and out.

A process of its own, because pySHACL can run on without end and can't be stopped from within; started as a
plain program, because a script that calls `taonto.validate()` must not be run again by its own children.
"""

import gc
import logging
import os
import pickle
import sys
from typing import Any, BinaryIO

from rdflib.plugins import sparql

from taonto.validation.engines.judge import Judge, check_queries_once, reason_of


def _refuse_network(event: str, _: tuple[Any, ...]) -> None:
    """An audit hook: shapes of others may hold SERVICE or FROM, and nothing is ever to be fetched."""
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        raise PermissionError("validation fetches nothing from the network")


def main() -> None:
    """Serve one parent: first the two graphs, then one task after another until it closes the pipe."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints must not end up among the answers
    logging.disable(logging.CRITICAL)
    sys.addaudithook(_refuse_network)
    sparql.SPARQL_LOAD_GRAPHS = False
    check_queries_once()
    gc.set_threshold(100_000, 50, 50)  # graphs of millions of terms are no garbage, and looking for it costs a fifth
    _serve(sys.stdin.buffer, answers)


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
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
    main()
