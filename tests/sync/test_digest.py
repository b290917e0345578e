"""Whether two sides hold the same, told in a few bytes."""

import pytest

from moderator.documents.document import Document
from moderator.sync import digest
from moderator.sync.lib0 import Malformed, Writer


def _vector(*writers: tuple[int, int]) -> bytes:
    out = Writer().number(len(writers))
    for client, clock in writers:
        out.number(client).number(clock)
    return out.done()


def test_the_same_vector_in_another_order_has_the_same_digest() -> None:
    assert digest.of_document(_vector((7, 1), (9, 2))) == digest.of_document(
        _vector((9, 2), (7, 1))
    )
    assert digest.of_document(_vector((7, 1))) != digest.of_document(_vector((7, 2)))


def test_a_copy_of_a_document_has_its_digest_and_a_changed_one_has_not() -> None:
    one, other = Document("one"), Document("one")
    one.create()
    other.apply(one.state())
    first = digest.of_document(one.state_vector())
    assert digest.of_document(other.state_vector()) == first
    with other.transaction():
        other._meta["more"] = "said"
    assert digest.of_document(other.state_vector()) != first


def test_documents_are_compared_by_name_in_any_order() -> None:
    a, b = ("a", b"1"), ("b", b"2")
    assert digest.of_all([a, b]) == digest.of_all([b, a])
    assert digest.of_all([a, b]) != digest.of_all([("a", b"2"), ("b", b"1")])


def test_what_is_no_vector_is_refused() -> None:
    with pytest.raises(Malformed):
        digest.of_document(b"\x05")
