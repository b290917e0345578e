"""Files that the user asked to have written."""

from pathlib import Path

from moderator.domain.errors import BadInput, Reason
from moderator.files import is_one_of, write_whole


def write_out(file: Path, text: str, data: Path) -> None:
    """Write a text file whole or not at all, and never over one of the data folder.

    Raises:
        BadInput: it cannot be written; what was there is as it was.
    """
    if is_one_of(file, data):
        raise BadInput(Reason.FILE_UNWRITABLE, file=str(file))
    try:
        write_whole(file, text)
    except OSError as error:
        raise BadInput(Reason.FILE_UNWRITABLE, file=str(file)) from error
