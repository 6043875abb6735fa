"""Names of months and weekdays as the press prints them: commas part the months, `|` the spellings of one.

Arabic has three families of month names (Levant, Gulf and Egypt, Maghreb); outlets mix and double them.
The first spelling is the full name; abbreviations stand without their full stop. A spelling means one month
only, in whatever language it occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from archive.languages import HAN
from archive.parse.folded import fold_word

_HAN = re.compile(f"[{HAN}]")

MONTHS = {
    "fr": "janvier|janv|jan, février|févr|fév, mars, avril|avr, mai, juin, juillet|juill|juil, août, "
    "septembre|sept, octobre|oct, novembre|nov, décembre|déc",
    "en": "January|Jan, February|Feb, March|Mar, April|Apr, May, June|Jun, July|Jul, August|Aug, "
    "September|Sept|Sep, October|Oct, November|Nov, December|Dec",
    "es": "enero|ene, febrero|feb, marzo|mar, abril|abr, mayo|may, junio|jun, julio|jul, agosto|ago, "
    "septiembre|setiembre|sept|sep, octubre|oct, noviembre|nov, diciembre|dic",
    "de": "Januar|Jänner|Jän, Februar|Feber, März|Maerz|Mrz, April, Mai, Juni, Juli, August, "
    "September, Oktober|Okt, November, Dezember|Dez",
    "it": "gennaio|genn|gen, febbraio|febbr|feb, marzo|mar, aprile|apr, maggio|magg|mag, giugno|giu, "
    "luglio|lug, agosto|ago, settembre|sett|set, ottobre|ott, novembre|nov, dicembre|dic",
    "pt": "janeiro|jan, fevereiro|fev, março|mar, abril|abr, maio|mai, junho|jun, julho|jul, agosto|ago, "
    "setembro|set, outubro|out, novembro|nov, dezembro|dez",
    "sv": "januari|jan, februari|febr|feb, mars, april|apr, maj, juni, juli, augusti|aug, "
    "september|sept, oktober|okt, november|nov, december|dec",
    "no": "januar, februar, mars, april, mai, juni, juli, august, september, oktober, november, desember|des",
    "nl": "januari, februari, maart|mrt, april, mei, juni, juli, augustus, september, oktober, november, "
    "december",
    "tr": "Ocak|Oca, Şubat|Şub, Mart|Mar, Nisan|Nis, Mayıs|May, Haziran|Haz, Temmuz|Tem, Ağustos|Ağu, "
    "Eylül|Eyl, Ekim|Eki, Kasım|Kas, Aralık|Ara",
    "ru": "января|январь, февраля|февраль, марта|март, апреля|апрель, мая|май, июня|июнь, июля|июль, "
    "августа|август, сентября|сентябрь, октября|октябрь, ноября|ноябрь, декабря|декабрь",
    "Levant": "كانون الثاني|كانون ثاني|كانون ثان, شباط, آذار, نيسان, أيار|مايس, حزيران, تموز, آب, أيلول, "
    "تشرين الأول|تشرين أول, تشرين الثاني|تشرين ثاني|تشرين ثان, كانون الأول|كانون أول",
    "Gulf": "يناير, فبراير, مارس, أبريل, مايو, يونيو|يونيه, يوليو|يوليه, أغسطس|أغسطوس, "
    "سبتمبر, أكتوبر, نوفمبر, ديسمبر|دسمبر",
    "Maghreb": "جانفي, فيفري, مارس, أفريل, ماي, جوان, جويلية|يوليوز, أوت|غشت, "
    "شتنبر|شتمبر|سبتنبر, أكتوبر, نونبر|نوفنبر, دجنبر|دجمبر",
}
WEEKDAYS = {
    "fr": "lundi|lun, mardi|mar, mercredi|mer, jeudi|jeu, vendredi|ven, samedi|sam, dimanche|dim",
    "en": "Monday|Mon, Tuesday|Tues|Tue, Wednesday|Wed, Thursday|Thurs|Thu, Friday|Fri, Saturday|Sat, "
    "Sunday|Sun",
    "es": "lunes, martes, miércoles|mié, jueves|jue, viernes|vie, sábado|sáb, domingo",
    "de": "Montag|Mo., Dienstag|Di., Mittwoch|Mi., Donnerstag|Do., Freitag|Fr., "
    "Samstag|Sonnabend|Sa., Sonntag|So.",
    "it": "lunedì, martedì, mercoledì, giovedì|gio, venerdì, sabato|sab, domenica",
    "pt": "segunda-feira, terça-feira, quarta-feira, quinta-feira, sexta-feira, sábado, domingo",
    "sv": "måndag|mån, tisdag|tis, onsdag|ons, torsdag|tors, fredag|fre, lördag|lör, söndag|sön",
    "no": "mandag, tirsdag, onsdag, torsdag, fredag, lørdag, søndag",
    "nl": "maandag, dinsdag, woensdag, donderdag, vrijdag, zaterdag, zondag",
    "tr": "Pazartesi, Salı, Çarşamba, Perşembe, Cuma, Cumartesi, Pazar",
    "ru": "понедельник, вторник, среда, четверг, пятница, суббота, воскресенье",
    "ar": "الاثنين|الإثنين|اثنين, الثلاثاء|ثلاثاء, الأربعاء|أربعاء, الخميس|خميس, الجمعة|جمعة, "
    "السبت|سبت, الأحد|أحد",
    "ja": "月曜日, 火曜日, 水曜日, 木曜日, 金曜日, 土曜日, 日曜日",
    "zh": "星期一|周一|週一, 星期二|周二|週二, 星期三|周三|週三, 星期四|周四|週四, 星期五|周五|週五, "
    "星期六|周六|週六, 星期日|星期天|周日|週日",
}
HIJRI_MONTHS = (
    "محرم|المحرم|muharram|mouharram, صفر|safar, ربيع الأول|ربيع أول, ربيع الثاني|ربيع الآخر|ربيع ثاني, "
    "جمادى الأولى|جمادى أولى, جمادى الثانية|جمادى الآخرة|جمادى الثاني, رجب|rajab, شعبان|chaabane|shaaban, "
    "رمضان|ramadan, شوال|chaoual|shawwal, ذو القعدة|ذي القعدة, ذو الحجة|ذي الحجة"
)


@lru_cache(maxsize=1)
def month_numbers() -> dict[str, int]:
    """Gives the number of each folded spelling of a month, 1 to 12."""
    return _numbers(MONTHS.values())


@lru_cache(maxsize=1)
def full_names() -> frozenset[str]:
    """Gives the folded full names of months, which need less evidence than abbreviations."""
    return frozenset(_numbers(re.sub(r"\|[^,]*", "", names) for names in MONTHS.values()))


@lru_cache(maxsize=1)
def weekday_numbers() -> dict[str, int]:
    """Gives the ISO number of each folded spelling of a weekday, 1 for Monday."""
    return _numbers(WEEKDAYS.values())


@lru_cache(maxsize=1)
def hijri_numbers() -> dict[str, int]:
    """Gives the number of each folded spelling of a Hijri month, 1 to 12."""
    return _numbers([HIJRI_MONTHS])


def any_of(names: Iterable[str]) -> str:
    """Gives a pattern for any of the folded names, the longest first; no letter but kanji beside it."""
    escaped = [re.escape(name).replace(r"\ ", " +") for name in sorted(names, key=len, reverse=True)]
    bounded = "|".join(name for name in escaped if not _HAN.match(name))
    free = "".join(f"|{name}" for name in escaped if _HAN.match(name))
    return rf"(?:(?<![^\W\d_])(?:{bounded})(?![^\W\d_]){free})"


def _numbers(tables: Iterable[str]) -> dict[str, int]:
    return {
        fold_word(name.strip()): number
        for table in tables
        for number, spellings in enumerate(table.split(","), 1)
        for name in spellings.split("|")
    }
