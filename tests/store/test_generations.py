"""What is on disk: replaced as a whole, whoever reads, writes, dies or damages it."""

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from graph.errors import StoreError
from graph.store import generations
from graph.store.dataset import as_rdflib, knowledge, open_store
from graph.store.verify import audit, is_sound, seal, verify
from tests.store.invented import BOARD, FORUM, PLACE, SOCIAL, TEXTS, World, claim

SAM = "https://w3id.org/samverkan/ns#"


def quads(snapshot):
    return set(open_store(snapshot))


def published(world, documents=None, **more):
    with world.publish(documents, **more) as snapshot:
        return snapshot.graph_hash, quads(snapshot)


def fresh(world, folder, documents=None):
    """Return what a store that never held anything else would hold."""
    return published(World(folder, world.vocabulary, world.linker, world.claims, world.curation), documents)


def test_nothing_changed_nothing_built(world):
    with world.publish() as first:
        before = {path: path.stat().st_mtime_ns for path in first.path.rglob("*")}
        with world.publish() as second:
            assert second.path == first.path
            assert {path: path.stat().st_mtime_ns for path in second.path.rglob("*")} == before


def test_any_order_and_any_history_give_the_same_dataset(world, tmp_path):
    expected = fresh(world, tmp_path / "fresh")
    for number, order in enumerate(itertools.permutations(world.claims)):
        other = World(tmp_path / str(number), world.vocabulary)
        for count in range(len(order)):
            other.publish(order[: count + 1]).close()
        assert published(other, order[::-1]) == expected


def test_a_withdrawn_document_takes_its_own_facts_and_no_others(world, tmp_path):
    world.publish().close()
    for left in (["protokoll-a", "rapport-b"], ["rapport-b"], [], ["protokoll-a"], ["brev-c", "protokoll-a"]):
        assert published(world, left) == fresh(world, tmp_path / "-".join(["fresh", *left]), left)


def holding(world, text):
    files = (path for path in world.folder.rglob("*") if path.is_file())
    return [path.name for path in files if text.encode() in path.read_bytes()]


@pytest.mark.parametrize("how", ["withdrawn", "read anew"])
def test_no_file_keeps_what_a_document_no_longer_says(world, how):
    text = "inte med i Trygghetsrådet"
    world.publish().close()
    assert holding(world, text)
    if how == "withdrawn":
        world.publish(["protokoll-a", "rapport-b"]).close()
    else:
        world.claims["brev-c"] = (claim("brev-c", FORUM, "sam:convenor", BOARD, "Polismyndigheten"),)
        world.publish().close()
    assert not holding(world, text)


def test_what_is_added_or_decided_shares_the_files_of_the_generation_before(world):
    with world.publish(["protokoll-a", "rapport-b"]) as first:
        inodes = {path.stat().st_ino for path in first.database.glob("*.sst")}
        with world.publish() as second:
            assert inodes & {path.stat().st_ino for path in second.database.glob("*.sst")}
    said = next(line for line in world.lines("brev-c") if f"#predicate> <{SAM}hasParticipant" in line)
    with world.publish() as second:
        world.curation = {said[1:].split(">")[0]: "samc:cur-accepted"}
        inodes = {path.stat().st_ino for path in second.database.glob("*.sst")}
        with world.publish() as third:
            assert inodes & {path.stat().st_ino for path in third.database.glob("*.sst")}
            assert third.graph_hash != second.graph_hash


def test_a_fact_lives_as_long_as_one_document_supports_it(world):
    forum, social = (ox.NamedNode(f"{PLACE.base}tallinge/{key}") for key in (FORUM, SOCIAL))
    fact = ox.Quad(forum, ox.NamedNode(SAM + "hasParticipant"), social)
    world.publish().close()
    assert fact in published(world, ["rapport-b", "brev-c"])[1]
    assert fact not in published(world, ["brev-c"])[1]


def test_a_changed_reading_replaces_its_graph(world, tmp_path):
    world.publish().close()
    world.claims["brev-c"] = (claim("brev-c", FORUM, "sam:convenor", BOARD, "Trygghetsrådet"),)
    assert published(world) == fresh(world, tmp_path / "fresh")


def test_seeded_histories_equal_fresh_builds(world, tmp_path):
    chance = random.Random(7)
    names = sorted(world.claims)
    for step in range(6):
        wanted = chance.sample(names, chance.randint(0, len(names)))
        if chance.random() < 0.5:
            claims = world.claims["protokoll-a"]
            world.claims["protokoll-a"] = tuple(chance.sample(claims, chance.randint(1, len(claims))))
        assert published(world, wanted) == fresh(world, tmp_path / f"fresh{step}", wanted)


def test_only_what_is_needed_stays_on_disk(world):
    world.publish().close()
    with world.publish(["brev-c"]) as snapshot:
        assert [path.name for path in snapshot.path.parent.iterdir()] == [snapshot.path.name]
        assert len(list((world.folder / "shards").iterdir())) == 2  # the letter and the ontology


def test_a_reader_keeps_its_generation_until_it_closes(world):
    first = world.publish()
    before = quads(first)
    store = open_store(first)
    known = knowledge(first, PLACE)
    world.publish(["brev-c"]).close()
    assert first.path.exists()
    assert knowledge(first, PLACE) == known
    assert set(store) == before == quads(first)
    first.close()
    world.publish(["rapport-b"]).close()
    assert not first.path.exists()


def test_building_anew_keeps_readers_and_content(world):
    with world.publish() as first, world.publish(anew=True) as second:
        assert second.path != first.path
        assert second.graph_hash == first.graph_hash
        assert quads(second) == quads(first)


def test_the_second_writer_hears_who_is_first(world):
    begun = generations.writing(world.folder, who="samverkan build")
    with begun, pytest.raises(StoreError, match=f"process {os.getpid()}, samverkan build"):
        world.publish()
    world.publish().close()


def test_a_lock_left_by_a_dead_process_is_free(world):
    world.folder.mkdir(parents=True)
    (world.folder / "LOCK").write_text("process 999999, samverkan build")
    world.publish().close()


def test_a_document_that_is_kept_need_not_be_read_again(world):
    with world.publish() as snapshot:
        with generations.writing(world.folder) as writer:
            kept = [writer.kept(name) for name in snapshot.documents]
            assert writer.kept("no-such-document") is None
            assert all(kept)
            with writer.publish(shard for shard in kept if shard) as again:
                assert again.graph_hash == snapshot.graph_hash
        next((world.folder / "shards").glob("brev-c.*")).write_bytes(b"damaged\n")
        with generations.writing(world.folder) as writer:
            assert writer.kept("brev-c") is None


@pytest.mark.parametrize("name", ["../escape", "A", "", "a/b", "a.b"])
def test_only_document_ids_name_shards(world, name):
    with generations.writing(world.folder) as writer, pytest.raises(ValueError, match="not a document id"):
        writer.put(name, [])


# --- damage --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "../../etc", "0123456789abcdef", "\xff\xfe", "00"])
def test_a_damaged_pointer_is_said_and_the_next_build_heals_it(world, text):
    expected = published(world)
    (world.folder / "CURRENT").write_text(text, encoding="latin-1")
    with pytest.raises(StoreError, match=r"skadat|inget lager"):
        generations.current(world.folder)
    assert published(world) == expected


def damage_database(path: Path) -> None:
    for file in path.glob("db/*.sst"):
        data = bytearray(file.read_bytes())
        for at in range(0, len(data), 97):
            data[at] ^= 0xFF
        file.unlink()  # the bytes may be shared with another generation
        file.write_bytes(data)


def lose_manifest(path: Path) -> None:
    next(path.glob("db/MANIFEST*")).unlink()


def lose_database(path: Path) -> None:
    for file in path.glob("db/*"):
        file.unlink()
    (path / "db").rmdir()


def found(world, texts):
    """Return what a user is told: that it does not open, or each document that has suffered."""
    try:
        with generations.current(world.folder) as snapshot:
            return [*audit(snapshot, world.folder), *verify(snapshot, texts).findings]
    except StoreError as error:
        return [error.reason] if "skada" in error.reason else []


@pytest.mark.parametrize("damage", [damage_database, lose_manifest, lose_database])
def test_a_damaged_database_is_found_and_rebuilt_equal(world, damage):
    texts = world.write_texts()
    expected = published(world)
    with generations.current(world.folder) as snapshot:
        damage(snapshot.path)
    assert found(world, texts)
    assert published(world, anew=True) == expected


@pytest.mark.parametrize("damage", [damage_database, lose_manifest, lose_database])
def test_a_build_on_a_damaged_generation_is_a_whole_build(world, tmp_path, damage):
    with world.publish(["protokoll-a", "rapport-b"]) as snapshot:
        damage(snapshot.path)
    got = published(world)
    assert got == fresh(world, tmp_path / "fresh")


def test_a_damaged_shard_never_spoils_the_next_generation(world, tmp_path):
    world.publish(["protokoll-a", "rapport-b"]).close()
    next((world.folder / "shards").glob("rapport-b.*")).write_bytes(b"<a:a> <a:b> <a:c> .\n")
    assert published(world) == fresh(world, tmp_path / "fresh")


def test_what_was_never_published_leaves_no_trace(world, tmp_path):
    expected = published(world, ["brev-c"])
    with generations.writing(world.folder) as writer:
        writer.put("rapport-b", world.lines("rapport-b"))
    (world.folder / "generations" / "0123456789abcdef.part" / "db").mkdir(parents=True)
    assert published(world, ["brev-c"]) == expected
    assert len(list((world.folder / "generations").iterdir())) == 1


# --- kill -9 --------------------------------------------------------------------------------------

CHILD = """
import sys
from pathlib import Path
from graph.vocabulary import load_vocabulary
from tests.store.invented import World
folder, documents = Path(sys.argv[1]), sys.argv[2:]
world = World(folder, load_vocabulary())
world.publish().close()  # everything is loaded: what follows is all building
print("ready", flush=True)
while True:
    world.publish(documents[:1], anew=True).close()
    world.publish(documents).close()
"""


def test_killed_at_any_moment_the_store_is_whole_and_the_next_build_completes(world, tmp_path):
    wanted = ["brev-c", "rapport-b"]
    states = [None, wanted[:1], wanted]
    allowed = [fresh(world, tmp_path / f"fresh{n}", part) for n, part in enumerate(states)]
    chance = random.Random(11)
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(world.folder), *wanted], stdout=subprocess.PIPE, cwd=Path.cwd()
        )
        assert child.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0, 0.25))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        with generations.current(world.folder) as snapshot:  # what was reported as done is there, whole
            assert (snapshot.graph_hash, quads(snapshot)) in allowed
        assert published(world, wanted) == allowed[2]
        assert [path.suffix for path in (world.folder / "generations").iterdir()] == [""]


FULL = """
import resource, sys
from pathlib import Path
from graph.errors import StoreError
from graph.vocabulary import load_vocabulary
from tests.store.invented import World
world = World(Path(sys.argv[1]), load_vocabulary())
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    world.publish()
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("most", [0, 1_000, 30_000])
def test_a_full_disk_is_said_and_the_generation_before_stays(world, most):
    """No file may grow beyond `most` bytes, wherever in the build that strikes."""
    before = published(world, ["rapport-b"])
    command = [sys.executable, "-c", FULL, str(world.folder), str(most)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Lagret kunde inte skrivas" in said.stdout, said.stderr
    assert "Det förra bygget är orört" in said.stdout
    with generations.current(world.folder) as snapshot:
        assert (snapshot.graph_hash, quads(snapshot)) == before
    assert len(published(world)[1]) > len(before[1])


# --- what comes back -------------------------------------------------------------------------------


def test_knowledge_is_what_was_put_in(world):
    with world.publish() as snapshot:
        known = knowledge(snapshot, PLACE)
    said = {(c.predicate, c.negative, e) for cs in world.claims.values() for c in cs for e in c.evidence}
    assert {(c.predicate, c.negative, e) for c in known.assertions for e in c.evidence} == said
    shared = [c for c in known.assertions if {e.document for e in c.evidence} == {"protokoll-a", "rapport-b"}]
    assert [known.label(c.object) for c in shared] == ["Socialnämnden"]
    social = known.entities[f"{PLACE.base}tallinge/{SOCIAL}"]
    assert (social.types, social.label, social.aliases) == (
        ("sam:Committee", "sam:PoliticalBody"), "Socialnämnden", ("SN",),
    )  # fmt: skip
    assert known.label("samc:gap-routine") == known.label("https://w3id.org/samverkan/concept/gap-routine")
    assert known.label("sam:deadline") == "senast"
    assert known.graph_hash == snapshot.graph_hash


def test_rdflib_sees_facts_once_and_evidence_by_document(world):
    sam = rdflib.Namespace(SAM)
    with world.publish() as snapshot:
        ds = as_rdflib(snapshot)
        forum = rdflib.URIRef(f"{PLACE.base}tallinge/{FORUM}")
        assert len(list(ds.triples((forum, sam.hasParticipant, None)))) == 3
        names = {str(graph.identifier).rpartition("/")[2] for graph in ds.graphs()}
        assert names >= set(world.claims)
        graph = ds.get_context(rdflib.URIRef("https://w3id.org/samverkan/graph/tallinge/brev-c"))
        assert len(list(graph.subjects(rdflib.RDF.type, sam.Assertion))) == 1
        rows = list(ds.query(f"SELECT ?p WHERE {{ <{forum}> <{SAM}convenor> ?p }}"))
        assert len(rows) == 1


# --- verify ----------------------------------------------------------------------------------------


def test_every_quote_is_proved(world):
    texts = world.write_texts()
    with world.publish() as snapshot:
        result = verify(snapshot, texts)
        assert result.findings == audit(snapshot, world.folder) == ()
    assert result.right == result.quotes > 5
    assert result.summary.startswith(f"{result.quotes} av {result.quotes} citat stämmer")


def test_what_is_lost_is_named(world):
    texts = world.write_texts()
    (texts / "brev-c.txt").unlink()
    (texts / "protokoll-a.txt").write_text(TEXTS["protokoll-a"] + "tillagt", encoding="utf-8")
    with world.publish() as snapshot:
        result = verify(snapshot, texts)
    assert sorted(finding.what.split(":")[0] for finding in result.findings) == ["brev-c", "protokoll-a"]
    assert {finding.kind for finding in result.findings} == {"text"}
    assert 0 < result.right < result.quotes


def test_what_was_put_into_the_database_by_hand_is_counted(world):
    with world.publish() as snapshot:
        database = ox.Store(str(snapshot.database))
        database.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.NamedNode("a:c")))
        database.flush()
        del database
        [finding] = audit(snapshot, world.folder)
    assert finding.what == "Databasen har 1 uppgifter som ingen handling står bakom."


def test_a_seal_tells_what_was_harmed(world):
    with world.publish() as snapshot:
        assert not is_sound(snapshot)
        seal(snapshot)
        assert is_sound(snapshot)
        as_rdflib(snapshot)
        assert is_sound(snapshot)
        damage_database(snapshot.path)
        assert not is_sound(snapshot)


def test_a_quote_that_is_not_in_its_text_is_named(world):
    texts = world.write_texts()
    first, *rest = world.claims["brev-c"]
    moved = replace(first.evidence[0], start=3)
    world.claims["brev-c"] = (replace(first, evidence=(moved,)), *rest)
    with world.publish() as snapshot:
        result = verify(snapshot, texts)
    assert [finding.kind for finding in result.findings] == ["quote"]
    assert result.right == result.quotes - 1
