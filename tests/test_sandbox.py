from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import InputError, QueryError, SamverkanError
from graph.sandbox import Limits, Task, run_limited, run_pool
from graph.workspace import sweep
from tests import sandbox_tasks as tasks

ROOT = Path(__file__).parent.parent
LIMITS = Limits(wall_seconds=20, cpu_seconds=10, memory_bytes=400 * 2**20)
SHORT = Limits(wall_seconds=0.5, cpu_seconds=1, memory_bytes=400 * 2**20)


@pytest.fixture
def canary() -> Iterator[tuple[str, socket.socket]]:
    """A listener on this machine that no worker may reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield f"127.0.0.1:{server.getsockname()[1]}", server


@pytest.mark.parametrize("text", ["", "åäö", "\udc80", "a\nb\0c", "x" * 300_000])
def test_what_goes_in_comes_back(text: str) -> None:
    assert run_limited(tasks.echo, text, limits=LIMITS) == text


@pytest.mark.parametrize(
    ("function", "payload", "limits", "reason"),
    [
        (tasks.sleep, "60", SHORT, "tog för lång tid (0.5 s)"),
        (tasks.spin, "", Limits(wall_seconds=30, cpu_seconds=1), "tog för lång tid (1 s processortid)"),
        (tasks.eat, "", LIMITS, "behövde för mycket minne (gränsen är 400 MB)"),
        (tasks.crash, "", LIMITS, "läsningen kraschade (SIGSEGV)"),
        (tasks.leave, "", LIMITS, "läsningen kraschade (kod 7)"),
        (tasks.recurse, "", LIMITS, "för djupt nästlad för att läsas"),
        (tasks.run_program, "", LIMITS, "oväntat fel: PermissionError"),
    ],
)
def test_a_task_that_breaks_a_limit_says_which(
    function: Callable[[str], str], payload: str, limits: Limits, reason: str
) -> None:
    with pytest.raises(InputError) as caught:
        run_limited(function, payload, limits=limits, name="fil.pdf")
    assert reason in caught.value.reason
    assert caught.value.file == "fil.pdf"


def test_an_unforeseen_error_names_its_place_and_never_the_content() -> None:
    with pytest.raises(InputError) as caught:
        run_limited(tasks.blunder, "811228-9874", limits=LIMITS, name="a.txt")
    assert "ValueError i sandbox_tasks.py" in str(caught.value)
    assert "9874" not in str(caught.value)


def test_our_own_errors_come_back_as_they_were() -> None:
    with pytest.raises(QueryError) as caught:
        run_limited(tasks.refuse, "fraga.rq", limits=LIMITS, name="annat")
    assert str(caught.value) == "fraga.rq: för komplex Dela upp frågan."


def test_no_network(canary: tuple[str, socket.socket]) -> None:
    address, server = canary
    with pytest.raises(InputError, match="PermissionError"):
        run_limited(tasks.connect, address, limits=LIMITS)
    with pytest.raises(TimeoutError):
        server.accept()


def test_no_network_below_python_where_the_kernel_has_namespaces(canary: tuple[str, socket.socket]) -> None:
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this kernel refuses network namespaces; the audit hook is what remains")
    assert run_limited(tasks.connect_natively, canary[0], limits=LIMITS) == "refused"


def test_a_worker_stands_in_an_empty_folder_that_is_gone_afterwards() -> None:
    folder, _, inside = run_limited(tasks.where, "", limits=LIMITS).partition(" ")
    assert inside == "[]"
    assert not Path(folder).exists()


def test_a_pools_workers_stand_where_a_sweep_finds_what_a_killed_run_leaves(tmp_path: Path) -> None:
    [(_, where)] = run_pool([Task(tasks.where, "")], workers=1, limits=LIMITS, folder=tmp_path)
    folder = Path(str(where).partition(" ")[0])
    assert folder.parent == tmp_path
    assert not folder.exists()
    folder.mkdir()
    sweep(tmp_path)
    assert not folder.exists()


def test_files_are_written_only_up_to_the_limit(tmp_path: Path) -> None:
    target = tmp_path / "ut.txt"
    with pytest.raises(InputError):
        run_limited(tasks.write, str(target), limits=LIMITS)
    assert not target.exists() or target.stat().st_size == 0
    assert run_limited(tasks.write, str(target), limits=Limits(file_bytes=10_000)) == "written"


def test_open_files_are_limited() -> None:
    assert run_limited(tasks.open_many, "10", limits=LIMITS) == "10"
    with pytest.raises(InputError):
        run_limited(tasks.open_many, "100", limits=LIMITS)


def test_noise_on_standard_output_does_not_mix_with_answers() -> None:
    assert run_limited(tasks.chatter, "svar", limits=LIMITS) == "svar"


def test_a_pool_gives_every_task_its_own_end() -> None:
    work = [tasks.echo, tasks.crash, tasks.sleep, tasks.echo, tasks.eat, tasks.blunder, tasks.leave] * 2
    given = [Task(function, "60", f"{n}") for n, function in enumerate([*work, tasks.echo])]
    ended = dict(run_pool(given, workers=2, limits=Limits(wall_seconds=2, memory_bytes=400 * 2**20)))
    assert set(ended) == set(given)
    for task, result in ended.items():
        if task.function is tasks.echo:
            assert result == "60"
        else:
            assert isinstance(result, SamverkanError)
            assert result.file == task.name


def test_a_pool_uses_few_processes_for_many_tasks() -> None:
    many = (Task(tasks.pid, "") for _ in range(200))
    processes = {result for _, result in run_pool(many, workers=2, limits=LIMITS)}
    assert 1 <= len(processes) <= 2


def test_a_pool_draws_tasks_only_as_they_are_needed() -> None:
    drawn = []

    def endless() -> Iterator[Task]:
        while True:
            drawn.append(1)
            yield Task(tasks.echo, "x")

    pool = run_pool(endless(), workers=2, limits=LIMITS)
    for _ in range(10):
        next(pool)
    pool.close()
    assert len(drawn) < 20


@pytest.mark.alone
def test_closing_a_pool_early_ends_running_workers_at_once() -> None:
    begun = time.monotonic()
    pool = run_pool([Task(tasks.echo, ""), *[Task(tasks.sleep, "60")] * 4], workers=2, limits=LIMITS)
    assert next(pool)[1] == ""
    pool.close()
    assert time.monotonic() - begun < 10


def test_an_error_while_drawing_tasks_reaches_the_caller() -> None:
    def broken() -> Iterator[Task]:
        yield Task(tasks.echo, "x")
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        list(run_pool(broken(), workers=1, limits=LIMITS))


@pytest.mark.alone
def test_a_task_costs_less_than_a_millisecond() -> None:
    many = 2_000
    pool = run_pool((Task(tasks.echo, "x") for _ in range(many)), workers=1, limits=LIMITS)
    next(pool)
    begun = time.process_time()
    assert sum(1 for _ in pool) == many - 1
    assert (time.process_time() - begun) / many < 0.001


def test_large_answers_come_whole() -> None:
    assert len(run_limited(tasks.size, "5000000", limits=LIMITS)) == 5_000_000


PARENT = """
import sys
sys.path.insert(0, sys.argv[1])
from graph.sandbox import Limits, Task, run_pool
from tests import sandbox_tasks as tasks
given = [Task(tasks.pid, ""), Task(tasks.sleep, "60"), Task(tasks.sleep, "60")]
pool = run_pool(given, workers=1, limits=Limits())
print(next(pool)[1], flush=True)
next(pool)
"""


def test_workers_die_with_their_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(ROOT)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not is_running(worker):
            return
        time.sleep(0.05)
    pytest.fail("the worker outlived its parent")


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"
