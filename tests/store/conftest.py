from pathlib import Path

import pytest

from graph.vocabulary import Vocabulary, load_vocabulary
from tests.store.invented import World


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture
def world(tmp_path: Path, vocabulary: Vocabulary) -> World:
    return World(tmp_path / "store", vocabulary)
