"""Names of companies and people in the forms in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_OTHER_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "ħ": "h",
    }
)
"""Letters that have no accent to take off."""
_ABBREVIATION = re.compile(r"\b(?:\w[./] ?){1,}\w\b(?![./]?\w)\.?")
"""S.A., S. p. A., A/S, B.V.: single letters held together by dots."""
_APOSTROPHES = re.compile("['`\u2019\u2018\u00b4]")
_AND = frozenset(("und", "et", "y", "e", "en", "och", "og"))
"""Words for "and" between others."""
_BETWEEN = re.compile(r"[\W_]+")

_FORMS = """
gmbh | ggmbh | ug | ug haftungsbeschrankt | haftungsbeschrankt | mbh | ag | kg | kgaa | ohg | gbr |
eg | ev | ek | e k | e v | se | co | co kg | and co | and co kg | and co kgaa | gmbh and co kg |
gmbh co kg | aktiengesellschaft | gesellschaft mit beschrankter haftung | sarl | sagl |
ltd | limited | plc | llp | lp | llc | lllp | pllc | pc | inc | incorporated | corp |
corporation | sa rl |
company | pbc | na | cic | cio | public limited company | limited liability company |
sa | sas | sasu | eurl | snc | sca | scs | scop | sci | societe anonyme | bv | bvba | nv | cv |
vof |
cvba | vzw | asbl | besloten vennootschap | naamloze vennootschap |
spa | srl | srls | sapa | sas di | societa per azioni | sl | slu | sll | sau | sociedad anonima |
sociedad limitada | lda | ltda | limitada | eireli | me | sa de cv | s de rl | s de rl de cv |
sapi de cv | sab de cv | sac | saa | spa chile |
oy | oyj | ab | abp | aktiebolag | hb | as | asa | ans | da | aps | ivs | p s | k s | ehf | hf |
sp zoo | sp z oo | sp z o o | spolka z oo | zoo | spj | spk | sro | s r o | spol sro | as cz |
kft | zrt | nyrt | bt | doo | dooel | dd | ad | ead | ood | eood | srl d | uab | uab lt | sia | ou |
ooo | oao | zao | pao | ao | too | tov | pp | jsc | pjsc | ojsc | cjsc |
pty | pty ltd | pty limited | proprietary limited | nz ltd | pvt | pvt ltd | private limited |
private | pte | pte ltd | sdn bhd | bhd | berhad | tbk | pt | cv indonesia | kk | kabushiki kaisha |
gk | godo kaisha | yk | yugen kaisha | co ltd | company limited | corp ltd |
public company limited |
pcl | jsc vn | tnhh | fzco | fze | fz llc | dmcc | wll | saoc | saog | psc | pjsc ae | llc fz |
as tr | anonim sirketi | ltd sti | limited sirketi | sti | as ve | ae | epe | oe | ike | mepe |
cc | npc | soc | inc ltd | holding bv
"""
_SUFFIXES = tuple(
    sorted(
        {tuple(form.split()) for form in _FORMS.replace("\n", " ").split("|")},
        key=lambda form: (-len(form), form),
    )
)
_LONGEST = max(map(len, _SUFFIXES))
_SUFFIX_SET = frozenset(_SUFFIXES)
_PREFIXES = frozenset(("pt", "ooo", "oao", "zao", "pao", "ao", "too", "tov", "uab", "sia", "kk"))
"""Forms that stand before the name, too."""
_GLUED = ("株式会社", "有限会社", "合同会社", "㈱", "(株)", "주식회사", "㈜", "有限公司")
"""Forms of scripts without spaces."""
_ARTICLES = frozenset(("the",))
_ADDRESSES = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "herr",
        "frau",
        "mme",
        "mlle",
        "sr",
        "sra",
        "jr",
        "phd",
    )
)


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Fold case, accents, punctuation and "&"; every word stays, legal forms too."""
    text = text.replace("㈱", " 株式会社 ").replace("㈜", " 주식회사 ")
    folded = text
    for _ in range(2):  # taken apart, a sign such as a circled A is a capital letter
        folded = unicodedata.normalize("NFKD", folded.casefold())
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    folded = unicodedata.normalize("NFC", folded).translate(_OTHER_LETTERS)
    folded = _ABBREVIATION.sub(lambda found: re.sub(r"[./ ]", "", found.group()), folded)
    folded = re.sub("[&+]", " and ", _APOSTROPHES.sub("", folded))
    words = _BETWEEN.sub(" ", folded).split()
    between = range(1, len(words) - 1)
    return " ".join(
        "and" if at in between and word in _AND else word for at, word in enumerate(words)
    )


@lru_cache(maxsize=65_536)
def company(text: str) -> str:
    """Fold a company's name without its legal form; never to nothing."""
    whole = plain(text)
    for form in _GLUED:
        whole = whole.replace(form, " ")
    words = whole.split() or plain(text).split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    if len(words) > 1 and words[0] in _PREFIXES:
        words = words[1:]
    while True:
        cut = _suffix(words)
        if not cut:
            break
        words = words[:-cut]
    while len(words) > 1 and words[-1] == "and":
        words = words[:-1]
    return " ".join(words)


def person(text: str) -> tuple[str, ...]:
    """The words of a person's name in order, without forms of address; "Smith, John" turned."""
    last, comma, first = text.partition(",")
    words = plain(f"{first} {last}" if comma and first.strip() else text).split()
    return tuple(word for word in words if word not in _ADDRESSES) or tuple(words)


def numbers(folded: str) -> tuple[str, ...]:
    """The words of a folded name that hold digits: "Plant 1" is not "Plant 2"."""
    return tuple(sorted(word for word in folded.split() if any(map(str.isdigit, word))))


def _suffix(words: list[str]) -> int:
    """How many words at the end are a legal form, leaving at least one."""
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        if tuple(words[-length:]) in _SUFFIX_SET:
            return length
    return 0
