"""How a value is shown in each language: dates, amounts, percentages, durations, lists, choices.

Every function takes a value and a language and gives words.  Dates, digits and names of currencies follow CLDR (Babel).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_name, get_currency_precision

from slagen.diagnostics import Lang
from slagen.model.base import Model
from slagen.model.parties import Weekday
from slagen.model.quality import Window
from slagen.model.text import Text
from slagen.model.units import ClockTime, Duration, Figure, Hours, Money, Percent, TimeUnit
from slagen.resolve.bound import NAMING
from slagen.sla.words import chinese_capitals, english_words

Phrases = Mapping[str, Mapping[str, Text]]
"""Words of choices: model type name, then the value as it is written."""

UNITS: Mapping[TimeUnit, tuple[str, str]] = {
    TimeUnit.SECOND: ("秒", "second"),
    TimeUnit.MINUTE: ("分钟", "minute"),
    TimeUnit.HOUR: ("小时", "hour"),
    TimeUnit.DAY: ("日", "day"),
    TimeUnit.BUSINESS_DAY: ("个工作日", "Business Day"),
    TimeUnit.WEEK: ("周", "week"),
    TimeUnit.MONTH: ("个月", "month"),
    TimeUnit.YEAR: ("年", "year"),
}
"""The word of each unit in both languages; an English one takes an s."""


class MissingTextError(Exception):
    """A text has no words in the language being built."""


class MissingPhraseError(Exception):
    """The library has no words for a choice; carries the choice's type and value."""


@dataclass(frozen=True, slots=True)
class Shower:
    """Shows values in one language."""

    lang: Lang
    phrases: Phrases

    def show(self, value: object) -> str:
        """The value in words.

        Raises:
            MissingTextError: a text lacks the language.
            MissingPhraseError: the library has no words for a choice.
            TypeError: values of this type are not shown.
        """
        match value:
            case Text():
                return self._text(value)
            case StrEnum():
                return self._choice(value)
            case bool():
                raise TypeError("a yes-or-no value is for conditions")
            case str():
                return value
            case int() | Decimal():
                return number(value, self.lang)
            case Figure():
                return number(value.value, self.lang)
            case Percent():
                return f"{number(value.value, self.lang)}%"
            case Duration():
                return duration(value, self.lang)
            case Money():
                return money(value, self.lang)
            case datetime.date():
                return date(value, self.lang)
            case ClockTime() | Hours():
                return str(value).replace("-", "–")
            case Model():
                return self.show(name_of(value))
            case tuple() | list():
                return self.join(value, last="和" if self.lang == "zh" else "and")
            case _:
                raise TypeError(f"values of type {type(value).__name__} are not shown")

    def join(self, values: Sequence[object], *, last: str) -> str:
        """A list in a sentence: 甲、乙和丙; A, B and C."""
        return listed([self.show(value) for value in values], self.lang, last)

    def week(self, weekly: Mapping[Weekday, Sequence[Hours]]) -> str:
        """The hours of a week, days with the same hours together: 周一至周五 09:00–18:00."""
        if set(weekly) == set(Weekday) and all(self._whole(hours) for hours in weekly.values()):
            return "每周7日，每日24小时" if self.lang == "zh" else "24 hours a day, 7 days a week"
        runs: list[list[Weekday]] = []
        for day in (day for day in Weekday if weekly.get(day)):
            previous = runs[-1][-1] if runs else None
            if previous and _next(previous) == day and weekly[previous] == weekly[day]:
                runs[-1].append(day)
            else:
                runs.append([day])
        shown = [f"{self._days(run)} {self._hours(weekly[run[0]])}" for run in runs]
        return ("；" if self.lang == "zh" else "; ").join(shown)

    def minutes(self, span: tuple[Decimal, Decimal]) -> str:
        """A budget between two lengths in seconds, in minutes with all their decimals: 20.16 to 22.32 minutes."""
        low, high = (number((seconds / 60).normalize(), self.lang) for seconds in span)
        if self.lang == "zh":
            return f"{low}分钟" if low == high else f"{low}至{high}分钟"
        return f"{low} minutes" if low == high else f"{low} to {high} minutes"

    def days(self, row: Sequence[datetime.date]) -> str:
        """Days in a row of one year, without the year: 10月1日至7日; 1 to 7 October."""
        first, last = row[0], row[-1]
        if first == last:
            return day_of_year(first, self.lang)
        same = last.month == first.month
        if self.lang == "zh":
            return day_of_year(first, "zh") + "至" + (f"{last.day}日" if same else day_of_year(last, "zh"))
        return (f"{first.day}" if same else day_of_year(first, "en")) + " to " + day_of_year(last, "en")

    def single_days(self, days: Sequence[datetime.date]) -> str:
        """Days of one year one by one: 9月20日和10月10日; 20 September and 10 October."""
        last = "和" if self.lang == "zh" else "and"
        return listed([day_of_year(day, self.lang) for day in days], self.lang, last)

    def years(self, first: int, last: int) -> str:
        """Years in a row: 2027年至2029年; 2027 to 2029."""
        if self.lang == "zh":
            return f"{first}年" if first == last else f"{first}年至{last}年"
        return f"{first}" if first == last else f"{first} to {last}"

    def _whole(self, hours: Sequence[Hours]) -> bool:
        return [(h.start.minutes, h.end.minutes) for h in hours] == [(0, 1440)]

    def _days(self, run: Sequence[Weekday]) -> str:
        first, last = self._choice(run[0]), self._choice(run[-1])
        if len(run) == 1:
            return first
        return f"{first}至{last}" if self.lang == "zh" else f"{first} to {last}"

    def _hours(self, hours: Sequence[Hours]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(self.show(span) for span in hours)

    def _text(self, value: Text) -> str:
        words = value.get(self.lang)
        if words is None:
            raise MissingTextError
        return words

    def _choice(self, value: StrEnum) -> str:
        words = self.phrases.get(type(value).__name__, {}).get(value.value)
        if words is None or words.get(self.lang) is None:
            raise MissingPhraseError(type(value).__name__, value.value)
        return words.get(self.lang) or ""


def _next(day: Weekday) -> Weekday | None:
    days = list(Weekday)
    return days[days.index(day) + 1] if day is not days[-1] else None


def name_of(entry: Model) -> object:
    """What an entry is called when it is printed as a whole: its name, title, role, or id."""
    for field in NAMING:
        value = getattr(entry, field, None)
        if value is not None:
            return value
    raise TypeError(f"a {type(entry).__name__} has no name; print one of its fields")


@cache
def _locale(lang: Lang) -> Locale:
    return Locale.parse("zh_Hans_CN" if lang == "zh" else "en_GB")


@cache
def number(value: int | Decimal, lang: Lang) -> str:
    """A number with all its decimals and no others: 1,200; 99.95."""
    return format_decimal(value, locale=_locale(lang), decimal_quantization=False)


def decimals(value: Decimal, places: int, lang: Lang) -> str:
    """A number with so many decimals: 1,200.50."""
    return format_decimal(value, "#,##0" + "." * (places > 0) + "0" * places, locale=_locale(lang))


@cache
def date(value: datetime.date, lang: Lang) -> str:
    """A date: 2027年1月1日; 1 January 2027."""
    return format_date(value, "long", locale=_locale(lang))


def day_of_year(value: datetime.date, lang: Lang) -> str:
    """A date without its year: 10月1日; 1 October."""
    return format_date(value, "M月d日" if lang == "zh" else "d MMMM", locale=_locale(lang))


def moment(value: datetime.datetime, lang: Lang) -> str:
    """A date and a time of day, with seconds where there are any: 2027年1月1日 02:10; 1 January 2027, 02:10."""
    clock = value.strftime("%H:%M:%S" if value.second else "%H:%M")
    return f"{date(value.date(), lang)} {clock}" if lang == "zh" else f"{date(value.date(), lang)}, {clock}"


def span(start: datetime.datetime, end: datetime.datetime, lang: Lang) -> str:
    """From one moment to another, the date once where both have it: 2027年1月1日 02:10 至 02:40."""
    between = " 至 " if lang == "zh" else " to "
    if start.date() != end.date():
        return moment(start, lang) + between + moment(end, lang)
    return moment(start, lang) + between + end.strftime("%H:%M:%S" if end.second else "%H:%M")


def dates(first: datetime.date, last: datetime.date, lang: Lang) -> str:
    """From one date to another, both included: 2027年1月1日至2027年1月30日; 1 January 2027 to 30 January 2027."""
    return f"{date(first, lang)}至{date(last, lang)}" if lang == "zh" else f"{date(first, lang)} to {date(last, lang)}"


_WINDOWS: Mapping[Window, Mapping[Lang, str]] = {
    Window.MONTH: {"zh": "y年M月", "en": "MMMM y"},
    Window.QUARTER: {"zh": "y年QQQQ", "en": "QQQQ y"},
    Window.YEAR: {"zh": "y年", "en": "y"},
}


def calendar_period(day: datetime.date, window: Window, lang: Lang) -> str:
    """The calendar month, quarter or year that a date lies in: 2027年1月, 2027年第一季度; January 2027."""
    return format_date(day, _WINDOWS[window][lang], locale=_locale(lang))


def duration(value: Duration, lang: Lang) -> str:
    """A length of time: 4小时; 4 hours."""
    zh, en = UNITS[value.unit]
    if lang == "zh":
        return f"{number(value.amount, lang)}{zh}"
    return f"{number(value.amount, lang)} {en}{'' if value.amount == 1 else 's'}"


def cents(value: Decimal, lang: Lang) -> str:
    """A number with two decimals: 1,200,000.00."""
    return format_decimal(value, "#,##0.00", locale=_locale(lang))


@cache
def money(value: Money, lang: Lang) -> str:
    """An amount in figures: 人民币1,200,000.00元; CNY 1,200,000.00."""
    figures = cents(value.amount, lang)
    if lang == "en":
        return f"{value.currency} {figures}"
    if value.currency == "CNY":
        return f"人民币{figures}元"
    return f"{get_currency_name(value.currency, locale=_locale(lang))}{figures}"


def brief(seconds: int | Decimal, lang: Lang) -> str:
    """A length of time in hours, minutes and seconds that are not 0: 7小时12分1秒; 7 h 12 min 1 s (ISO 80000-3).

    No line breaks between a figure and its unit.
    """
    hours, minutes, rest = _clock(seconds)
    minute = "分钟" if lang == "zh" and not rest else "分" if lang == "zh" else "\xa0min"
    units = ("小时", minute, "秒") if lang == "zh" else ("\xa0h", minute, "\xa0s")
    shown = [number(figure, lang) + unit for figure, unit in zip((hours, minutes, rest), units, strict=True) if figure]
    return ("" if lang == "zh" else " ").join(shown) or f"0{units[-1]}"


def _clock(seconds: int | Decimal) -> tuple[int, int, Decimal]:
    whole, rest = divmod(Decimal(seconds), 60)
    hours, minutes = divmod(int(whole), 60)
    return hours, minutes, rest.normalize()


def smallest_unit(currency: str) -> int:
    """The decimals of a currency's smallest unit (ISO 4217): 2 for CNY, 0 for JPY."""
    return get_currency_precision(currency)


def money_in_words(value: Money, lang: Lang) -> str:
    """An amount in figures and words: 人民币1,200,000.00元（大写：人民币壹佰贰拾万元整）.

    Raises:
        ValueError: the amount is beyond what the words reach (10^15 and more).
    """
    if lang == "zh":
        name = "人民币" if value.currency == "CNY" else get_currency_name(value.currency, locale=_locale("zh"))
        return f"{money(value, lang)}（大写：{name}{chinese_capitals(value.amount)}）"
    name = get_currency_name(value.currency, count=int(value.amount), locale=_locale("en"))
    return f"{money(value, lang)} ({english_words(value.amount)} {name})"


def listed(items: Sequence[str], lang: Lang, last: str) -> str:
    """Items in a sentence, the last joined by `last`: 甲、乙和丙; A, B and C."""
    if len(items) < 2:
        return "".join(items)
    if lang == "zh":
        return "、".join(items[:-1]) + last + items[-1]
    return ", ".join(items[:-1]) + f" {last} " + items[-1]
