"""What changed is told whole."""

from dataclasses import fields

import pytest

from moderator.domain.changes import Changes


@pytest.mark.parametrize("name", [f.name for f in fields(Changes)])
def test_what_either_altered_is_altered(name: str) -> None:
    change = Changes(**{name: True})
    assert Changes() | change == change == change | Changes()
