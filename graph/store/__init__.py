"""The store: assertions to an RDF dataset on disk and back; questions to it; checks of it."""
