"""The reference engine: pySHACL in child processes with time limits, so that no input can prevent the report."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pyoxigraph import RdfFormat, Triple, serialize

from taonto.base.children import Server, StoppedError
from taonto.base.errors import BadInputError, LimitError
from taonto.validation.engines.engine import Result, Unjudged

STRETCH = 1000
"""Focus nodes per task."""


@dataclass(frozen=True, slots=True)
class _Task:
    shape: int
    start: int
    stop: int

    @property
    def size(self) -> int:
        return self.stop - self.start

    def halves(self) -> tuple["_Task", "_Task"]:
        middle = (self.start + self.stop) // 2
        return _Task(self.shape, self.start, middle), _Task(self.shape, middle, self.stop)


class _Worker:
    """One process that runs pySHACL, started again after it had to be killed."""

    def __init__(self, graphs: tuple[bytes, bytes, bytes], load_seconds: float) -> None:
        self.graphs = graphs
        self.load_seconds = load_seconds
        self.server: Server | None = None
        self.sizes: list[tuple[str, int]] = []
        self.ended = False

    def start(self) -> None:
        """Start the process and load the graphs, unless that is done.

        Raises:
            BadInputError: if the shapes are not sound.
            LimitError: if loading takes too long.
        """
        if self.server is not None:
            return
        if self.ended:
            raise LimitError("the validation was stopped")
        self.server = Server("taonto.validation.engines.worker")
        try:
            kind, content = self.exchange(self.graphs, self.load_seconds)
        except StoppedError as error:
            raise LimitError(
                f"the data or the shapes can't be loaded into pySHACL ({error}); split the data, use fewer workers, "
                "or simplify the shapes"
            ) from None
        if kind == "broken":
            raise BadInputError(f"the shapes can't be used ({content}); fix them")
        self.sizes = content

    def ask(self, task: _Task, seconds: float) -> list[Result | Unjudged]:
        """Return what the worker finds.

        Raises:
            StoppedError: if it took too long or died; the next question starts it again.
            BadInputError: if the shape is not sound.
        """
        self.start()
        kind, content = self.exchange((task.shape, task.start, task.stop), seconds)
        if kind == "broken":
            raise BadInputError(f"the shape {self.sizes[task.shape][0]} can't be used ({content}); fix it")
        return content  # type: ignore[no-any-return]

    def end(self) -> None:
        """End the process for good, from any thread: nobody waits for the rest of its work."""
        self.ended = True
        if (server := self.server) is not None:
            server.close()

    def exchange(self, question: object, seconds: float) -> tuple[str, Any]:
        """Send a question and return the kind and content of the answer.

        Raises:
            StoppedError: if none came in time; the process has then ended.
        """
        assert self.server is not None
        try:
            kind, content = self.server.ask(question, seconds)
        except StoppedError:
            self.server = None
            raise
        return kind, content


class PyshaclEngine:
    """pySHACL, guarded.

    Each worker loads the whole graph, and each task is one shape over a stretch of its focus nodes: so rules over
    many records see them all, and the results are those of one plain run of pySHACL. A task that takes too long or
    kills its worker is halved until the node at fault is alone.
    """

    name = "pyshacl"

    def __init__(
        self, workers: int = 1, seconds: float = 5.0, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Set the limits.

        Args:
            workers: how many processes share the work.
            seconds: how long one focus node may take; longer stretches get 0.06 seconds more for each node.
            progress: called with the number of tasks done and of all tasks, from any thread.
        """
        self.workers = max(1, workers)
        self.seconds = seconds
        self.progress = progress

    def judge(
        self, shapes: Sequence[Triple], vocabulary: Sequence[Triple], data: Iterable[Triple]
    ) -> Iterator[Result | Unjudged]:
        """Yield each result once; see `Engine.judge`."""
        encoded = serialize(dict.fromkeys(data), format=RdfFormat.N_TRIPLES) or b""
        shaped = serialize(shapes, format=RdfFormat.N_TRIPLES) or b""
        graphs = (encoded, shaped, serialize(vocabulary, format=RdfFormat.N_TRIPLES) or b"")
        load_seconds = 60 + len(encoded) / 1e5
        yield from self._share([_Worker(graphs, load_seconds) for _ in range(self.workers)])

    def _share(self, children: list[_Worker]) -> Iterator[Result | Unjudged]:
        idle = list(children)
        lock = threading.Lock()

        def run(task: _Task) -> list[Result | Unjudged]:
            with lock:
                child = idle.pop()
            try:
                return list(self._split(child, task))
            finally:
                with lock:
                    idle.append(child)

        seen: set[Result | Unjudged] = set()
        # One pool for all: a child ends with the thread that started it.
        pool = ThreadPoolExecutor(len(children))
        try:
            list(pool.map(_Worker.start, children))
            tasks = [
                _Task(number, start, min(start + STRETCH, size))
                for number, (_, size) in enumerate(children[0].sizes)
                for start in range(0, size, STRETCH)
            ]
            for done, found in enumerate(pool.map(run, tasks), start=1):
                if self.progress:
                    self.progress(done, len(tasks))
                yield from [r for r in found if not (r in seen or seen.add(r))]  # type: ignore[func-returns-value]
        finally:
            for child in children:
                child.end()
            pool.shutdown(cancel_futures=True)

    def _split(self, child: _Worker, task: _Task) -> Iterator[Result | Unjudged]:
        try:
            yield from child.ask(task, self.seconds + 0.06 * task.size)
        except StoppedError as error:
            if task.size == 1:
                child.start()
                _, node = child.exchange((task.shape, task.start), self.seconds)
                yield Unjudged(child.sizes[task.shape][0], node, str(error))
                return
            for half in task.halves():
                yield from self._split(child, half)
