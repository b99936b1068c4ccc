"""What slagen says about an input: a code, where it stands, what is wrong, and what to do about it.

Everything may import this module; it imports nothing of ours.  Messages are written in both languages where they
are raised, so that the two can't drift apart in a catalogue nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

Lang = Literal["zh", "en"]


class Severity(StrEnum):
    """How much a diagnostic matters: an error stops every output, a warning only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Code(StrEnum):
    """Stable names of all diagnostics; a published code is never used for something else."""

    FILE_MISSING = "LOAD001"
    """A file named on the command line or in an input can't be read."""
    FILE_TOO_LARGE = "LOAD002"
    """A file is larger than slagen reads (8 MiB of source text)."""
    ENCODING = "LOAD003"
    """A source file is not UTF-8."""
    CONTROL_CHARACTER = "LOAD004"
    """A character no document can hold: NUL, another control character, a lone surrogate."""
    YAML_SYNTAX = "LOAD005"
    """The YAML can't be parsed."""
    DUPLICATE_KEY = "LOAD006"
    """The same key stands twice in one mapping."""
    ALIAS = "LOAD007"
    """An alias makes the value recursive, or expands to more nodes than slagen reads."""
    TOO_DEEP = "LOAD008"
    """Nested more deeply than slagen reads."""
    YAML_TAG = "LOAD009"
    """A YAML tag or a kind of key that inputs do not use."""

    TABLE_FORM = "LOAD010"
    """A CSV file can't be split into rows and columns, or its first row doesn't name them."""
    JSON_SYNTAX = "LOAD011"
    """The JSON can't be parsed."""

    FIELD_UNKNOWN = "INPUT001"
    """A field the model does not know."""
    FIELD_MISSING = "INPUT002"
    """A required field is not there."""
    VALUE_INVALID = "INPUT003"
    """A value is of the wrong type or form."""
    PERCENT_FORM = "INPUT004"
    """A percentage without its %, or out of range."""
    DURATION_FORM = "INPUT005"
    """A duration without its unit, or of an unknown unit."""
    MONEY_FORM = "INPUT006"
    """An amount without its currency, or with too many decimals."""
    TEXT_FORM = "INPUT007"
    """A text shown to people that is not {zh: …, en: …}, or is empty."""
    ID_UNKNOWN = "INPUT008"
    """An id that names nothing in this contract."""
    ID_DUPLICATE = "INPUT009"
    """Two entries of one list have the same id."""
    TEXT_MISSING = "INPUT010"
    """A text lacks the language that is being built."""
    VALUE_CONFLICT = "INPUT011"
    """Two values of one contract contradict each other."""
    TEXT_LANGUAGE = "INPUT012"
    """A text is the same in both languages, in words that only one of them has."""

    TIERS_CONTIGUOUS = "SLA001"
    """The tiers of a credit leave a gap or overlap, so that a result has no credit or two."""
    TIERS_MONOTONE = "SLA002"
    """A worse result earns no higher credit than a better one."""
    TIERS_ENDS = "SLA003"
    """The tiers of a credit do not run from its target down to 0."""
    CREDIT_RANGE = "SLA004"
    """A credit is 0, or higher than the monthly cap, or that cap is higher than 100 %."""
    CREDIT_WORST_CASE = "SLA005"
    """What credits can come to over the term is more than their cap, or that more than the cap on liability."""
    CREDIT_MINIMUM = "SLA006"
    """The minimum amount of a credit is more than the lowest tier of some service is worth."""
    TARGET_ORDER = "SLA007"
    """A priority's response, update and resolution do not follow in that order on one clock."""
    PRIORITY_ORDER = "SLA008"
    """A lower priority has a shorter time, or a higher attainment, than a higher one."""
    MATRIX_COMPLETE = "SLA009"
    """A combination of impact and urgency has no priority, or a priority no combination."""
    MATRIX_MONOTONE = "SLA010"
    """A graver impact or urgency gets a lower priority."""
    ESCALATION_LATE = "SLA011"
    """An escalation comes no earlier than the resolution target it should help to meet."""
    CONTACTS_COVER = "SLA012"
    """A round-the-clock priority has hours in which no contact can be reached, or no channel is open."""
    MAINTENANCE_BUDGET = "SLA013"
    """Planned maintenance that counts as downtime takes more than the downtime budget."""
    MAINTENANCE_CAP = "SLA014"
    """Planned maintenance takes more than its monthly cap, or that cap more than 5 % of the window."""
    MAINTENANCE_HOURS = "SLA015"
    """Planned maintenance falls in service hours or in a freeze period."""
    MAINTENANCE_NOTICE = "SLA016"
    """The notice of planned maintenance is not shorter than its recurrence."""
    PROBE_INTERVAL = "SLA017"
    """A probe is too slow to see the downtime budget or the shortest outage that counts."""
    ROUNDING_STEP = "SLA018"
    """The shown decimals are too few to tell a met target from a missed one."""
    SERIAL_AVAILABILITY = "SLA019"
    """What a service rests on in series can't reach its target, or services rest on one another in a circle."""
    PARALLEL_AVAILABILITY = "SLA020"
    """What a service rests on in parallel can't reach its target."""
    UNDERPINNING_TIMES = "SLA021"
    """An OLA or underpinning contract answers too late for the priority that rests on it."""
    UNDERPINNING_EXPIRY = "SLA022"
    """An OLA or underpinning contract ends before the agreement that rests on it."""
    SHARED_COMPONENT = "SLA023"
    """Parallel branches share a component, so that they do not fail independently."""
    RECOVERY_POINT = "SLA024"
    """Backups and replication lose more data than the RPO allows."""
    RECOVERY_TIME = "SLA025"
    """Detection and restoration take longer than the RTO, or that longer than the MTPD."""
    RECOVERY_BUDGET = "SLA026"
    """One recovery within the RTO uses more than the downtime budget of its window."""
    TERM_ORDER = "SLA027"
    """Signature, effective and expiry dates are out of order, or the agreement is retroactive."""
    NOTICE_IN_TERM = "SLA028"
    """A notice of renewal or termination is not shorter than the term."""
    CLAIM_TIME = "SLA029"
    """A credit has to be claimed before the report that shows it is due."""
    CALENDAR_FORM = "SLA030"
    """A calendar's hours, zone or public holidays can't be computed with."""
    KPI_WEIGHTS = "SLA031"
    """Weights of indicators do not add up to 100 %, or a target is no better than its baseline."""
    RACI_ROW = "SLA032"
    """An activity of the RACI matrix has not exactly one accountable, or no responsible function."""
    GRADED_ASSESSMENT = "SLA033"
    """A system of grade 3 or above is not assessed every year (信息安全等级保护管理办法 article 14)."""
    PERSONAL_AUDIT = "SLA034"
    """Data of more than ten million persons are not audited every two years."""
    LOG_RETENTION = "SLA035"
    """Logs are kept for less than six months, or an entrustment of personal data lacks what it needs."""
    INCIDENT_CLOCK = "SLA036"
    """A security incident is reported later than the law says, or the Customer hears of it no earlier."""
    CARVE_OUTS = "SLA037"
    """A cap on liability that covers personal injury, intent or gross negligence (民法典 article 506)."""
    CONSPICUOUS_TERMS = "SLA038"
    """A standard term that exempts its supplier is not set conspicuously."""
    PENALTY_EXCESS = "SLA039"
    """Liquidated damages exceed the loss by more than 30 %."""
    DEPOSIT_ELECTION = "SLA040"
    """A deposit stands beside liquidated damages (民法典 article 588), or is more than 20 % of the price (586)."""
    REFERENCE_SUPERSEDED = "SLA041"
    """A contract cites a work that is superseded, repealed or not yet in force, or lists one that nobody knows."""
    PARITY_DIFFERENT = "SLA042"
    """The languages of a clause differ in a paragraph, list, table, condition, input, figure or reference."""
    IDENTIFIER_FORM = "SLA043"
    """A credit code, an e-mail address or a telephone number is not of its form, or a glyph is missing."""
    WAIVER_FORM = "WAIVER001"
    """A waiver is not of its form, or names a rule that there is not, or one that can't be waived."""
    WAIVER_UNUSED = "WAIVER002"
    """A waiver covers nothing that its rule finds."""
    WAIVER_EXPIRED = "WAIVER003"
    """A waiver has expired."""

    MEASURED_FORM = "MEASURE001"
    """A measurement doesn't fit the indicator of its objective, or its own figures."""
    MEASURED_TIME = "MEASURE002"
    """A time that clocks skip or show twice, an end that is no later than its start, or a period that there is not."""
    MEASURED_TWICE = "MEASURE003"
    """The same is measured twice: counts that overlap, more than there was, two outcomes of one result."""
    MEASURED_OUTSIDE = "MEASURE004"
    """A measurement lies outside the term, or where the file has no data."""
    MEASURED_UNUSED = "MEASURE005"
    """A measurement doesn't count: others' data where the Provider's prevail, maintenance that is not excluded."""
    MEASURED_GAP = "MEASURE006"
    """Data that were due are not there."""
    START_UNKNOWN = "MEASURE007"
    """The Service Start Date depends on a stage and is not stated."""

    CLAUSE_FORM = "CLAUSE001"
    """A clause file is not of the library's form."""
    CLAUSE_SYNTAX = "CLAUSE002"
    """The template syntax of a clause can't be parsed."""
    NAME_UNDEFINED = "CLAUSE003"
    """A clause uses a name that neither the contract nor the library defines."""
    VALUE_EMPTY = "CLAUSE004"
    """A clause prints an optional value that this contract leaves out."""
    REF_UNKNOWN = "CLAUSE005"
    """A clause refers to a clause, paragraph or annex that is not in the document."""
    CLAUSE_DUPLICATE = "CLAUSE006"
    """Two clause files of one library have the same id, or two paragraphs of a clause the same mark."""
    LANGUAGES_DIFFER = "CLAUSE007"
    """The two languages of a clause do not have the same paragraphs, lists or tables."""
    CLAUSE_READS = "CLAUSE008"
    """A clause reads an input that its front matter does not list, or lists one it does not read."""
    CLAUSE_MARKUP = "CLAUSE009"
    """Markup that clauses do not use (raw HTML, images, headings)."""
    REF_BY_HAND = "CLAUSE011"
    """A clause writes the number of a section, paragraph or annex of this agreement by hand."""
    CLAUSE_PLACE = "OUTLINE001"
    """A clause names a section or a clause to follow that is not there, or stands in no section of the template."""
    OUTLINE_FORM = "OUTLINE002"
    """A template's outline lacks a section of the specification, or omits or inserts what does not fit in it."""
    BASE_UNKNOWN = "OVERLAY001"
    """A project's clause replaces a packaged one and does not say of which version."""
    BASE_MOVED = "OVERLAY002"
    """The packaged clause that a project's clause started from has another version by now."""
    BASE_MISSING = "OVERLAY003"
    """A project's clause says that it started from a packaged one, or extends one, that is not there."""
    LOCK_MISSING = "LOCK001"
    """A project has no lock, where one is asked for."""
    LOCK_TOOL = "LOCK002"
    """The project was locked with another version of slagen."""
    LOCK_DRIFT = "LOCK003"
    """A pinned text was edited, or is not there."""
    LOCK_UNPINNED = "LOCK004"
    """A clause, register or template of the project is not in its lock."""
    PARITY_STALE = "PARITY002"
    """A paragraph was changed in one language since both were last agreed at."""
    PARITY_DOUBT = "PARITY003"
    """A duty, prohibition, right, negation or number word of one language has no counterpart in the other."""
    VARIANT_FORM = "VARIANT001"
    """The variants of a clause do not fit together, or one lacks its note."""
    VARIANT_UNKNOWN = "VARIANT002"
    """A contract chooses a variant of a clause that has none of that kind, or of a clause that there is not."""
    BLANK_PLACE = "FORM001"
    """A blank or a box to tick stands where it can't: they belong into the cells of an annex's tables."""
    BLANK_NAME = "FORM002"
    """The name of a blank or box stands twice in its annex, or is no name; or its lines are no number of lines."""
    REFERENCE_UNKNOWN = "REFERENCE001"
    """A citation names a work that the register does not have, or a place in a form that its kind is not cited by."""
    REFERENCE_UNVERIFIED = "REFERENCE003"
    """A citation of a work or article that nobody has read in its source."""
    QUESTIONS_MISSING = "CLAUSE010"
    """A clause has no questions for counsel."""
    REFERENCE_FORM = "REFERENCE004"
    """An entry of the register of works lacks what its status calls for."""
    TERM_UNDEFINED = "TERM001"
    """A clause writes a word as a defined term that no terms file defines, or defines one in passing."""
    TERM_UNUSED = "TERM002"
    """A term is defined that no clause uses."""
    TERM_RENDERING = "TERM003"
    """Only one language of a paragraph uses a defined term."""
    TERM_CASE = "TERM004"
    """A clause writes the English words of a defined term without its capitals."""
    TEMPLATE_FORM = "TEMPLATE001"
    """A template is missing, or its template.yaml is not of the form that slagen reads."""
    DOCUMENT_EDITED = "DOCUMENT001"
    """A built document was edited, so that the contract as data in it is no longer what it says."""
    GLYPH_MISSING = "RENDER001"
    """A character has no glyph in the fonts of the output."""
    FONT_MISSING = "RENDER002"
    """A font that the PDF is to be set in is not installed, so that it would be set in another."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file; line and column count from 1, in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in both languages."""

    zh: str
    en: str

    def text(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: what is wrong, where, with which value, and how to mend it."""

    code: Code
    severity: Severity
    span: Span
    message: Message
    value: str = ""
    hint: Message | None = None


def error(code: Code, span: Span, *, zh: str, en: str, value: object = "", hint: Message | None = None) -> Diagnostic:
    """An error diagnostic; `value` is shown shortened to 80 characters."""
    shown = str(value)
    return Diagnostic(
        code, Severity.ERROR, span, Message(zh, en), shown if len(shown) <= 80 else shown[:79] + "…", hint
    )


def warning(code: Code, span: Span, *, zh: str, en: str, value: object = "", hint: Message | None = None) -> Diagnostic:
    """A warning diagnostic, otherwise like :func:`error`."""
    return replace(error(code, span, zh=zh, en=en, value=value, hint=hint), severity=Severity.WARNING)


class InputError(Exception):
    """The user's input can't be used; carries every diagnostic found, in source order."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = in_order(diagnostics)
        super().__init__("; ".join(f"{d.span}: {d.code}: {d.message.en}" for d in self.diagnostics[:3]))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickled as it was made, so that it can come from another process."""
        return type(self), (self.diagnostics,), self.__dict__


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same diagnostics by file, line and column, each once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: (d.span, d.code, d.message.en)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them is an error."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
