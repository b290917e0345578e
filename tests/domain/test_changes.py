"""What changed, told together."""

from dataclasses import fields

import pytest

from moderator.domain.changes import Changes


@pytest.mark.parametrize("name", [field.name for field in fields(Changes)])
def test_whatever_either_altered_is_told(name: str) -> None:
    one = Changes(**{name: True})
    assert one | Changes() == Changes() | one == one
