"""What is missing, and what is known already."""

from moderator.documents.document import Document
from moderator.documents.gaps import is_known


def test_an_update_is_known_only_where_all_of_it_is_there() -> None:
    here, elsewhere = Document("a/programme"), Document("a/programme")
    with here.transaction():
        here._meta["said"] = "before"
    elsewhere.apply(here.state())
    assert is_known(here, elsewhere.state())
    assert is_known(here, here.missing(here.state_vector()))
    with elsewhere.transaction():
        elsewhere._meta["said"] = "after"
    assert not is_known(here, elsewhere.missing(here.state_vector()))
    here.apply(elsewhere.state())
    before = elsewhere.state_vector()
    with elsewhere.transaction():
        del elsewhere._meta["said"]
    assert elsewhere.state_vector() == before
    assert not is_known(here, elsewhere.missing(before))
    assert not is_known(here, b"no update at all")
    here.apply(elsewhere.state())
    assert is_known(here, elsewhere.state())
