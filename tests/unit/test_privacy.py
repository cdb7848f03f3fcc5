"""What a text that is handed over must not hold is found in whatever it is wrapped, and never repeated."""

import html
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optout.flowfile import load
from optout.proof.privacy import Finding, Kind, findings, hashed, here
from optout.proof.words import COMMON, plain, vocabulary
from optout.resources import folder

KEY = b"k" * 32
KNOWN = hashed(["Ada Lovelace", "charles de la babbage", "José Núñez", "山田太郎"], KEY)
SERVICE = load(folder("flows") / "linkedin.toml").service
LETTERS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäéøñçшλאب"), min_size=2, max_size=12)
NAMES = st.lists(LETTERS, min_size=2, max_size=5).map(lambda parts: " ".join(part.capitalize() for part in parts))
BESIDE = st.text(st.sampled_from(" .,;:()/-_!?#\n"), min_size=1, max_size=3)


def kinds(text: str, machine: tuple[str, ...] = ()) -> set[Kind]:
    """What a text is found to hold."""
    return {one.kind for one in findings({"it": text}, KNOWN, KEY, machine=machine)}


@pytest.mark.parametrize(
    "text",
    [
        "Hi Ada Lovelace, welcome",
        "ADA LOVELACE",
        "hi ada lovelace",
        "https://www.example.com/in/ada-lovelace-1815/",
        "https://www.example.com/login?next=%2Fin%2Fada%252Dlovelace",
        "ada_lovelace.png",
        "the page is headed “Ada’s choices”",  # noqa: RUF001
        "Lovelace, Ada",
        "Charles de la Babbage",
        "asks Babbage",
        "Jose Nunez",
        "Jose&#769; N&uacute;&ntilde;ez",
        "/in/josé-núñez",
        "ようこそ山田太郎さん",
    ],
)
def test_a_known_name_is_found(text: str) -> None:
    """Whole in any spelling and any separator, its single words where they have a capital."""
    assert Kind.NAME in kinds(text)


@pytest.mark.parametrize("text", ["an ada of its own", "Adamant", "de la", "De La", "Adalovelacean", "lovelace"])
def test_a_common_word_is_no_name(text: str) -> None:
    """A word in small letters, a part of a word and the particles of a name say nothing."""
    assert kinds(text) == set()


def test_a_word_of_the_flow_is_no_name_by_itself() -> None:
    """Somebody may be called like a word of the settings: only the whole name tells."""
    known = hashed(["Mark Research", "Page"], KEY)
    words = vocabulary(SERVICE)
    texts = {"a": "Social, economic, and workplace Research; Page", "b": "Mark it", "c": "research by mark research"}
    assert [str(one) for one in findings(texts, known, KEY, words, ())] == [
        "b holds a name that the site's pages show",
        "c holds a name that the site's pages show",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to ada.l+x@analytical.example now", Kind.EMAIL),
        ("ada%40analytical.example", Kind.EMAIL),
        ("mailto:ada&#64;analytical.example", Kind.EMAIL),
        ("a•••@analytical.example", Kind.EMAIL),
        ("ada＠analytical.example", Kind.EMAIL),  # noqa: RUF001
        ("+44 20 7946 0018", Kind.PHONE),
        ("tel:%2B442079460018", Kind.PHONE),
        ("call 0049-30-901820", Kind.PHONE),
        ("(030) 901820-12", Kind.PHONE),
        ("(212) 555-0123", Kind.PHONE),
        ("212.555.0123", Kind.PHONE),
    ],
)
def test_addresses_are_found(text: str, kind: Kind) -> None:
    """E-mail addresses and telephone numbers, wrapped or not."""
    assert kinds(text) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T14:00:00.000+00:00",
        "2026-11-24T140000Z-0123",
        "24.11.2026 14:01, 11/24/2026",
        "156.0.8078.108",
        "0123456789" * 6 + "abcd",
        "a" * 30 + "0" * 34,
        "http://127.0.0.1:45123/mypreferences/d/settings/data-for-ai-improvement",
        "PUT /mysettings-api/settingsApiSettings/allowAdsByAge 200",
        "Linux-6.8.0-45-generic-x86_64-with-glibc2.39",
        'switch "Use your age range for ads" on',
        "https://registry.example/@types/node",
        "3 of 18 are off, 1 000 000 rows",
    ],
)
def test_what_a_manifest_is_made_of_is_nothing_personal(text: str) -> None:
    """Times, hashes, versions, addresses of pages and the lines of switches are handed over."""
    assert kinds(text) == set()


def test_nothing_of_the_flow_is_personal() -> None:
    """The shipped flow's own words are not taken for anything, though somebody is known."""
    texts = {one.id: f"{one.title} {one.why} {one.path} {one.control.name}" for one in SERVICE.settings}
    assert findings(texts, hashed(["Ada Settings", "Privacy Lovelace"], KEY), KEY, vocabulary(SERVICE), ()) == []


@pytest.mark.parametrize("text", ["/home/adal/optout/runs", "of ADAL", "file:///home/adal/x.png", r"C:\Users\adal\x"])
def test_this_machine_is_found(text: str) -> None:
    """The user's home and name, in a path or by themselves; not as a part of a word."""
    assert kinds(text, ("/home/adal", "adal")) == {Kind.MACHINE}
    assert kinds("adalbert", ("/home/adal", "adal")) == set()


def test_the_machine_says_who_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Home and user are this process's; what every machine has is not a finding."""
    monkeypatch.setenv("HOME", "/home/babbage")
    monkeypatch.setenv("USERPROFILE", "/home/babbage")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "root")
    assert {str(Path("/home/babbage")), "babbage"} <= set(here())
    assert "root" not in here()
    assert [one.where for one in findings({"x": "in /home/babbage/runs", "y": "runs"}, (), KEY)] == ["x"]


WRAPPINGS = (str, str.upper, quote, quote_plus, html.escape, lambda text: quote(quote(text)))


@given(NAMES, BESIDE, st.sampled_from(WRAPPINGS))
def test_every_name_is_found_however_it_is_wrapped(name: str, gap: str, wrap) -> None:
    """Any name, with any separator between its words, in HTML, in an address and in an address within one."""
    text = wrap(f"x {gap.join(name.split())} x")
    assert findings({"a.b": text}, hashed([name], KEY), KEY, (), ()) == [Finding("a.b", Kind.NAME)]


@given(NAMES, st.binary(min_size=32, max_size=32))
def test_hashes_say_nothing_without_their_key(name: str, other: bytes) -> None:
    """The hashes do not hold the name, are the same whatever its spelling, and mean nothing under another key."""
    known = hashed([name], KEY)
    assert known == hashed([name.upper(), plain(name)], KEY)
    assert not any(part in "".join(known) for part in plain(name).split() if len(part) > 3 and not part.isascii())
    assert {len(one) for one in known} == {16}
    if other != KEY:
        assert findings({"a": name}, known, other, (), ()) == []


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_text_breaks_the_scan_and_none_is_repeated(text: str, name: str) -> None:
    """Whatever a page says can be scanned, and what is told is the place alone."""
    for one in findings({"place": text + name}, hashed([name], KEY), KEY, COMMON):
        assert str(one) == f"place holds {one.kind}"
