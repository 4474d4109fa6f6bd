"""HTML and MarkdownV2 to entities, as tables; offsets in UTF-16 units."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webchat.errors import Refusal
from webchat.formatting import rich_text
from webchat.formatting.entities import length16

SMILE = "\U0001f600"


def _e(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


HTML: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("plain &lt;b&gt; &amp; &quot;x&quot; &#33;&#x21; &nbsp;", 'plain <b> & "x" !! &nbsp;', []),
    ("<b>a<i>b</i></b>c", "abc", [_e("bold", 0, 2), _e("italic", 1, 1)]),
    (f"{SMILE}<b>{SMILE}</b>", SMILE * 2, [_e("bold", 2, 2)]),
    ("  <b> x </b>  ", "x", [_e("bold", 0, 1)]),
    ("<strong>a</strong><em>b</em><ins>c</ins>",
     "abc", [_e("bold", 0, 1), _e("italic", 1, 1), _e("underline", 2, 1)]),
    ("<s>a</s><del>b</del>", "ab", [_e("strikethrough", 0, 1), _e("strikethrough", 1, 1)]),
    ('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>',
     "ab", [_e("spoiler", 0, 1), _e("spoiler", 1, 1)]),
    ('<a href="https://x.example/?a=1&amp;b=2">go</a>',
     "go", [_e("text_link", 0, 2, url="https://x.example/?a=1&b=2")]),
    ("<a href='tg://user?id=1'>u</a>", "u", [_e("text_link", 0, 1, url="tg://user?id=1")]),
    ("<code>a &lt; b</code>", "a < b", [_e("code", 0, 5)]),
    ('<pre><code class="language-py">x</code></pre>', "x", [_e("pre", 0, 1, language="py")]),
    ("<pre>x</pre>", "x", [_e("pre", 0, 1)]),
    ("<blockquote>q</blockquote>", "q", [_e("blockquote", 0, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [_e("expandable_blockquote", 0, 1)]),
    ("<B>x</B>", "x", [_e("bold", 0, 1)]),
    ("<b></b>x", "x", []),
    ("see https://x.example/a. ok", "see https://x.example/a. ok", [_e("url", 4, 19)]),
    ("/start @anna_b #tag a@b.example", "/start @anna_b #tag a@b.example", [
        _e("bot_command", 0, 6), _e("mention", 7, 7), _e("hashtag", 15, 4), _e("email", 20, 11)]),
]  # fmt: skip

WRONG_HTML = [
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("\u00e9<x>", 'Unsupported start tag "x" at byte offset 2'),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("1 < 2", 'Unsupported start tag ""'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a href="x>y', 'Unclosed start tag "a" at byte offset 0'),
]

MARKDOWN: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("*a _b_* c", "a b c", [_e("bold", 0, 3), _e("italic", 2, 1)]),
    ("__u__ ~s~ ||p||", "u s p", [_e("underline", 0, 1), _e("strikethrough", 2, 1), _e("spoiler", 4, 1)]),
    (r"1\. a\*b \\", "1. a*b \\", []),
    ("`a*b` ", "a*b", [_e("code", 0, 3)]),
    ("```py\nx = 1\n```", "x = 1", [_e("pre", 0, 5, language="py")]),
    (r"[a](https://x.example/\))", "a", [_e("text_link", 0, 1, url="https://x.example/)")]),
    (f"{SMILE}*b*", f"{SMILE}b", [_e("bold", 2, 1)]),
    (">a\n>b\nc", "a\nb\nc", [_e("blockquote", 0, 4)]),
]

WRONG_MARKDOWN = [
    ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("*a", "Can't find end of Bold entity at byte offset 0"),
    ("x `a", "Can't find end of Code entity at byte offset 2"),
    ("[a](b", "Can't find end of a URL at byte offset 3"),
]


@pytest.mark.parametrize(("source", "text", "entities"), HTML)
def test_html(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    plain, found = rich_text(source, "html", None)
    assert plain == text
    assert sorted(found, key=str) == sorted(entities, key=str)


@pytest.mark.parametrize(("source", "text", "entities"), MARKDOWN)
def test_markdown(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    plain, found = rich_text(source, "MarkdownV2", None)
    assert plain == text
    assert sorted(found, key=str) == sorted(entities, key=str)


@pytest.mark.parametrize(("mode", "source", "answer"), [
    *(("HTML", *case) for case in WRONG_HTML),
    *(("MarkdownV2", *case) for case in WRONG_MARKDOWN),
])  # fmt: skip
def test_wrong_markup_is_refused(mode: str, source: str, answer: str) -> None:
    with pytest.raises(Refusal) as caught:
        rich_text(source, mode, None)
    assert caught.value.description.startswith("Bad Request: can't parse entities: ")
    assert answer in caught.value.description


@given(
    st.text(alphabet="ab <>&/*_`[]()!.|~\n\\" + SMILE, max_size=40), st.sampled_from(["HTML", "MarkdownV2"])
)
def test_any_text_is_parsed_or_refused(source: str, mode: str) -> None:
    try:
        plain, entities = rich_text(source, mode, None)
    except Refusal:
        return
    assert plain == plain.strip()
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= length16(plain)
