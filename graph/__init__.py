"""Samverkanskartan: municipal documents in, an evidenced knowledge graph out."""

__version__ = "0.1.0"
