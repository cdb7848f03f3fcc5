"""Whether texts that are to be handed over still say who somebody is; of a finding only its place is told."""

import getpass
import hmac
import html
import platform
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote

from optout.proof.words import COMMON, PARTICLES, plain, words

_MOST_WORDS = 5  # of a name
_MOST_SIGNS = 8  # of a name that is written without spaces
_DIGEST = 8  # bytes of a hash that are kept
_WRAPPINGS = 3  # how often an address may be quoted within another
_EMAIL = re.compile(r"[\w*•…][@\N{FULLWIDTH COMMERCIAL AT}][\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_PHONE = re.compile(
    r"(?<![\w.+-])(?:"
    r"(?:\+|00)[\d\s().\N{NO-BREAK SPACE}/-]{7,}\d"  # +44 20 7946 0018
    r"|\(?0\d{1,5}\)?[\s()./-][\d\s()./-]{4,}\d"  # 030 901820, (030) 90 18 20
    r"|\(?\d{3}\)?[\s.-]\s?\d{3}[\s.-]\d{4}"  # (212) 555-0123
    r")(?![\w-])"
)
_DATE = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d|\d\d?[./]\d\d?[./](?:19|20)?\d\d\b")
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Thai, Kana, Han
_RUN = re.compile(f"[{_UNSPACED}]+")
_ADDRESS = re.compile(r"\S*(?:://|/)\S*")
_NOBODY = {"admin", "administrator", "localhost", "nobody", "root", "runner", "ubuntu", "user", "vagrant"}


class Kind(StrEnum):
    """What a text was found to hold, as the end of a sentence."""

    EMAIL = "an e-mail address"
    PHONE = "a telephone number"
    NAME = "a name that the site's pages show"
    MACHINE = "a folder, a user or the name of this machine"


@dataclass(frozen=True, slots=True)
class Finding:
    """One text that must not be handed over: its key path, and what it holds. Never the text itself."""

    where: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.where} holds {self.kind}"


def hashed(names: Collection[str], key: bytes) -> tuple[str, ...]:
    """Names as keyed hashes (HMAC-SHA256, cut to 8 bytes, hex), by which `findings` knows them again.

    Each name gives one hash as a whole and one for each of its words, so that the first name alone is known too.
    Without the key nobody can try names against them.

    Args:
        names: in any spelling.
        key: the secret of this installation.
    """
    made: set[str] = set()
    for name in names:
        parts = words(name)
        if not parts:
            continue
        made.add(_hash("name", " ".join(parts), key))
        made.update(_hash("word", part, key) for part in parts if len(part) > 1 and part not in PARTICLES)
        if _RUN.search(name):
            made.add(_hash("run", "".join(parts), key))
    return tuple(sorted(made))


def _hash(kind: str, text: str, key: bytes) -> str:
    return hmac.digest(key, f"{kind}:{text}".encode(), "sha256")[:_DIGEST].hex()


def findings(
    texts: Mapping[str, str],
    known: Collection[str],
    key: bytes,
    words: Collection[str] = (),
    machine: Collection[str] | None = None,
) -> list[Finding]:
    """The texts that say who somebody is, in their order.

    Args:
        texts: key path ("results.3.sentence") -> text.
        known: the hashes of `hashed`, made with the same key.
        key: the secret of this installation.
        words: what is no name by itself, though capitalised (`proof.words.vocabulary`); the common words are known.
        machine: folders and names that are this machine's; None to ask the machine.
    """
    scan = _Scan(frozenset(known), key, COMMON.union(words), here() if machine is None else tuple(machine))
    return [Finding(where, kind) for where, text in texts.items() for kind in scan.kinds(text)]


def here() -> tuple[str, ...]:
    """The home folder, the user's name and the name of this machine, where they say anything."""
    found = [platform.node().split(".")[0]]
    with suppress(OSError, KeyError, ImportError):
        found.append(getpass.getuser())
    with suppress(RuntimeError):
        home = Path.home()
        found += [str(home), home.name]
    return tuple(one for one in dict.fromkeys(found) if len(one) > 2 and one.lower().strip("/") not in _NOBODY)


class _Scan:
    """Looks at one text after the other; remembers what it has hashed."""

    def __init__(self, known: frozenset[str], key: bytes, words: Collection[str], machine: tuple[str, ...]) -> None:
        self._known = known
        self._key = key
        self._words = words
        self._machine = [re.compile(rf"(?<!\w){re.escape(one)}(?!\w)", re.IGNORECASE) for one in machine]
        self._seen: dict[tuple[str, str], bool] = {}

    def kinds(self, text: str) -> list[Kind]:
        """What a text holds, in any of the ways in which it may be wrapped."""
        found: set[Kind] = set()
        for form in _forms(text):
            if _EMAIL.search(form):
                found.add(Kind.EMAIL)
            if any(8 <= sum(map(str.isdigit, one)) <= 15 for one in _phones(form)):
                found.add(Kind.PHONE)
            if self._known and self._name(form):
                found.add(Kind.NAME)
            if any(one.search(form) for one in self._machine):
                found.add(Kind.MACHINE)
        return [kind for kind in Kind if kind in found]

    def _name(self, text: str) -> bool:
        spelled = words(text)
        for size in range(2, _MOST_WORDS + 1):
            for start in range(len(spelled) - size + 1):
                if self._is("name", " ".join(spelled[start : start + size])):
                    return True
        for raw in re.findall(r"[^\W_]+", text):
            # a name stands with a capital, which scripts without capitals do not have
            if raw[0].isalpha() and raw[0] == raw[0].upper() and self._single("word", raw):
                return True
        if any(self._single("name", word) for address in _ADDRESS.findall(text) for word in words(address)):
            return True
        for run in _RUN.findall(text):
            for start in range(len(run)):
                for end in range(start + 2, min(len(run), start + _MOST_SIGNS) + 1):
                    if self._is("run", plain(run[start:end])):
                        return True
        return False

    def _single(self, kind: str, raw: str) -> bool:
        return any(word not in self._words and self._is(kind, word) for word in words(raw))

    def _is(self, kind: str, text: str) -> bool:
        if (kind, text) not in self._seen:
            self._seen[kind, text] = _hash(kind, text, self._key) in self._known
        return self._seen[kind, text]


def _forms(text: str) -> Iterator[str]:
    """A text, and what it says once it is taken out of HTML and of an address, without characters that nobody sees."""
    seen = {text}
    yield text
    text = "".join(one for one in text if unicodedata.category(one) != "Cf")
    if text not in seen:
        seen.add(text)
        yield text
    for _ in range(_WRAPPINGS):
        plainer = unquote(html.unescape(text))
        for form in (plainer, plainer.replace("+", " ")):
            if form not in seen:
                seen.add(form)
                yield form
        text = plainer


def _phones(text: str) -> list[str]:
    return [one for one in _PHONE.findall(text) if not _DATE.search(one)]
