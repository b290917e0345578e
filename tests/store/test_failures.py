"""What the library says becomes what people can act on."""

from moderator.domain.errors import Reason
from moderator.store.failures import reason_of


class _Said(Exception):
    def __init__(self, code: int) -> None:
        self.sqlite_errorcode = code


def test_each_kind_of_failure_has_its_reason() -> None:
    assert reason_of(_Said(13)) is Reason.DISK_FULL
    assert reason_of(_Said(8 | 1 << 8)) is Reason.DISK_READ_ONLY
    assert reason_of(_Said(10 | 3 << 8)) is Reason.DISK_FAILED
    assert reason_of(_Said(11)) is Reason.DATABASE_BROKEN
    assert reason_of(OSError()) is Reason.DISK_FAILED


def test_a_wrong_statement_is_no_fault_of_the_disk() -> None:
    assert reason_of(_Said(1)) is None
    assert reason_of(_Said(19)) is None
    assert reason_of(ValueError()) is None
