"""Snippets: the passage with the most matches, marked where the printed text has them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis import exact, terms, tokenize
from archive.search.snippets import CUT, Matcher, Snippet, mark_all, snippet

FILLER = "Il ne se passe rien de bien notable dans cette ville au bord de la mer. "
TEXTS = st.text(st.sampled_from("abé l'. \n京都市。حموشي،ال\u064e\u200b"), max_size=300)


def marked(passage: Snippet) -> list[str]:
    return [passage.text[start:end] for start, end in passage.marks]


def asking(words: str, language: str) -> Matcher:
    return Matcher(terms(words, language))


MARKED = [
    ("fr", "securite affaire", "L’affaire de la Sécurité, des affaires", ["affaire", "Sécurité", "affaires"]),
    ("ar", "حكومة أمن", "والحكومة تدعم الأمن", ["والحكومة", "الأمن"]),
    ("ar", "محمد", "قال مُحَمَّدٌ لهم", ["مُحَمَّدٌ"]),
    ("zh", "北京市", "在北京市长和北京", ["北京市", "北京"]),
    ("en", "morocco", "Morocco's and MOROCCO", ["Morocco", "MOROCCO"]),
    ("fr", "ficelle", "rien ici", []),
]


@pytest.mark.parametrize(("language", "asked", "text", "stretches"), MARKED)
def test_whole_printed_words_are_marked(language: str, asked: str, text: str, stretches: list[str]) -> None:
    assert marked(snippet(text, language, asking(asked, language))) == stretches
    assert marked(mark_all(text, language, asking(asked, language))) == stretches


def test_the_passage_has_the_most_different_matches() -> None:
    text = f"{FILLER}La police, la police. {FILLER * 5}La police entend le ministre. {FILLER * 5}"
    passage = snippet(text, "fr", asking("police ministre", "fr"), 80)
    assert marked(passage) == ["police", "ministre"]
    assert passage.text.startswith(f"{CUT}La police entend")
    assert passage.text.endswith(CUT)


def test_a_passage_without_a_match_is_the_beginning() -> None:
    assert snippet(f"  {FILLER * 9}", "fr", Matcher(()), 40) == Snippet(
        "Il ne se passe rien de bien notable dans…", ()
    )


def test_a_short_text_is_whole_and_on_one_line() -> None:
    assert snippet("Une ligne.\n\nLe  mot\nvient.\n", "fr", asking("mot", "fr")) == Snippet(
        "Une ligne. Le mot vient.", ((14, 17),)
    )


def test_a_match_at_the_end_is_shown_with_what_leads_to_it() -> None:
    text = f"{FILLER * 5}C'est la fin"
    passage = snippet(text, "fr", asking("fin", "fr"), 100)
    assert passage.text == f"{CUT}{FILLER}C'est la fin"


def test_a_match_deep_in_a_long_sentence_is_cut_between_words() -> None:
    text = "mot " * 200 + "aiguille " + "mot " * 200
    passage = snippet(text, "fr", asking("aiguille", "fr"), 60)
    assert set(passage.text.strip(CUT).split()) == {"mot", "aiguille"}
    assert passage.text[0] == passage.text[-1] == CUT


def test_a_text_without_spaces_is_cut_between_letters() -> None:
    passage = snippet("好" * 300 + "北京" + "好" * 300, "zh", asking("北京", "zh"), 40)
    assert marked(passage) == ["北京"]
    assert len(passage.text) <= 42


def test_a_title_is_marked_as_it_is() -> None:
    title = "Sécurité :\n l’affaire  "
    assert mark_all(title, "fr", asking("affaire", "fr")) == Snippet(title, ((14, 21),))


def test_a_matcher_takes_terms_beginnings_and_exact_forms() -> None:
    tokens = {token.exact: token for token in tokenize("gouvernements gouverneur Gouvernail", "fr")}
    terms_only, begins, exacts = (
        Matcher({"gouvern"}),
        Matcher((), ["gouverne"]),
        Matcher((), (), {"gouvernail"}),
    )
    assert [word for word in tokens if terms_only(tokens[word])] == ["gouvernements"]
    assert [word for word in tokens if begins(tokens[word])] == ["gouvernements", "gouverneur"]
    assert [word for word in tokens if exacts(tokens[word])] == ["gouvernail"]
    assert not any(map(Matcher(()), tokens.values()))


@given(TEXTS, st.sampled_from(["fr", "ar", "zh"]), st.integers(1, 120), st.sampled_from("abéلح京"))
def test_marks_are_matches_inside_the_line_and_apart(
    text: str, language: str, width: int, letter: str
) -> None:
    matches = Matcher((), [exact(letter)])
    passage = snippet(text, language, matches, width)
    ends = [0, *(edge for mark in passage.marks for edge in mark)]
    assert ends == sorted(ends)
    assert all(start < end <= len(passage.text) for start, end in passage.marks)
    assert all(one[1] < other[0] for one, other in pairwise(passage.marks))
    assert all(exact(letter) in exact(stretch) for stretch in marked(passage))
    assert bool(passage.marks) == any(map(matches, tokenize(text, language)))
    assert not re.search(r"[\n\r]|\s\s", passage.text)


@given(TEXTS, st.sampled_from(["fr", "ar", "zh"]), st.integers(1, 120))
def test_a_passage_is_a_stretch_of_the_text(text: str, language: str, width: int) -> None:
    passage = snippet(text, language, Matcher((), ["京", "ب", "s"]), width)
    line = re.sub(r"\s+", " ", text)
    assert passage.text.strip(CUT + " ") in line


@given(TEXTS, st.sampled_from(["fr", "ar", "zh", "de"]), st.data())
def test_no_word_that_matches_is_passed_over(text: str, language: str, data: st.DataObject) -> None:
    tokens = tokenize(text, language)
    chosen = data.draw(st.lists(st.sampled_from(tokens), max_size=3)) if tokens else []
    for matches in (
        Matcher({token.term for token in chosen}),
        Matcher((), (), {token.exact for token in chosen}),
        Matcher((), {token.exact[:2] for token in chosen}),
    ):
        assert list(matches.found(text, language)) == list(filter(matches, tokens))
