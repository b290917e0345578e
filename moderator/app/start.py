"""Where the program begins: straight to the window when only that is wanted, else to the verbs.

The command line knows every verb and what it takes; a window does not wait for that.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from moderator import paths
from moderator.domain.errors import ModeratorError


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window or run one command; return the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    folder = folder_of_window(arguments)
    if folder is None:
        # all the verbs
        from moderator.app.cli import main as command_line

        return command_line(arguments)
    return _run_window(folder.absolute())


def _run_window(folder: Path) -> int:
    # Nothing that is loaded becomes garbage: looking for some took a tenth of the start.
    gc.disable()
    # Qt is loaded only when there is to be a window
    from moderator.app.window_first import run

    try:
        return run(folder, paths.config_folder())
    except ModeratorError as error:
        # hardly ever needed
        from moderator.desk.reasons import sentence

        print(sentence(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def folder_of_window(arguments: Sequence[str]) -> Path | None:
    """Return the data folder where the arguments ask for nothing but the window, else None."""
    match [argument for argument in arguments if argument != "run"]:
        case []:
            return paths.data_folder()
        case ["--data", folder]:
            return Path(folder)
        case _:
            return None


if __name__ == "__main__":
    sys.exit(main())
