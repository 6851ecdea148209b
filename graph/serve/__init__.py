"""The explorer: pages in Swedish and a SPARQL endpoint over what was built, for one computer at a time."""
