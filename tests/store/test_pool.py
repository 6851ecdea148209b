"""The workers that stand ready for queries: fast, whole answers of one generation, and hard to kill."""

import shutil
import statistics
import threading
import time
from concurrent.futures import CancelledError

import pytest

from graph.errors import QueryError, StopRun, StoreError
from graph.sandbox import Worker
from graph.store.generations import current
from graph.store.pool import Pool
from graph.store.sparql import asked
from tests.store.invented import World

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
CRASH = "ASK { FILTER(" + "!" * 60_000 + "true) }"


@pytest.fixture
def world(tmp_path, vocabulary):
    made = World(tmp_path / "store", vocabulary)
    made.publish().close()
    return made


@pytest.fixture
def pool(world):
    with Pool(world.folder, workers=2, seconds=20) as found:
        yield found


def result(pool, query, form="csv", **more):
    return pool.ask(asked(query, form, **more)).future.result(60).body


def test_formats_are_those_of_the_standards(pool):
    table = 'SELECT ?a ?b { VALUES (?a ?b) { (<a:a> "x},{"@sv) (UNDEF 1) } }'
    assert result(pool, table) == 'a,b\r\na:a,"x},{"\r\n,1\r\n'
    assert result(pool, table, "tsv") == '?a\t?b\n<a:a>\t"x},{"@sv\n\t1\n'
    assert result(pool, "ASK {}", "tsv") == "true"
    triple = "CONSTRUCT { <a:a> <a:b> <a:c> } {}"
    assert result(pool, triple, "nt") == "<a:a> <a:b> <a:c> .\n"
    assert "rdf:Description" in result(pool, triple, "xml")


@pytest.mark.parametrize("form", ["csv", "json", "tsv", "xml"])
def test_rows_are_counted_as_rows_whatever_is_in_them(pool, form):
    """Marks in a text that look like the end of a row are no rows."""
    values = " ".join(f'("}},{{ \\r\\n </result> \\"" {n})' for n in range(20))
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}"
    assert result(pool, query, form, rows=20)
    with pytest.raises(QueryError, match="mer än 19 rader") as error:
        result(pool, query, form, rows=19)
    assert error.value.kind == "stopped"
    with pytest.raises(QueryError, match="större än 0,0005 MB"):
        result(pool, query, form, bytes=500)


def test_graphs_are_those_that_the_protocol_names(pool, world):
    with current(world.folder) as snapshot:
        graph = next(f"https://w3id.org/samverkan/graph/{d}" for d in snapshot.documents if d[0] != "_")
    named = next(line for line in result(pool, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").split()[1:])
    assert graph.rpartition("/")[2] in result(pool, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert result(pool, count, graphs=[named]) != result(pool, count)
    assert result(pool, count, named=[named], graphs=[]).split()[1] == "0"
    assert result(pool, count, graphs=["http://169.254.169.254/"]).split()[1] == "0"
    with pytest.raises(QueryError, match="ingen identifierare"):
        asked(count, "csv", graphs=["inte en adress"])


@pytest.mark.alone
def test_a_query_costs_less_than_five_milliseconds(pool):
    result(pool, "ASK {}", "tsv")
    times = []
    for _ in range(100):
        begun = time.perf_counter()
        result(pool, "ASK {}", "tsv")
        times.append(time.perf_counter() - begun)
    assert statistics.median(times) < 0.005


def test_a_query_that_kills_its_worker_is_not_tried_again(pool, monkeypatch):
    tries = []
    attempt = Worker._attempt
    monkeypatch.setattr(Worker, "_attempt", lambda *a: tries.append(a[1].payload) or attempt(*a))
    result(pool, "ASK {}", "tsv")  # its worker has served before
    with pytest.raises(QueryError, match="för komplex") as error:
        result(pool, CRASH)
    assert error.value.kind == "stopped"
    assert sum("!!" in payload for payload in tries) == 1
    assert result(pool, "ASK {}", "tsv") == "true"


def test_time_and_memory_are_limited(world):
    with Pool(world.folder, workers=1, seconds=1, memory=700 * 2**20) as pool:
        with pytest.raises(QueryError, match="längre än 1 sekunder"):
            result(pool, ENDLESS)
        grown = 'SELECT (STRLEN(?z) AS ?n) { BIND(CONCAT("' + "x" * 1000 + '","") AS ?a) '
        for number, name in enumerate("abcdefgh"):
            double = ",".join([f"?{name}"] * 8)
            grown += f"BIND(CONCAT({double}) AS ?{'bcdefghz'[number]}) "
        with pytest.raises(QueryError, match="avbröts"):
            result(pool, grown + "}")
        assert result(pool, "ASK {}", "tsv") == "true"


@pytest.mark.alone
def test_who_gives_up_frees_the_worker_within_a_second(world):
    with Pool(world.folder, workers=1) as pool:
        result(pool, "ASK {}", "tsv")
        running, waiting = pool.ask(asked(ENDLESS, "json")), pool.ask(asked(ENDLESS, "json"))
        time.sleep(0.3)
        begun = time.monotonic()
        running.cancel()
        waiting.cancel()
        with pytest.raises(QueryError):
            running.future.result(5)  # its process has ended
        assert time.monotonic() - begun < 1
        assert result(pool, "ASK {}", "tsv") == "true"
        with pytest.raises(CancelledError):
            waiting.future.result(0)


def test_too_many_and_too_long_waiting_are_told_so(world):
    with Pool(world.folder, workers=1, seconds=2, waiting=2, patience=0.5) as pool:
        first = pool.ask(asked(ENDLESS, "json"))
        time.sleep(1)
        second, third = (pool.ask(asked("ASK {}", "json")) for _ in range(2))
        with pytest.raises(QueryError, match="väntar redan") as error:
            pool.ask(asked("ASK {}", "json"))
        assert error.value.kind == "busy"
        for pending, says in ((first, "avbröts"), (second, "väntar"), (third, "väntar")):
            with pytest.raises(QueryError, match=says):
                pending.future.result(30)


def test_a_rebuild_is_seen_by_the_next_query_and_drops_no_reader(pool, world):
    before = result(pool, COUNT)
    slow = pool.ask(asked("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", "csv"))
    time.sleep(0.1)
    old = current(world.folder)
    path = old.path
    old.close()
    world.publish(["protokoll-a"]).close()
    assert result(pool, COUNT) != before
    assert int(slow.future.result(60).body.split()[1]) > 0
    with current(world.folder) as now:
        assert now.path != path


def test_a_generation_that_nobody_asks_is_let_go(pool, world):
    result(pool, "ASK {}", "tsv")
    with current(world.folder) as snapshot:
        old = snapshot.path
    time.sleep(2.5)
    world.publish(["protokoll-a"]).close()
    assert not old.exists()
    assert result(pool, "ASK {}", "tsv") == "true"


def test_many_ask_while_the_store_is_rebuilt_and_nobody_sees_a_mixture(pool, world):
    allowed = {result(pool, COUNT)}
    stop = threading.Event()

    def rebuild():
        while not stop.is_set():
            world.publish(["protokoll-a"]).close()
            world.publish().close()

    world.publish(["protokoll-a"]).close()
    allowed.add(result(pool, COUNT))
    thread = threading.Thread(target=rebuild)
    thread.start()
    pending = [pool.ask(asked(COUNT, "csv")) for _ in range(200)]
    found = {one.future.result(60).body for one in pending}
    stop.set()
    thread.join()
    assert found <= allowed


def test_a_store_that_is_gone_is_said_and_a_new_one_is_found(pool, world):
    result(pool, "ASK {}", "tsv")
    shutil.move(world.folder, world.folder.with_name("borta"))
    with pytest.raises(StoreError, match="inget lager"):
        result(pool, "ASK {}", "tsv")
    shutil.move(world.folder.with_name("borta"), world.folder)
    assert result(pool, "ASK {}", "tsv") == "true"


def test_closing_ends_what_runs_and_what_waits(world):
    pool = Pool(world.folder, workers=1)
    pending = [pool.ask(asked(ENDLESS, "json")) for _ in range(3)]
    time.sleep(0.5)
    pool.close()
    for one in pending:
        with pytest.raises((QueryError, StopRun)):
            one.future.result(0)
