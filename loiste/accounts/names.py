"""Names of companies and persons made comparable: without legal forms, case and punctuation."""

import re
import unicodedata

LEGAL = frozenset(
    (
        "oy", "oyj", "ab", "abp", "ky", "tmi", "ay", "osk", "ry", "rf", "ltd", "limited", "inc", "incorporated",
        "corp", "corporation", "co", "company", "llc", "llp", "plc", "gmbh", "ag", "kg", "ug", "bv", "nv", "sa",
        "sas", "sarl", "srl", "spa", "as", "asa", "aps",
    )
)  # fmt: skip
DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")  # B.V. is one word
WORD = re.compile(r"[^\W_]+")


def plain(name: str) -> str:
    """Words in small letters, accents gone."""
    small = (DOTTED.sub("", name) if "." in name else name).casefold()
    if not small.isascii():
        small = "".join(mark for mark in unicodedata.normalize("NFKD", small) if not unicodedata.combining(mark))
    return " ".join(WORD.findall(small))


def bare(name: str) -> str:
    """A company's name without its legal forms; all of it where nothing else would be left."""
    words = plain(name).split()
    return " ".join([word for word in words if word not in LEGAL] or words)


def domain(text: str) -> str:
    """The domain of an e-mail or web address, without www; empty for what is none."""
    host = text.strip().lower().rpartition("@")[2].partition("://")[2] or text.strip().lower().rpartition("@")[2]
    host = host.partition("/")[0].partition(":")[0].removeprefix("www.")
    return host if re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) else ""


def business_number(text: str) -> str:
    """A business id without its marks, in capitals."""
    return "".join(mark for mark in text.upper() if mark.isalnum())
