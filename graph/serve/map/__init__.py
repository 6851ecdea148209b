"""The graph page's pictures as values: what is shown, where it stands, and how it is drawn."""
