"""A program that runs a meeting until it is killed, and says what of it is on the disk.

It gives somebody the floor where nobody has it, then types notes key by key and now and then puts
a name on the list. Each line it prints is a promise: what it names was committed before.
"""

import itertools
import sys
from pathlib import Path

from moderator.app.alone import alone
from moderator.settings import Settings


def main(folder: Path) -> None:
    """Work for ever."""
    with alone(folder, Settings()) as host:
        desk = host.desk
        room = desk.room
        if room.session.state.current is None:
            room.floor.call_next()
        speech = room.session.state.current
        item = room.session.state.item
        assert speech is not None
        assert item is not None
        desk.commit()
        called = next(e for e in room.session.fold.events if e.id == speech.called)
        print("called", called.at.mono_ms, flush=True)
        begun = len(room.session.fold.events)
        for number in itertools.count(begun):
            key = "\n" if number % 9 == 0 else f"{number} "
            text = room.notes.text(item)
            room.notes.edit(item, len(text), 0, key)
            if number % 5 == 0:
                name = f"{folder.name}-{begun}-{number}"
                room.floor.add(name, item=item)
                desk.commit()
                print("added", name, flush=True)
            else:
                desk.commit()
            print("typed", repr(text + key), flush=True)


main(Path(sys.argv[1]))
