"""A program that types until it is killed and says which keys are on the disk."""

import sys
from pathlib import Path

from moderator.store.database import Store
from moderator.store.writes import Outcome
from tests.store.kit import Typist


def main(folder: Path) -> None:
    """Type numbers for ever, each as one key."""
    store = Store.open(folder)
    typist = Typist(store)
    typed = 0

    def done(outcome: Outcome) -> None:
        assert outcome.failed is None
        print("saved", flush=True)

    while True:
        typist.type("\n" if typed % 7 == 0 else f"{typed} ", done)
        typed += 1
        if typed % 5 == 0:
            store.flush(10.0)


main(Path(sys.argv[1]))
