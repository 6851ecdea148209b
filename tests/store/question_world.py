"""A municipality of a few lines in which ready questions have something to find, as a graph in memory."""

from __future__ import annotations

import pyoxigraph as ox

from graph.ids import PREFIXES
from graph.store.asked import StoreGraph
from graph.store.triples import Place, vocabulary_quads
from graph.vocabulary import load_vocabulary

PLACE = Place(base="https://w3id.org/samverkan/id/", slug="tallinge", label="Tallinge kommun")
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + (
    "PREFIX : <https://w3id.org/samverkan/id/tallinge/x/>\nPREFIX g: <https://w3id.org/samverkan/graph/tallinge/>\n"
)
WORLD = """
:barn a sam:TargetGroup ; skos:prefLabel "barn och unga"@sv .
:unga a sam:TargetGroup ; skos:prefLabel "unga 13–18 år"@sv ; skos:broader :barn .
:sn a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Socialnämnden"@sv .
:un a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Utbildningsnämnden"@sv .
:ks a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Kommunstyrelsen"@sv .
:rev a sam:PoliticalBody ; skos:prefLabel "revisorerna"@sv .
:externa a sam:ActorGroup , sam:ExternalActor ; skos:prefLabel "externa parter"@sv .
:friskolor a sam:ActorGroup , sam:ExternalActor ; skos:prefLabel "friskolor"@sv ; sam:inGroup :externa .
:rad a sam:Forum , sam:Arrangement ; skos:prefLabel "Trygghetsrådet"@sv ; sam:targetGroup :unga ;
  sam:hasParticipant :sn , :ks , :externa , :friskolor ; dcterms:subject samc:top-leisure .
:natverk a sam:Forum , sam:Arrangement ; skos:prefLabel "Nätverket"@sv ; sam:targetGroup :unga ;
  sam:hasParticipant :sn , :ks ; dcterms:subject samc:top-leisure .
:rutin a sam:Routine , sam:Arrangement ; skos:prefLabel "Rutinen"@sv ; sam:targetGroup :barn ;
  sam:hasParticipant :sn , :un ; sam:developedBy :sn , :un .
:uppdrag a sam:Assignment ; skos:prefLabel "Ta fram en plan"@sv ; dcterms:type samc:asg-collaboration ;
  sam:assignedTo :sn ; sam:assignedBy :ks ; sam:deadline "2029-06-30"^^xsd:date ; sam:targetGroup :unga ;
  sam:entails :makt ; sam:reportTo :ks ; sam:addresses :oro .
:makt a sam:Responsibility ; skos:prefLabel "får sammankalla"@sv ; dcterms:type samc:resp-power ;
  sam:responsible :sn .
:beslut a sam:Decision ; skos:prefLabel "§ 1"@sv ; sam:establishes :uppdrag ; sam:decidedBy :ks .
:andring a org:ChangeEvent ; skos:prefLabel "Ny nämnd"@sv ; dcterms:date "2028"^^xsd:gYear .
:oro a sam:Condition ; skos:prefLabel "Oro"@sv ; sam:causedBy :andring .
:gap a sam:Gap , sam:Condition ; skos:prefLabel "Ingen vet vart man vänder sig"@sv ;
  dcterms:type samc:gap-entry ; sam:affects :friskolor ; dcterms:subject samc:top-leisure .
:fynd a sam:Finding , sam:Claim ; skos:prefLabel "Vägen in är oklar"@sv ; sam:madeBy :rev ;
  dcterms:type samc:fnd-deficiency ; sam:identifies :gap .
:fynd2 a sam:Finding , sam:Claim ; skos:prefLabel "Det finns dubbelarbete"@sv ; sam:madeBy :rev ;
  sam:identifies :dubbel .
:dubbel a sam:Overlap , sam:Condition ; skos:prefLabel "Dubbelarbete"@sv ; sam:between :rad , :natverk .
:svar a sam:Stance , sam:Claim ; skos:prefLabel "tveksam"@sv ; sam:madeBy :sn ; sam:stanceOn :fynd2 ;
  sam:position samc:pos-doubts .
:ord a sam:Term ; skos:prefLabel "tidiga insatser"@sv .
:rapport a sam:Document ; skos:prefLabel "Granskningen"@sv ; dcterms:type samc:doc-audit-report .
:yttrande a sam:Document ; skos:prefLabel "Yttrandet"@sv ; sam:respondsTo :rapport ; dcterms:creator :sn ;
  dcterms:hasFormat :text .
g:yttrande { :a a sam:Assertion ; rdf:subject :gap ; rdf:predicate sam:affects ; rdf:object :friskolor ;
    sam:confidence 0.7 ; sam:evidence :e .
  :e oa:hasSource :text ; oa:hasSelector :q , :p . :q oa:exact "ord" . :p oa:start 1 ; oa:end 4 .
  :text dcterms:isFormatOf :yttrande . }
"""


class Memory(StoreGraph):
    """The graph of a few lines of TriG with the ontology, held in memory."""

    def __init__(self, trig: str) -> None:
        self.sources = ()
        self._names: dict[str, str] = {}
        self._store = ox.Store()
        self._store.load(input=(HEAD + trig).encode(), format=ox.RdfFormat.TRIG)
        quads = "\n".join(vocabulary_quads(load_vocabulary(), PLACE)).encode()
        self._store.load(input=quads, format=ox.RdfFormat.N_QUADS)

    @property
    def store(self) -> ox.Store:
        """The store itself, to ask it with other tools."""
        return self._store
