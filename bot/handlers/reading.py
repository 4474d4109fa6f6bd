"""What words are while a question waits: its answer, or something of their own."""

from core.drafts.service import Said
from core.matching.address import looks_like_address
from core.matching.understand import Kind, Understanding, related


def is_a_need(said: Said, meaning: Understanding) -> bool:
    """Words that say clearly what is wrong, and so are no answer to a question about a place."""
    sure = meaning.sure_code is not None
    return meaning.kind is Kind.NEED and sure and not looks_like_address(said.text)


def is_another_need(said: Said, meaning: Understanding, code: str | None) -> bool:
    """Words that say clearly what is wrong, and that is not what this category is about."""
    other = code is None or (meaning.sure_code is not None and not related(meaning.sure_code, code))
    return other and is_a_need(said, meaning)
