"""Bytes become exactly the text that was printed, or a refusal that names the fact."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents import Reason, Refusal
from archive.parse.charsets import best_reading
from archive.parse.decode import MAGIC, Decoded, decode
from archive.parse.letters import plausibility

FRENCH = (
    "Grève à l’hôpital : les infirmières réclament des congés, et le préfet s’est dit « très préoccupé »."
)
FRENCH_COEUR = (
    "Au cœur de la manœuvre, une sœur et son frère vendent leurs bœufs 1 200 € pièce, sans rien céder."
)
FRENCH_PLAIN = "Le conseil municipal a vote le budget, malgré l'absence du maire."
FRENCH_HALF = "Une journée à 12½ heures : l'horaire d'été déplaît aux ouvriers de la région."
ARABIC = "أعلنت الوزارة، صباح اليوم، عن فتح باب الترشيح أمام المدرسين؛ فهل يكفي عدد المناصب هذه السنة؟"
ARABIC_MARKS = "قال المُدَرِّبُ إن فريقه «جاهز» لمباراة الأحد، وإنّ الإصابات قليلة."
ARABIC_AND_FRENCH = (
    "وقعت الشركة اتفاقا مع نظيرتها الفرنسية Société générale بقيمة عشرة ملايين درهم في مدينة طنجة."
)
SPANISH = "¿Quién ganará? El alcalde de Cádiz prometió más autobuses y los niños volverán al colegio mañana."
GERMAN = "Die Züge fahren heute später: Der Streik trifft auch Köln, Düsseldorf und die größeren Städte."
GERMAN_QUOTES = "„Wir prüfen das“, sagte der Bürgermeister – und schwieg über die übrigen Vorwürfe…"
ENGLISH = "The mayor said it wasn’t his fault — the bridge “had been closed for weeks” – and left."
ENGLISH_POUND = "The council will spend £3 million on the new pier, half of it before the summer."
ITALIAN = "Perché la città è più cara? La risposta è già nelle bollette, però nessuno ne parla."
PORTUGUESE = "A eleição não será adiada: a decisão é do tribunal, após três sessões e muita discussão."
TURKISH = "Belediye başkanı, yağışların ardından köprünün kapatıldığını ve çalışmaların süreceğini söyledi."
SWEDISH = "Tågen står stilla även i dag, men på lördag väntas trafiken gå som vanligt mellan städerna."
RUSSIAN = "Министр сообщил, что новый мост откроют весной, а старый разберут к концу года."
POLISH = "Minister zapowiedział, że podwyżki wejdą w życie później, niż się spodziewano."
JAPANESE = "市長は新しい橋を春に開通させると発表した。古い橋は年内に取り壊される。"

PRINTED = [
    (FRENCH, "cp1252"),
    (FRENCH, "cp1256"),
    (FRENCH_COEUR, "cp1252"),
    (FRENCH_COEUR, "iso8859-15"),
    (FRENCH_PLAIN, "cp1252"),
    (FRENCH_PLAIN, "iso8859-1"),
    (FRENCH_PLAIN, "iso8859-15"),
    (FRENCH_HALF, "cp1252"),
    (FRENCH_HALF, "iso8859-1"),
    (FRENCH.upper(), "cp1252"),
    (ARABIC, "cp1256"),
    (ARABIC, "iso8859-6"),
    (ARABIC_MARKS, "cp1256"),
    (ARABIC_AND_FRENCH, "cp1256"),
    (SPANISH, "cp1252"),
    (SPANISH, "iso8859-1"),
    (SPANISH, "iso8859-15"),
    (GERMAN, "cp1252"),
    (GERMAN, "iso8859-15"),
    (GERMAN_QUOTES, "cp1252"),
    (ENGLISH, "cp1252"),
    (ENGLISH, "mac_roman"),
    (ENGLISH_POUND, "iso8859-1"),
    (ITALIAN, "cp1252"),
    (PORTUGUESE, "cp1252"),
    (TURKISH, "cp1254"),
    (SWEDISH, "cp1252"),
    (RUSSIAN, "cp1251"),
    (RUSSIAN, "koi8-r"),
    (POLISH, "cp1250"),
    (POLISH, "iso8859-2"),
    (JAPANESE, "cp932"),
    (JAPANESE, "euc_jp"),
]
EVERY = [text for text, _ in dict(PRINTED).items()]


def read(content: bytes, declared: str | None = None) -> Decoded:
    answer = decode(content, declared)
    assert isinstance(answer, Decoded), answer
    return answer


@pytest.mark.parametrize(("text", "charset"), PRINTED)
def test_a_press_text_in_an_old_charset_reads_back_exactly(text: str, charset: str) -> None:
    printed = text.replace("’", "'").encode(charset, "ignore").decode(charset)
    assert read(printed.encode(charset)).text == printed
    paragraphs = "\n".join([printed] * 20)
    assert read(paragraphs.encode(charset)).text == paragraphs


@pytest.mark.parametrize("text", [FRENCH, FRENCH_COEUR, ENGLISH, GERMAN_QUOTES])
def test_curled_quotes_and_the_euro_sign_of_windows_read_back_exactly(text: str) -> None:
    answer = read(text.encode("cp1252"))
    assert (answer.text, answer.charset) == (text, "windows-1252")


@pytest.mark.parametrize("text", EVERY)
@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"]
)
def test_unicode_reads_back_exactly_with_a_mark_or_without(text: str, charset: str) -> None:
    if text is JAPANESE and charset in ("utf-16-le", "utf-16-be"):
        text += " (2022)"  # without one ASCII sign nothing tells these bytes from noise
    answer = read(text.encode(charset))
    assert answer.text == text
    assert answer.charset.startswith(charset.split("-sig")[0])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (FRENCH.encode(), "strict UTF-8"),
        (codecs.BOM_UTF8 + FRENCH.encode(), "byte order mark"),
        (FRENCH.encode("utf-16-le"), "the places of the zero bytes"),
        (ARABIC.encode("cp1256"), "detected: Arabic letters and marks in windows-1256"),
        (FRENCH.encode("cp1252"), "detected: French letters and marks in windows-1252"),
        (b"Plain words", "strict UTF-8"),
    ],
)
def test_the_reason_says_why_this_charset(content: bytes, reason: str) -> None:
    assert read(content).reason == reason


@pytest.mark.parametrize(
    ("text", "charset", "declared", "read_as"),
    [
        (FRENCH_PLAIN, "cp1252", "ISO-8859-1", "windows-1252"),
        (FRENCH, "cp1252", "latin-1", "windows-1252"),
        (FRENCH_PLAIN, "iso8859-15", "iso-8859-15", "ISO-8859-15"),
        (ARABIC, "cp1256", "windows-1256", "windows-1256"),
        (ARABIC, "cp1256", "ISO-8859-1", "windows-1256"),
        (ARABIC, "cp1256", "utf-8", "windows-1256"),
        (ARABIC, "utf-8", "windows-1256", "utf-8"),
        (FRENCH, "cp1252", "no-such-charset", "windows-1252"),
        (FRENCH, "cp1252", "unicode_escape", "windows-1252"),
        (FRENCH, "cp1252", "utf-16", "windows-1252"),
        (FRENCH, "cp1252", "rot13", "windows-1252"),
        ("สภาเทศบาลเปิดสะพานใหม่", "tis-620", "TIS-620", "tis-620"),
    ],
)
def test_a_declared_charset_is_believed_unless_the_letters_contradict_it(
    text: str, charset: str, declared: str, read_as: str
) -> None:
    answer = read(text.encode(charset), declared)
    assert (answer.text, answer.charset) == (text, read_as)
    assert ("as declared" in answer.reason) == (charset != "utf-8" and answer.reason[:8] != "detected")


def test_a_declared_charset_that_is_wrong_is_named_in_the_reason() -> None:
    reason = read(ARABIC.encode("cp1256"), "ISO-8859-1").reason
    assert reason == "detected: Arabic letters and marks in windows-1256, though ISO-8859-1 is declared"


@pytest.mark.parametrize("text", [FRENCH, ARABIC, JAPANESE, ENGLISH])
def test_a_file_cut_in_the_middle_of_a_character_is_read_up_to_it(text: str) -> None:
    content = text.encode()
    for end in range(len(content) - 12, len(content)):
        answer = read(content[:end])
        whole = content[:end].decode("utf-8", "ignore")
        assert answer.text == whole
        assert ("torn" in answer.reason) == (len(whole.encode()) < end)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Un café".encode("cp1252"), "Un café"),
        ("El gobierno aprobó".encode("cp1252"), "El gobierno aprobó"),
        (b"The mayor said \xe2\x80", "The mayor said "),
        (b"It wasn\xe2", "It wasn"),
        (b"The caf\xc3", "The caf"),
    ],
)
def test_one_odd_byte_at_the_end_is_a_letter_or_half_a_character(content: bytes, text: str) -> None:
    assert read(content).text == text


def test_a_file_in_utf_16_cut_in_the_middle_is_read_up_to_the_cut() -> None:
    answer = read(FRENCH.encode("utf-16")[:-1])
    assert answer.text == FRENCH[:-1]
    assert answer.reason == "byte order mark, less a character torn at the end"


def test_line_ends_become_one_kind_and_nothing_else_changes() -> None:
    printed = "Titre\r\nÀ la une\rCafe\u0301 \u00a0\tfin\x0c\n"
    assert read(printed.encode()).text == "Titre\nÀ la une\nCafe\u0301 \u00a0\tfin\x0c\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \r\n\t ",
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF8 + b"\n",
        "\u200b \u200f".encode(),
    ],
)
def test_nothing_but_white_space_is_refused_as_empty(content: bytes) -> None:
    answer = decode(content)
    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.EMPTY


def archived() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", "texte")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        *((magic + b"\x00\x01 rest", nature) for magic, nature in MAGIC.items()),
        (archived(), "a zip archive"),
        (gzip.compress(FRENCH.encode()), "a gzip file"),
        (b"MZ\x90\x00\x03\x00\x00\x00" * 8, "zeros"),
        (b"text\x00with a zero", "zeros"),
        (bytes(range(1, 32)) * 4, "control characters"),
        (b"\x01\x02\x03\x04 some words", "4 of 15 bytes are control characters"),
        (codecs.BOM_UTF16_LE + b"\x01\x00\x02\x00" * 20, "utf-16-le"),
    ],
)
def test_what_is_no_text_is_refused_with_the_fact(content: bytes, fact: str) -> None:
    answer = decode(content)
    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.NOT_TEXT
    assert fact in answer.detail


@pytest.mark.parametrize(
    "content",
    [
        FRENCH.encode() + b"\n" + FRENCH.encode("cp1252"),
        ARABIC.encode() + b"\n" + ARABIC.encode("cp1256"),
        (FRENCH * 3).encode() + b"\xff and on",
        ARABIC.encode()[:40] + b"\xc3\x28" + ARABIC.encode()[40:],
        bytes((n * 73 + n * n * 7) % 224 + 32 for n in range(600)),
        codecs.BOM_UTF8 + FRENCH.encode("cp1252"),
        codecs.BOM_UTF16_LE + b"\x00\xd8" * 40,
    ],
)
@pytest.mark.parametrize("declared", [None, "windows-1252", "utf-8"])
def test_mixed_and_broken_bytes_are_refused_and_never_patched(content: bytes, declared: str | None) -> None:
    answer = decode(content, declared)
    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.CHARSET


def test_true_readings_are_likelier_than_false_ones() -> None:
    for text, charset in (*PRINTED[10:12], *PRINTED[14:18]):
        content = text.encode(charset, "ignore")
        true = plausibility(content.decode(charset))
        assert true.score / true.signs > -5, text
        for other in {"cp1252", "cp1256", "iso8859-15", "cp1251"} - {charset}:
            false = plausibility(content.decode(other, "ignore"))
            assert true.score >= false.score, (text, charset, other)


def test_a_large_text_is_read_whole_though_a_part_of_it_is_weighed() -> None:
    text = FRENCH * 3000 + " fin"
    reading = best_reading(text.encode("cp1252"))
    assert reading is not None
    assert reading[0] == text


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1))
def test_any_text_in_utf_8_reads_back_or_is_white_space(text: str) -> None:
    answer = decode(text.encode())
    if isinstance(answer, Decoded):
        assert answer.text == text.removeprefix("\ufeff")
    else:
        assert answer.reason is Reason.EMPTY or text.encode().startswith(tuple(MAGIC))


@given(
    content=st.binary(max_size=200), declared=st.sampled_from([None, "windows-1252", "utf-8", "x", "gb2312"])
)
def test_any_bytes_give_a_text_without_replacements_or_a_refusal(
    content: bytes, declared: str | None
) -> None:
    answer = decode(content, declared)
    assert isinstance(answer, Refusal) or "\ufffd" not in answer.text or "\ufffd".encode() in content
