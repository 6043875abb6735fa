"""Words that stand before a printed date and say what it is the date of."""

from __future__ import annotations

import re
from functools import lru_cache

from archive.parse.folded import fold_word
from archive.parse.months import any_of, weekday_numbers

PUBLICATION = {
    "fr": "publié|publiée|publiés|parution|paru|mis en ligne|mise en ligne|posté|diffusé",
    "en": "published|posted|created|issued|publication date|release date|first published",
    "es": "publicado|publicada|publicación|creado",
    "de": "veröffentlicht|veröffentlichung|erstveröffentlichung|erschienen|erstellt|stand",
    "it": "pubblicato|pubblicata|pubblicazione|creato",
    "pt": "publicado em|postado|publicação|criado",
    "sv": "publicerad|publicerat|publicerades",
    "no": "publisert|publiceret|udgivet",
    "nl": "gepubliceerd|geplaatst",
    "tr": "giriş|yayınlanma|yayın tarihi|yayımlanma|eklenme|oluşturulma|yayınlandı",
    "ru": "опубликовано|дата публикации",
    "ar": "نشر|نشرت|نشر في|تم النشر|تاريخ النشر|منشور|النشر|أنشئ|أضيف|أضيفت|صدر|حرر|تاريخ الإضافة",
    "ja": "公開日|公開|掲載|配信|発信",
    "zh": "发布|發布|發佈|发表",
    "ko": "입력|등록|게시",
}
UPDATED = {
    "fr": "mis à jour|mise à jour|modifié|modifiée|modification|actualisé|actualisée|màj|corrigé",
    "en": "updated|update|modified|edited|revised",
    "es": "actualizado|actualizada|actualización|modificado",
    "de": "aktualisiert|aktualisierung|geändert|letzte änderung|bearbeitet",
    "it": "aggiornato|aggiornata|aggiornamento|modificato|modifica",
    "pt": "atualizado|atualizada|atualização|alterado",
    "sv": "uppdaterad|uppdaterat|ändrad",
    "no": "oppdatert|opdateret|endret",
    "nl": "bijgewerkt|gewijzigd",
    "tr": "güncelleme|güncellenme|güncellendi",
    "ru": "обновлено|изменено",
    "ar": "تحديث|آخر تحديث|التحديث|تم التحديث|محدث|حدث في|عدل في|تم التعديل|آخر تعديل|تعديل",
    "ja": "更新日|更新",
    "zh": "修订",
    "ko": "수정",
}
LABELS = (
    "date|date de publication|édition du|écrit le|créé|créé le|rédigé le|fecha|datum|data|tarih|дата|"
    "تاريخ|التاريخ|كتب في|日時"
)
"""Words that mean publication only where they stand right before the date."""
OPENERS = "le|el|am|den|il|on|em|في|بتاريخ"
"""Words that do so only as all that stands before the date in its line."""

BESIDE = (
    "last|latest|dernière|dernier|última|último|ultima|ultimo|zuletzt|letzte|laatst|son|آخر|"
    "at|a las|às|alle|alle ore|um|kl|الساعة|على الساعة"
)
"""Words that stand among the others and name neither a day nor a person."""
AGES = (
    "il y a #|hier à #|aujourd'hui à #|# ago|yesterday at #|today at #|hace #|ayer a las #|hoy a las #|vor #|"
    "gestern um #|heute um #|# fa|ieri alle #|oggi alle #|há #|ontem às #|hoje às #|# geleden|# önce|# назад|"
    "# پیش|منذ #|قبل #|منذ ساعة|منذ ساعتين|منذ يوم|منذ يومين|منذ أسبوع|منذ دقيقة|منذ دقيقتين"
)
"""What says when a page was printed by its age; `#` is a figure, with its unit or as a time of day."""

_REACH = 48
_JOINT = re.compile(r"[ ,/&|-]*(?:et|and|y|e|und|och|og|en|و)?[ /]*")


def stands_before(text: str, opens_line: bool) -> tuple[bool, bool]:
    """Says of the folded text before a date whether it names a publication, and whether it names a change.

    Where it holds a word of each the later one counts, but "publié et mis à jour le" is both.
    """
    near = text[-_REACH:]
    if opens_line and text.strip(" :,") in _folded(OPENERS):
        return True, False
    published, updated = _last(_publication(), near), _last(_updated(), near)
    if published and updated:
        early, late = sorted((published, updated), key=lambda match: match.start())
        joined = _JOINT.fullmatch(near, early.end(), late.start()) is not None
        return joined or late is published, joined or late is updated
    return bool(published or _label().search(near)), bool(updated)


def only_words(text: str) -> bool:
    """Says whether what stands around a date is nothing but such words, weekdays and signs."""
    bare = fold_word(text)
    for pattern in (_publication(), _updated(), _frame()):
        bare = pattern.sub(" ", bare)
    return re.search(r"[^\W_]", bare) is None


def is_age(text: str) -> bool:
    """Says whether a text tells how long ago something was printed, and nothing else.

    >>> is_age("Publié il y a 3 heures"), is_age("Il y a foule au port")
    (True, False)
    """
    folded = fold_word(text).strip(" .")
    age = _age().search(folded)
    return age is not None and only_words(folded[: age.start()])


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda match: match.start(), default=None)


def _folded(*words: str) -> list[str]:
    return [fold_word(word) for row in words for word in row.split("|")]


@lru_cache(maxsize=1)
def _publication() -> re.Pattern[str]:
    return re.compile(any_of(_folded(*PUBLICATION.values())))


@lru_cache(maxsize=1)
def _updated() -> re.Pattern[str]:
    return re.compile(any_of(_folded(*UPDATED.values())))


@lru_cache(maxsize=1)
def _frame() -> re.Pattern[str]:
    return re.compile(any_of([*_folded(LABELS, OPENERS, BESIDE), *weekday_numbers()]))


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    return re.compile(any_of(_folded(LABELS)) + r"[ :]*\Z")


@lru_cache(maxsize=1)
def _age() -> re.Pattern[str]:
    figure = r"\d[\d:.h]*(?: ?[^\W\d_]+){0,2}"
    return re.compile(rf"(?<![^\W_])(?:{fold_word(AGES).replace('#', figure)})\Z")
