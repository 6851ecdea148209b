"""`python -m graph` is the command `samverkan`."""

from graph.cli import main

main()
