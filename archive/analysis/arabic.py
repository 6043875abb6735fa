"""The light stemmer for Arabic: clitics before the word, endings after it, at least three letters left.

The lists follow light10 (Larkey, Ballesteros and Connell, 2007), with the joined prepositions and possessive
endings of the press. A single letter before the word is taken for a clitic unless the word is known to begin
with it: so `وأمن` and `لأمن` meet `الأمن`, while `وزارة` stays with `الوزارة`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from archive.analysis.folding import exact

_ARTICLE = re.compile("(?:وبال|وكال|فبال|ولل|فلل|وال|بال|كال|فال|ال|لل)(?=.{3})")
_CONJUNCTIONS = {"و": 4, "ف": 5}
_PREPOSITIONS = {"ب": 4, "ل": 4}
"""How many letters a word has at least that begins with one of these."""

_ENDINGS = frozenset("اتها اتهم اته اتنا تها تهم تنا ها هم هن نا كم ان ات ون ين يه يا وا ه ي ت ا".split())
_LAST_LETTERS = frozenset(ending[-1] for ending in _ENDINGS)
_LONGEST_ENDING = 4
_LEAST = 3
"""How many letters stay before an ending."""

_OWN_LETTERS = {
    "ا": "ألبوم ألعاب ألماني إلغاء إلقاء إلكترون ألياف التحاق التزام التقاء التماس التهاب",
    "ب": """
        بارد بارز باري باريس باكستان بالغ بايدن بترول بحار بحري بحوث بحيرة بداية بدايات بديل براء برازيل
        برامج برتغال برشلون برشيد بركان برلمان برلين برنامج بروت بريد بريطان بسيط بشري بشير بضائع بطاق
        بطال بطول بعثة بعثات بعيد بغداد بقاء بكتير بلاد بلاغ بلال بلجيك بلدة بلدي بلدان بناء بناي بنجلون
        بنسليمان بنعبد بنكي بنموسى بنوك بنية بوتين بوجدور بورص بوريط بوعياش بوليس بونو بيان بيروت بيئة
        بيئي
    """,
    "ف": """
        فائد فاتح فاتور فارس فارق فاس فاطم فاعل فبراير فتاة فترة فترات فتوى فتيان فجوة فراغ فرار فرانس فردية
        فرصة فرضي فرق فرنس فروع فريد فريق فساد فصائل فصول فصيل فضاء فضائ فضيح فعال فعلي فقدان فقراء فقيد
        فقيه فكري فلاح فلسط فلسف فنادق فنان فندق فنزويل فنلند فنون فنية فوضى فيتنام فيدرال فيديو فيروس فيزيا
        فيضان فيلم فيينا فئات
    """,
    "ل": """
        لاجئ لازم لاعب لباس لبنان لجان لجنة لحسن لحوم لشكر لطيف لعبة لغات لغوي لقاء لقاح لقجع لقمان لندن
        لوائح لوحة لوحات لياق ليال ليبرال ليبي ليلة ليلى
    """,
    "و": """
        واجب واجه واحد وادي وارد واسع واشنطن واصل واضح وافد والد والي وباء وتير وثائق وثني وثيق وجدة وجه
        وجود وحدات وحدة وحيد وداد وداي ودائع ودي وراء وراث ورزاز ورش ورق وزار وزير وزراء وسائل وساط وسام
        وسواس وسيط وسيل وسيم وصاي وصف وصلت وصول وصي وضع وطن وظائف وظيف وعكة وعود وفاء وفاة وفات وفد وفق وفود
        وفيات وقائع وقاي وقت وقف وقود وقوع وقوف وكالات وكالة وكلاء وكيل ولادة ولاي ولد وليد وهبي وهران وهمي
    """,
}
_OWN = {first: tuple(exact(words).split()) for first, words in _OWN_LETTERS.items()}
"""How words begin, as far as it takes to know them, whose first letter or letters are no clitic; by that letter."""


def light(word: str) -> str:
    """Gives the light stem of a folded Arabic word.

    >>> light("والحكومه"), light("بالحموشي"), light("للامن"), light("كتابهم")
    ('حكوم', 'حموش', 'امن', 'كتاب')
    """
    bare = word if _is_own(word) else _without_clitics(word)
    return _without_ending(_without_ending(bare))


def _is_own(word: str) -> bool:
    return word.startswith(_OWN.get(word[:1], ()))


def _without_clitics(word: str) -> str:
    article = _ARTICLE.match(word)
    if not article:
        word = _without_one(word, _CONJUNCTIONS)
        return word if _is_own(word) else _without_one(word, _PREPOSITIONS)
    rest = word[article.end() :]
    # للجنة is ل and اللجنة written with one lam less: the last one is the word's own.
    own = "ل" + rest
    return own if article[0].endswith("لل") and _is_own(own) else rest


def _without_one(word: str, clitics: Mapping[str, int]) -> str:
    least = clitics.get(word[:1])
    return word[1:] if least and len(word) >= least else word


def _without_ending(word: str) -> str:
    if word[-1:] not in _LAST_LETTERS:
        return word
    for length in range(min(_LONGEST_ENDING, len(word) - _LEAST), 0, -1):
        if word[-length:] in _ENDINGS:
            return word[:-length]
    return word
