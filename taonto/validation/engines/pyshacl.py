"""The reference engine: pySHACL in child processes, with time limits, so that no input can take the report away."""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pyoxigraph import RdfFormat, Triple, serialize

from taonto.base.errors import TaontoError
from taonto.validation.engines.engine import Result, Unjudged

STRETCH = 1000
"""Focus nodes that one task holds."""


class _StoppedError(Exception):
    """The child was killed after its time, or ended without an answer."""


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


class _Child:
    """One worker process, started again after it had to be killed."""

    def __init__(self, graphs: tuple[bytes, bytes, bytes], load_seconds: float) -> None:
        self.graphs = graphs
        self.load_seconds = load_seconds
        self.process: subprocess.Popen[bytes] | None = None
        self.sizes: list[tuple[str, int]] = []

    def start(self) -> None:
        """Start the process and load the graphs, unless that is done.

        Raises:
            TaontoError: if the shapes are not sound, or loading takes too long.
        """
        if self.process is not None:
            return
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "taonto.validation.engines.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        try:
            kind, content = self.exchange(self.graphs, self.load_seconds)
        except _StoppedError as error:
            raise TaontoError(
                f"the data or the shapes can't be loaded into pySHACL ({error}); split the data, take fewer --workers, "
                "or simplify the shapes"
            ) from None
        if kind == "broken":
            raise TaontoError(f"the shapes can't be used ({content}); mend them")
        self.sizes = content

    def ask(self, task: _Task, seconds: float) -> list[Result | Unjudged]:
        """Return what the worker finds.

        Raises:
            _StoppedError: if it took too long or died; the next question starts it again.
            TaontoError: if the shape is not sound.
        """
        self.start()
        kind, content = self.exchange((task.shape, task.start, task.stop), seconds)
        if kind == "broken":
            raise TaontoError(f"the shape {self.sizes[task.shape][0]} can't be used ({content}); mend it")
        return content  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream:
                    with contextlib.suppress(OSError):
                        stream.close()
            self.process = None

    def exchange(self, question: object, seconds: float) -> tuple[str, Any]:
        """Send a question and return the kind and content of the answer.

        Raises:
            _StoppedError: if none came in time; the process has then ended.
        """
        process = self.process
        assert process is not None and process.stdin is not None and process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            pickle.dump(question, process.stdin)
            process.stdin.flush()
            kind, content = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
            killed = process.returncode == -9  # by the system: none of its own faults ends it so
            self.close()
            if late.is_set():
                reason = f"no answer in {seconds:.0f} seconds"
            else:
                reason = "pySHACL was killed, as happens when memory is short" if killed else "pySHACL broke down"
            raise _StoppedError(reason) from None
        finally:
            timer.cancel()
        return kind, content


class PyshaclEngine:
    """pySHACL, guarded.

    Each worker holds the whole graph, and each task is one shape over a stretch of its focus nodes: so rules over
    many records see them all, and the results are those of one plain run of pySHACL. A task that takes too long or
    kills its worker is halved until the node at fault stands alone.
    """

    name = "pyshacl"

    def __init__(
        self, workers: int = 1, seconds: float = 5.0, progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Set the limits.

        Args:
            workers: how many processes share the work.
            seconds: how long one focus node may take; longer stretches get 0.06 seconds more for each node.
            progress: told of the shapes done and of all, from any thread.
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
        children = [_Child(graphs, load_seconds) for _ in range(self.workers)]
        try:
            yield from self._share(children)
        finally:
            for child in children:
                child.close()

    def _share(self, children: list[_Child]) -> Iterator[Result | Unjudged]:
        with ThreadPoolExecutor(len(children)) as pool:
            list(pool.map(_Child.start, children))
        tasks = [
            _Task(number, start, min(start + STRETCH, size))
            for number, (_, size) in enumerate(children[0].sizes)
            for start in range(0, size, STRETCH)
        ]
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
        with ThreadPoolExecutor(len(children)) as pool:
            for done, found in enumerate(pool.map(run, tasks), start=1):
                if self.progress:
                    self.progress(done, len(tasks))
                yield from [r for r in found if not (r in seen or seen.add(r))]  # type: ignore[func-returns-value]

    def _split(self, child: _Child, task: _Task) -> Iterator[Result | Unjudged]:
        try:
            yield from child.ask(task, self.seconds + 0.06 * task.size)
        except _StoppedError as error:
            if task.size == 1:
                child.start()
                _, node = child.exchange((task.shape, task.start), self.seconds)
                yield Unjudged(child.sizes[task.shape][0], node, str(error))
                return
            for half in task.halves():
                yield from self._split(child, half)
