"""Which spellings of a property mean what (PRODUCT: "Properties, with the spellings accepted").

Case, `-`, `_`, blanks and camelCase never matter, nor does a vCard label behind the name (`TEL[CELL]`).
"""

import re
import unicodedata
from functools import lru_cache

from vaultkit.model.meeting import Status
from vaultkit.model.network import Network
from vaultkit.model.prep import Aim

PERSON: dict[str, tuple[str, ...]] = {
    "name": ("name", "full_name", "navn", "fn"),
    "first_name": ("first_name", "fornavn", "n.gn", "first"),
    "last_name": ("last_name", "etternavn", "n.fn", "last"),
    "aliases": ("aliases", "alias", "nickname", "kallenavn"),
    "network": ("network", "networks", "network_type", "nettverk", "nettverkstype"),
    "company": (
        "company",
        "org",
        "organisation",
        "organization",
        "organisations",
        "organizations",
        "employer",
        "firma",
        "arbeidsgiver",
    ),
    "role": ("role", "position", "job_title", "stilling"),
    "email": ("email", "mail", "e_post", "epost"),
    "phone": ("phone", "mobile", "tel", "telefon", "mobil"),
    "linkedin": ("linkedin", "linkedin_url", "linkedin_id"),
    "messenger": ("messenger",),
    "url": ("url", "website", "nettside"),
    "channel": ("channel", "kanal"),
    "language": ("language", "språk"),
    "place": ("city", "location", "by", "sted"),
    "groups": ("groups", "group", "club", "verv", "lag", "klubb", "forening"),
    "met": ("met", "met_at", "met_where", "how_we_met", "met_context", "møtt"),
    "introduced_by": ("introduced_by", "met_through", "via", "introdusert_av"),
    "last_contact": (
        "last_contact",
        "last_contacted",
        "last_chat",
        "last_interaction",
        "sist_kontakt",
        "sist_kontaktet",
    ),
    "cadence": ("contact_every", "cadence", "contact_frequency", "stay_in_touch", "kontakt_hver"),
    "tier": ("tier", "category"),
    "next_contact": (
        "follow_up",
        "next_contact",
        "next_followup",
        "follow_up_date",
        "følg_opp",
        "neste_kontakt",
    ),
    "why": ("follow_up_note", "follow_up_reason", "followup_context", "hvorfor"),
    "next_meeting": ("next_meeting", "meeting", "neste_møte"),
    "meeting_length": ("meeting_length", "møtelengde"),
    "meeting_place": ("meeting_place", "møtested"),
    "meeting_topic": ("meeting_topic", "møtetema"),
    "ask": ("ask", "want_to_learn", "spør_om"),
    "offer": ("offer", "can_offer", "i_can_help_them", "kan_tilby"),
    "needs": ("needs", "trenger"),
    "can_help_with": ("can_help_with", "kan_hjelpe_med"),
    "birthday": ("birthday", "bday", "birthdate", "bursdag", "fødselsdag"),
    "keep_out": ("private_note", "keep_out", "hold_utenfor"),
    "thanked": ("thanked", "takket", "takka"),
    "prepared": ("prepared", "forberedt", "førebudd"),
    "skipped": ("skipped", "hoppet_over", "hoppa_over"),
    "snoozed": ("snoozed", "utsatt", "utsett"),
    "timezone": ("timezone", "tidssone"),
}

MEETING: dict[str, tuple[str, ...]] = {
    "people": ("attendees", "people", "participants", "with", "person", "deltakere", "med"),
    "start": ("start", "start_date_time", "date_time"),
    "end": ("end", "end_date_time", "end_date", "slutt"),
    "date": ("date", "dato", "start_date"),
    "time": ("time", "start_time", "tid", "klokkeslett"),
    "end_time": ("end_time",),
    "duration": ("duration", "varighet", "meeting_length", "møtelengde"),
    "timezone": ("timezone", "tidssone"),
    "repeat": ("repeat", "recurrence", "rrule", "gjentas"),
    "except": ("except", "unntatt"),
    "where": ("location", "place", "loc", "sted", "where", "meeting_place", "møtested"),
    "url": ("url", "meeting_link", "conference_url"),
    "title": ("title", "tittel"),
    "topic": ("topic", "topics", "agenda", "tema", "meeting_topic", "møtetema"),
    "purpose": ("purpose", "formål"),
    "status": ("status",),
    "thanked": ("thanked", "takket", "takka"),
    "prepared": ("prepared", "forberedt", "førebudd"),
    "outcome": ("outcome", "utfall"),
    "keep_out": ("private_note", "keep_out", "hold_utenfor"),
}

NETWORKS: dict[str, Network] = {
    "private": Network.PRIVATE,
    "privat": Network.PRIVATE,
    "professional": Network.PROFESSIONAL,
    "profesjonell": Network.PROFESSIONAL,
    "profesjonelt": Network.PROFESSIONAL,
    "work": Network.PROFESSIONAL,
    "jobb": Network.PROFESSIONAL,
    "historical": Network.HISTORICAL,
    "historisk": Network.HISTORICAL,
    "leisure": Network.LEISURE,
    "fritid": Network.LEISURE,
}

NORWEGIAN_NETWORKS: dict[Network, str] = {
    Network.PRIVATE: "privat",
    Network.PROFESSIONAL: "profesjonelt",
    Network.HISTORICAL: "historisk",
    Network.LEISURE: "fritid",
}
"""The word for a new note in a vault whose properties are Norwegian."""

AIMS: dict[str, Aim] = {
    "information": Aim.INFORMATION,
    "informationtalk": Aim.INFORMATION,
    "informasjon": Aim.INFORMATION,
    "informasjonssamtale": Aim.INFORMATION,
    "advice": Aim.ADVICE,
    "råd": Aim.ADVICE,
    "introduction": Aim.INTRODUCTION,
    "intro": Aim.INTRODUCTION,
    "introduksjon": Aim.INTRODUCTION,
    "catchingup": Aim.CATCHING_UP,
    "catchup": Aim.CATCHING_UP,
    "gjensyn": Aim.CATCHING_UP,
    "attersyn": Aim.CATCHING_UP,
    "customer": Aim.CUSTOMER,
    "firstcustomer": Aim.CUSTOMER,
    "kunde": Aim.CUSTOMER,
    "førstekunde": Aim.CUSTOMER,
}
"""Words for what a meeting is for, folded; other words under `purpose` are the owner's own."""

STATUSES: dict[str, Status] = {
    "planned": Status.PLANNED,
    "planlagt": Status.PLANNED,
    "tentative": Status.TENTATIVE,
    "foreløpig": Status.TENTATIVE,
    "førebels": Status.TENTATIVE,
    "confirmed": Status.CONFIRMED,
    "bekreftet": Status.CONFIRMED,
    "stadfesta": Status.CONFIRMED,
    "cancelled": Status.CANCELLED,
    "canceled": Status.CANCELLED,
    "avlyst": Status.CANCELLED,
    "done": Status.DONE,
    "ferdig": Status.DONE,
    "completed": Status.DONE,
}

LANGUAGES: dict[str, str] = {
    "nb": "nb",
    "bokmål": "nb",
    "norsk": "nb",
    "norwegian": "nb",
    "no": "nb",
    "nn": "nn",
    "nynorsk": "nn",
    "en": "en",
    "english": "en",
    "engelsk": "en",
}
"""In which somebody is written to. Other languages are no problem: vaultkit has no words in them."""

PERSON_WORDS = frozenset(("person", "people", "contact"))
MEETING_WORDS = frozenset(("meeting", "møte", "meetings", "møter"))
OTHER_WORDS = frozenset(
    (
        "company",
        "organisation",
        "organization",
        "firma",
        "selskap",
        "club",
        "klubb",
        "group",
        "team",
        "place",
        "project",
        "prosjekt",
        "book",
        "note",
        "notat",
        "index",
        "moc",
        "daily",
        "dashboard",
        "template",
        "mal",
    )
)
"""A `type:` that says that a note in a people folder is about something else."""
NONE_WORDS = frozenset(("none", "no", "ingen", "nei"))
"""No day, where a day could be."""
NEVER_WORDS = frozenset(("never", "aldri"))
YES_WORDS = frozenset(("true", "yes", "ja", "on"))
NO_WORDS = frozenset(("false", "no", "nei", "0", "off"))

_LABEL = re.compile(r"\[[^\]]*\]")
_SEPARATORS = re.compile(r"[-_\s]+")


@lru_cache(maxsize=4096)
def fold(key: str) -> str:
    """The form of a name in which case, separators and a vCard label do not matter."""
    key = unicodedata.normalize("NFC", key)
    return _SEPARATORS.sub("", _LABEL.sub("", key) if "[" in key else key).casefold()


def _by_spelling(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {fold(spelling): meaning for meaning, spellings in table.items() for spelling in spellings}


NORWEGIAN: dict[str, str] = {
    "network": "nettverk",
    "company": "firma",
    "role": "stilling",
    "last_contact": "sist_kontakt",
    "next_contact": "neste_kontakt",
    "language": "språk",
    "cadence": "kontakt_hver",
    "why": "hvorfor",
    "next_meeting": "neste_møte",
    "meeting_length": "møtelengde",
    "meeting_place": "møtested",
    "meeting_topic": "møtetema",
    "introduced_by": "introdusert_av",
    "thanked": "takket",
    "prepared": "forberedt",
    "skipped": "hoppet_over",
    "snoozed": "utsatt",
    "people": "deltakere",
    "date": "dato",
    "start": "start",
    "end": "slutt",
    "duration": "varighet",
    "where": "sted",
    "topic": "tema",
    "purpose": "formål",
}
"""What a new property is called in a vault whose other properties are Norwegian; else its first spelling."""

_NORWEGIAN_WORDS = (
    "navn fornavn etternavn kallenavn nettverk nettverkstype firma arbeidsgiver stilling epost telefon mobil",
    "nettside kanal språk by sted verv lag klubb forening møtt introdusert_av sist_kontakt sist_kontaktet",
    "kontakt_hver følg_opp neste_kontakt hvorfor neste_møte møtelengde møtested møtetema spør_om kan_tilby",
    "trenger kan_hjelpe_med bursdag fødselsdag hold_utenfor takket takka forberedt førebudd hoppet_over",
    "hoppa_over utsatt utsett tidssone deltakere med slutt dato tid klokkeslett varighet gjentas unntatt",
    "tittel tema formål",
)
NORWEGIAN_SPELLINGS = frozenset(fold(word) for line in _NORWEGIAN_WORDS for word in line.split())
"""They tell in which language a vault's properties are."""

PERSON_MEANINGS = _by_spelling(PERSON)
MEETING_MEANINGS = _by_spelling(MEETING)
