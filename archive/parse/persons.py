"""The shape of a person's name in print, and what is printed behind one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.languages import ARABIC, HAN, KANA
from archive.parse.date_words import only_words
from archive.parse.markers import Markers
from archive.text import fold, key

ACCOUNTS = frozenset(
    {"admin", "administrator", "administrateur", "administrador", "webmaster", "root", "user", "wordpress"}
)
"""What programs call their own users, as keys: no one's name."""
_LONGEST = 50
_INITIALS = re.compile(r"(?:[^\W\d_a-zà-ÿ]\.?\s?-?){2,3}|[A-Z]{2,4}")
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶŁŃŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_PARTICLE = (
    "(?:de|del|della|di|da|do|dos|das|du|des|d|la|le|el|al|an|ad|ar|as|ash|az|van|von|der|den|zu|ter|ten"
    "|bin|ben|ibn|bint|abu|abou|af|av|y|e|i)"
)
_CAPITAL = rf"(?:[{_UPPER}][\w’'.\-]*|(?:al|el|d|l|de|O)[-’'][{_UPPER}][\w’'\-]*)"
_LATIN = re.compile(rf"{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)*{_CAPITAL}){{1,4}}")
_CYRILLIC = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?:\s[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?){1,2}")
_JAPANESE = re.compile(f"[{HAN}]{{1,4}}[ \u3000]?[{HAN}{KANA}]{{1,4}}")
_ARABIC = re.compile(f"[{ARABIC}]{{2,}}")
_ARABIC_TITLE = re.compile(r"[دأم]\s?\.|الدكتور|الدكتورة|الأستاذ|الأستاذة")
# Words that open or join Arabic phrases; the script has no capitals to tell a name by.
_NO_NAME = frozenset(
    fold(word)
    for line in (
        "في من على إلى عن مع أن هذا هذه التي الذي بعد قبل بين كل",
        "لا ما هو هي كان قد ثم أو حتى لم لن خلال حول ضد داخل خارج قرب أمام منذ آخر أول نحن وفق حسب",
    )
    for word in line.split()
)
# Words of buttons, captions and the press itself: where no marker says that a name follows, none does.
_NO_BARE_NAME = _NO_NAME | frozenset(
    fold(word)
    for line in (
        "أخبار الأخبار خبر الخبر مقال المقال مقالات المقالات موضوع الموضوع تقرير ملف",
        "صورة الصورة صور الصور فيديو الفيديو",
        "جريدة صحيفة مجلة موقع قناة وكالة إذاعة شؤون قسم قائمة رأي رأيك تعليق تعليقات قراءة دقيقة دقائق",
        "تابع تابعوا تابعنا تابعونا شارك شاركنا شاركها اشترك اشتركوا استمع استماع اقرأ حفظ إنشاء تحميل",
        "پایان انتهای پیام خبرگزاری کد تاریخ",
    )
    for word in line.split()
)
_GLUE = re.compile(rf"(?<=[a-zà-öø-ÿ])(?=[{_UPPER}])")


def is_name(text: str, markers: Markers, *, lone: bool) -> bool:
    """Says whether a text has the shape of a name, or is a known agency.

    `lone` lets a single word or initials pass, as after a byline marker.
    """
    name_key, words = key(text), text.split()
    if name_key in markers.agencies:
        return True
    if not words or len(text) > _LONGEST or name_key in ACCOUNTS:
        return False
    if name_key in markers.phrases or name_key in markers.sections:
        return False
    if lone and _INITIALS.fullmatch(text):
        return True
    if only_words(text):
        return False  # "Published On", "آخر تحديث": what is left of a dateline
    if lone and _is_lone(words):
        return True
    if starts_in_arabic(text):
        return _is_arabic_name(words, fewest=1 if lone else 2)
    if _JAPANESE.fullmatch(text) or _CYRILLIC.fullmatch(text):
        return True
    if words[0] == "The" and not lone:
        return False  # a paper, not a person
    return 2 <= len(words) <= 5 and len(text) >= 5 and _LATIN.fullmatch(text) is not None


def starts_in_arabic(text: str) -> bool:
    """Says whether a text opens with a letter of the Arabic script."""
    return re.match(f"[{ARABIC}]", text) is not None


def _is_lone(words: Sequence[str]) -> bool:
    return len(words) == 1 and words[0][:1].isupper() and words[0].replace("-", "").isalpha()


def _is_arabic_name(words: Sequence[str], fewest: int) -> bool:
    words = words[1:] if _ARABIC_TITLE.fullmatch(words[0]) else words
    excluded = _NO_NAME if fewest == 1 else _NO_BARE_NAME
    shaped = all(_ARABIC.fullmatch(word) and fold(word) not in excluded for word in words)
    return shaped and fewest <= len(words) <= 4


def trim_role(name: str, markers: Markers) -> str:
    """Takes off the role that follows a name, glued to it or not ("Ann FosterTravel Writer"), or an agency's town."""
    for glue in _GLUE.finditer(name):
        before, tail = name[: glue.start()], key(name[glue.start() :])
        if " " in before and any(tail == role or tail.endswith(f" {role}") for role in markers.roles):
            return before.strip()
    words = name.split()
    for start in range(len(words)):
        tail = key(" ".join(words[start:]))
        if tail in markers.roles or markers.role_signs.fullmatch(tail):
            return " ".join(words[:start])
    for start in range(2, len(words)):
        if key(" ".join(words[:start])) in markers.agencies:
            return " ".join(words[:start])
        if any(key(" ".join(words[start:end])) in markers.roles for end in (start + 1, start + 2)):
            return " ".join(words[:start])
    return name.strip()
