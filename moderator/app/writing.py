"""Files that the user asked to have written."""

from pathlib import Path

from moderator.domain.errors import BadInput, Reason
from moderator.files import write_whole


def write_out(file: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Raises:
        BadInput: it cannot be written; what was there is as it was.
    """
    try:
        write_whole(file, text)
    except OSError as error:
        raise BadInput(Reason.FILE_UNWRITABLE, file=str(file)) from error
