from pathlib import Path

import pytest

from graph import resources
from graph.errors import StopRun, UsageError
from graph.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()


def test_scheme_lists_its_concepts_by_id():
    positions = VOCABULARY.scheme("samc:position")
    assert [c.id for c in positions] == sorted(c.id for c in positions)
    assert {c.label for c in positions} >= {"instämmer", "tveksam", "instämmer inte"}
    assert VOCABULARY.scheme("samc:no-such-scheme") == ()


@pytest.mark.parametrize(
    ("iri", "label"),
    [
        ("https://w3id.org/samverkan/ns#Committee", "nämnd"),
        ("https://w3id.org/samverkan/ns#deadline", "senast"),
        ("https://w3id.org/samverkan/concept/gap-entry", "otydlig väg in"),
        ("http://purl.org/dc/terms/isPartOf", "del av"),
        ("http://www.w3.org/ns/org#Post", "befattning"),
    ],
)
def test_labels_are_swedish(iri, label):
    assert VOCABULARY.labels[iri] == label


def test_closures_start_with_the_term_itself():
    assert VOCABULARY.superclasses("sam:Committee")[:2] == ("sam:Committee", "sam:PoliticalBody")
    assert "sam:Arrangement" in VOCABULARY.superclasses("sam:Forum")
    assert VOCABULARY.superproperties("sam:convenor") == ("sam:convenor", "sam:hasParticipant")
    assert VOCABULARY.wider("samc:resp-task") == ("samc:resp-task", "samc:resp-duty")
    assert set(VOCABULARY.narrower("sam:Claim")) >= {"sam:Claim", "sam:Finding", "sam:Stance"}
    assert VOCABULARY.superclasses("sam:NoSuchClass") == ("sam:NoSuchClass",)


OWN_TERMS = """@prefix samc: <https://w3id.org/samverkan/concept/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
samc:top-leisure skos:altLabel "rekreation"@sv ; skos:hiddenLabel "fritidsverks"@sv .
samc:top-forest a skos:Concept ; skos:inScheme samc:topic ; skos:prefLabel "skogsbruk"@sv ;
  skos:broader samc:top-leisure .
"""


def test_a_workspace_adds_words_and_concepts(tmp_path: Path):
    (tmp_path / "own.ttl").write_text(OWN_TERMS, encoding="utf-8")
    own = load_vocabulary(tmp_path)
    leisure = own.concepts["samc:top-leisure"]
    assert leisure.label == "fritid"
    assert "rekreation" in leisure.alt
    assert "fritidsverks" in leisure.hidden
    assert own.wider("samc:top-forest") == ("samc:top-forest", "samc:top-leisure")
    assert own.version != VOCABULARY.version


def test_a_workspace_renames_and_the_old_name_stays_a_name(tmp_path: Path):
    text = OWN_TERMS + 'samc:pos-notes skos:prefLabel "tar till sig"@sv .'
    (tmp_path / "own.ttl").write_text(text, encoding="utf-8")
    notes = load_vocabulary(tmp_path).concepts["samc:pos-notes"]
    assert notes.label == "tar till sig"
    assert "noterar" in notes.alt


def test_version_follows_content_not_place(tmp_path: Path):
    versions = set()
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "own.ttl").write_text(OWN_TERMS, encoding="utf-8")
        versions.add(load_vocabulary(folder).version)
    assert len(versions) == 1
    assert load_vocabulary(tmp_path).version == VOCABULARY.version  # a folder without ttl adds nothing


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("samc:x a", "inte giltig Turtle"),
        (OWN_TERMS + "samc:y a skos:Concept ; skos:inScheme samc:topic .", "samc:y"),
        (OWN_TERMS + 'samc:y a skos:Concept ; skos:prefLabel "ordlöst"@sv .', "samc:y"),
    ],
)
def test_faults_in_own_terms_are_named(tmp_path: Path, text, says):
    (tmp_path / "own.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        load_vocabulary(tmp_path)


def test_lookup_tables(tmp_path: Path):
    file = tmp_path / "names.csv"
    file.write_text("\ufeff# a remark\nnamn;kod\n\n Tallinge ; 9901 \n", encoding="utf-8")
    assert resources.read_lookup(file) == [{"namn": "Tallinge", "kod": "9901"}]
    file.write_text("# nothing\n", encoding="utf-8")
    assert resources.read_lookup(file) == []


def test_lookup_faults_name_the_line(tmp_path: Path):
    file = tmp_path / "names.csv"
    file.write_text("namn;kod\n# remark\nTallinge\n", encoding="utf-8")
    with pytest.raises(UsageError, match="Rad 3"):
        resources.read_lookup(file)
    file.write_bytes("namn;kod\nÅkers;1\n".encode("latin-1"))
    with pytest.raises(UsageError, match="UTF-8"):
        resources.read_lookup(file)


def test_a_missing_packaged_file_is_named():
    with pytest.raises(StopRun, match="lookups/no-such-table"):
        resources.lookup("no-such-table")
