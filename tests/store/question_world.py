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
:sn a sam:Committee , sam:PoliticalBody ; skos:prefLabel "Socialnämnden"@sv ; skos:altLabel "SN"@sv .
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
:avtal a sam:Agreement , sam:Arrangement ; skos:prefLabel "Överenskommelsen"@sv ;
  sam:validFrom "2026"^^xsd:gYear ; sam:validTo "2028-12-31"^^xsd:date ;
  sam:hasParticipant :ks , :polisen ; sam:workLevel samc:lvl-preventive .
:avtal2 a sam:Agreement , sam:Arrangement ; skos:prefLabel "Avtalet"@sv ; sam:validTo "2030"^^xsd:gYear ;
  sam:hasParticipant :ks , :polisen .
:polisen a sam:ExternalActor ; skos:prefLabel "Polisen"@sv .
:uf a sam:Administration ; skos:prefLabel "Utbildningsförvaltningen"@sv ; sam:serves :un .
:forebygga a sam:Responsibility ; skos:prefLabel "det brottsförebyggande arbetet"@sv ; sam:responsible :ks ;
  dcterms:type samc:resp-duty ; sam:concerns :friskolor .
:friheten a sam:Responsibility ; skos:prefLabel "råd till friskolor"@sv ; sam:responsible :un ;
  dcterms:type samc:resp-exclusion ; sam:concerns :friskolor .
:uppdrag2 a sam:Assignment ; skos:prefLabel "Kartlägga behoven"@sv ; sam:assignedTo :un ;
  sam:targetGroup :unga ;
  sam:deadline "2031-01-31"^^xsd:date , "2031-03-31"^^xsd:date .
:ord2 a sam:Term ; skos:prefLabel "frånvaro"@sv .
:def1 a sam:Definition ; skos:prefLabel "minst tre veckor"@sv ; sam:defines :ord2 ; sam:agreedBy :sn .
:def2 a sam:Definition ; skos:prefLabel "en termin"@sv ; sam:defines :ord2 ; sam:agreedBy :un ;
  dcterms:description "frånvaro under en hel termin"@sv ; sam:setOutIn :rapport .
:mal a sam:Goal ; skos:prefLabel "fler går klart skolan"@sv ; sam:agreedBy :ks ; sam:setOutIn :rapport .
:un sam:hasGoal :mal .
:arende a sam:Case ; skos:prefLabel "KS 2031/7"@sv .
:beslut sam:inCase :arende ; dcterms:date "2028-05-02"^^xsd:date . :yttrande sam:inCase :arende .
:lots a sam:ContactPoint ; skos:prefLabel "Skollotsen"@sv ; sam:contactFor :externa ;
  cv:email "lots@example.org" .
:uf cv:contactPoint :lots .
:utifran a sam:ContactPoint ; skos:prefLabel "Polisens växel"@sv . :polisen cv:contactPoint :utifran .
:atgard a sam:Measure ; skos:prefLabel "Lotsen börjar"@sv ; sam:status samc:st-planned ; sam:responsible :uf ;
  sam:addresses :oro .
:rek a sam:Recommendation , sam:Claim ; skos:prefLabel "Se över vägarna in"@sv ; sam:madeBy :rev ;
  sam:directedTo :ks .
:instammer a sam:Stance , sam:Claim ; skos:prefLabel "instämmer"@sv ; sam:madeBy :ks ; sam:stanceOn :rek ;
  sam:position samc:pos-agrees .
:namnbyte a org:ChangeEvent ; skos:prefLabel "Namnbyte"@sv ; org:originalOrganization :sn ;
  org:resultingOrganization :un ; dcterms:date "2028-01-01"^^xsd:date .
g:brev { :b a sam:Assertion ; rdf:subject :rad ; rdf:predicate sam:hasParticipant ; rdf:object :ks ;
    sam:confidence 0.5 ; sam:negative true ; sam:evidence :f .
  :f oa:hasSource :text2 ; oa:hasSelector :q2 , :p2 ; sam:page 3 . :q2 oa:exact "Ett ORD till" .
  :p2 oa:start 9 ; oa:end 21 .
  :text2 dcterms:isFormatOf :rapport . }
g:yttrande { :a a sam:Assertion ; rdf:subject :gap ; rdf:predicate sam:affects ; rdf:object :friskolor ;
    sam:confidence 0.7 ; sam:evidence :e .
  :c a sam:Assertion ; rdf:subject :uppdrag ; rdf:predicate sam:assignedTo ; rdf:object :sn ;
    sam:confidence 0.55 ; sam:evidence :e .
  :d a sam:Assertion ; rdf:subject :uppdrag ; rdf:predicate sam:assignedTo ; rdf:object :un ;
    sam:confidence 0.4 ; sam:curation samc:cur-rejected ; sam:evidence :e .
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
