"""Time stamps by a real authority on this machine: what is believed, what is refused, and that openssl agrees."""

import random
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from time import monotonic

import pytest
from authority import INSTALLED, Authority, Desk, identity
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from optout.cli.options import configured
from optout.errors import UsageProblem
from optout.proof import address
from optout.proof.authority import NotStamped, ask
from optout.proof.stamp import BadStamp, chain, read

DATA = b'{"format":2}'
OTHER = b'{"format":3}'
SECRET = "s3cr3t"
TIME_STAMPING = ExtendedKeyUsageOID.TIME_STAMPING
pytestmark = pytest.mark.skipif(not INSTALLED, reason="OpenSSL 3 or newer is not installed")


def verified(folder: Path, response: bytes, data: bytes, *how: str) -> bool:
    """What `openssl ts -verify` says to a time stamp."""
    (folder / "run.json").write_bytes(data)
    (folder / "run.json.tsr").write_bytes(response)
    command = ["openssl", "ts", "-verify", "-data", "run.json", "-in", "run.json.tsr", *how]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ("Verification: OK" in done.stdout) is (done.returncode == 0)
    return done.returncode == 0


# --------------------------------------------------------------------- a good one


def test_a_time_stamp_says_when_and_by_whom(clock: Desk) -> None:
    """Only a hash goes out; what comes back is believed, names its authority and its root, and stays as it came."""
    before = datetime.now(UTC).replace(microsecond=0)
    response = ask(clock.url(), DATA)
    stamp = read(response, DATA)
    assert before <= datetime.fromisoformat(stamp.at) <= datetime.now(UTC)
    assert stamp.at.endswith("+00:00")
    assert (stamp.authority, stamp.root) == ("Clock Inc. Signer 1", "CN=Clock Inc. Root")
    assert stamp.root_sha256 == clock.authority.root.sha256
    assert (stamp.serial, stamp.accuracy_s) == (2, 1.0)
    assert response == (clock.authority.folder / "reply.tsr").read_bytes()
    ((path, kind, query),) = clock.asked
    assert (path, kind) == ("/tsr", "application/timestamp-query")
    assert DATA not in query
    assert len(query) < 100


@pytest.mark.parametrize("between", [False, True])
@pytest.mark.parametrize("rootless", [False, True])
def test_openssl_agrees(tmp_path: Path, between: bool, rootless: bool) -> None:
    """What is stored is what `openssl ts -verify` takes, with the root, with the chain file, and for this file only."""
    clock = Authority(tmp_path, between=between, rootless=rootless)
    response = clock.over(DATA)
    (tmp_path / "stored.pem").write_text(chain(response), "ascii")
    trusting = ("-CAfile", "root.pem")
    assert verified(tmp_path, response, DATA, *trusting)
    assert verified(tmp_path, response, DATA, *trusting, "-untrusted", "stored.pem")
    assert not verified(tmp_path, response, OTHER, *trusting)
    if not rootless:
        assert verified(tmp_path, response, DATA, "-CAfile", "stored.pem")
    assert read(response, DATA, clock.root.pem).root_sha256 == clock.root.sha256


def test_the_chain_file_leads_from_the_signer_upwards(tmp_path: Path) -> None:
    """All certificates of a time stamp, each before the one that issued it."""
    clock = Authority(tmp_path, between=True)
    assert clock.middle
    assert chain(clock.over(DATA)).encode() == clock.signer.pem + clock.middle.pem + clock.root.pem


def test_certificates_in_any_order_are_read(tmp_path: Path) -> None:
    """openssl sorts them as it likes, and the library reads one order only: whichever comes, the result is the same."""
    clock = Authority(tmp_path, between=True)
    response = clock.over(DATA)
    assert clock.middle
    three = [one.certificate.public_bytes(Encoding.DER) for one in (clock.signer, clock.middle, clock.root)]
    written = b"".join(sorted(three, key=response.index))
    assert written in response
    for some in permutations(three):
        shuffled = response.replace(written, b"".join(some))
        assert read(shuffled, DATA) == read(response, DATA)
        assert chain(shuffled) == chain(response)


@pytest.mark.parametrize("of_rsa", [False, True])
def test_a_root_that_is_left_out_is_named_by_what_is_on_top(tmp_path: Path, of_rsa: bool) -> None:
    """Most authorities leave their root out: the topmost certificate stands for it, unless the root is given."""
    clock = Authority(tmp_path, between=True, rootless=True, of_rsa=of_rsa)
    assert clock.middle
    response = clock.over(DATA)
    assert read(response, DATA).root == "CN=Clock Inc. Middle"
    assert read(response, DATA).root_sha256 == clock.middle.sha256
    assert read(response, DATA, identity("Other", ca=True).pem + clock.root.pem).root_sha256 == clock.root.sha256
    alone = Authority(tmp_path / "alone", rootless=True)
    with pytest.raises(BadStamp, match="holds only the one that signed it"):
        read(alone.over(DATA), DATA)


@pytest.mark.parametrize("whole", [False, True])
def test_a_root_that_another_root_has_signed(tmp_path: Path, whole: bool) -> None:
    """An old root vouches for a new one: with the new one in it the chain ends there, else with what vouches for it."""
    clock, old = Authority(tmp_path, between=True), identity("Old Root", ca=True)
    twin = identity("Clock Inc. Root", old, ca=True, key=clock.root.key)
    assert clock.middle
    more = (old.pem, clock.root.pem) if whole else ()
    (tmp_path / "chain.pem").write_bytes(b"".join((clock.middle.pem, twin.pem, *more)))
    response = clock.over(DATA)
    assert read(response, DATA).root_sha256 == (clock.root if whole else twin).sha256
    for root in (clock.root,) if whole else (clock.root, old):
        assert read(response, DATA, root.pem).root_sha256 == root.sha256


def test_a_time_stamp_outlives_its_certificate(tmp_path: Path) -> None:
    """Certificates are judged at the moment that is attested: expired since is good, expired before is not."""
    clock = Authority(tmp_path, between=True)
    begin, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 12, 31, tzinfo=UTC)
    expired = identity("Signer of 2020", clock.middle, usage=TIME_STAMPING, since=begin, until=end)
    then = clock.forged(DATA, expired, datetime(2020, 6, 1, 12, tzinfo=UTC))
    assert read(then, DATA).at == "2020-06-01T12:00:00+00:00"
    assert read(then, DATA, clock.root.pem).authority == "Signer of 2020"
    trusting = ("-CAfile", "root.pem", "-untrusted", "chain.pem")
    assert not verified(tmp_path, then, DATA, *trusting)
    moment = int(datetime.fromisoformat(read(then, DATA).at).timestamp())
    assert verified(tmp_path, then, DATA, *trusting, "-attime", str(moment))
    for at in (begin - timedelta(seconds=1), end + timedelta(seconds=1)):
        with pytest.raises(BadStamp, match="was made while one of its certificates was not valid"):
            read(clock.forged(DATA, expired, at), DATA)


# -------------------------------------------------------------------- a bad one


def test_a_time_stamp_is_for_one_file(clock: Desk) -> None:
    """The words say that the file is another one, not that the time stamp is damaged."""
    response = ask(clock.url(), DATA)
    with pytest.raises(BadStamp, match=r"^is for another file"):
        read(response, OTHER)


def test_no_byte_can_be_changed(tmp_path: Path) -> None:
    """Whichever byte is flipped: refused, or it attests the same; and with the root given, the same in everything."""
    clock = Authority(tmp_path)
    response = clock.over(DATA)
    good = read(response, DATA)
    kinds = set()
    for place in range(random.randrange(3), len(response), 3):  # noqa: S311
        changed = bytearray(response)
        changed[place] ^= 1 << random.randrange(8)  # noqa: S311
        for roots in (b"", clock.root.pem):
            try:
                got = read(bytes(changed), DATA, roots)
            except BadStamp as why:
                kinds.add(str(why))
                continue
            assert (got.at, got.authority, got.serial, got.nonce) == (good.at, good.authority, good.serial, good.nonce)
            assert got == good or not roots
    assert "has a signature that does not hold" in kinds
    assert "is damaged: it cannot be read as a time stamp" in kinds
    assert not any(word.startswith("is for another file") for word in kinds)


def test_a_root_that_did_not_sign_itself_is_no_root(tmp_path: Path) -> None:
    """The root's own signature is checked too, although its key is all that a chain needs."""
    clock = Authority(tmp_path)
    response = clock.over(DATA)
    whole = clock.root.certificate.public_bytes(Encoding.DER)
    at = response.index(whole) + len(whole) - 1
    with pytest.raises(BadStamp, match="signature that does not hold"):
        read(response[:at] + bytes([response[at] ^ 1]) + response[at + 1 :], DATA)


@pytest.mark.parametrize("junk", [b"", b"0", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"<html>no</html>", bytes(5000)])
def test_what_is_no_time_stamp_is_damaged(junk: bytes) -> None:
    """Any bytes at all end in the one sentence."""
    for reader in (lambda: read(junk, DATA), lambda: chain(junk)):
        with pytest.raises(BadStamp, match=r"^is damaged"):
            reader()


def test_a_time_stamp_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    """Wherever a full disk has cut it, and where something follows."""
    response = Authority(tmp_path).over(DATA)
    for cut in (*(response[:size] for size in range(0, len(response), 7)), response + b"\0"):
        with pytest.raises(BadStamp, match=r"^is damaged"):
            read(cut, DATA)


def test_only_the_given_roots_will_do(tmp_path: Path) -> None:
    """A stamp of somebody's own authority is not one of the authority that is trusted, whatever it calls itself."""
    trusted, own = Authority(tmp_path / "a"), Authority(tmp_path / "b")
    response = own.over(DATA)
    assert read(response, DATA).root == "CN=Clock Inc. Root"
    with pytest.raises(BadStamp, match="none of the roots that were given"):
        read(response, DATA, trusted.root.pem)


@pytest.mark.parametrize("usage", [None, ExtendedKeyUsageOID.CODE_SIGNING])
def test_only_a_certificate_for_time_stamps_will_do(tmp_path: Path, usage: x509.ObjectIdentifier | None) -> None:
    """The trusted authority's certificate for something else attests no time, though its signature holds."""
    clock = Authority(tmp_path)
    now = datetime.now(UTC)
    right = identity("Right", clock.root, usage=TIME_STAMPING)
    assert read(clock.forged(DATA, right, now), DATA, clock.root.pem).authority == "Right"
    with pytest.raises(BadStamp, match="not for time stamps"):
        read(clock.forged(DATA, identity("Wrong", clock.root, usage=usage), now), DATA, clock.root.pem)


def test_a_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """Anybody can be an authority, so its names are shown without control characters."""
    clock = Authority(tmp_path, name="\x1b[2JClock")
    assert read(clock.over(DATA), DATA).authority == "?[2JClock"


# ------------------------------------------------------------- an authority that fails


def failed(url: str, timeout_s: float = 5) -> str:
    """Why an authority gave no time stamp; never with more of its address than the host."""
    with pytest.raises(NotStamped) as problem:
        ask(url, DATA, timeout_s)
    head, colon, why = str(problem.value).partition(" gave no time stamp: ")
    assert head == "The time-stamp authority 127.0.0.1"
    assert colon
    assert SECRET not in why
    assert problem.value.__suppress_context__ or not problem.value.__context__
    return why


@pytest.fixture
def secret(clock: Desk) -> str:
    """An address with a token in it."""
    return clock.url(f"/{SECRET}?key={SECRET}")


def test_a_dead_authority() -> None:
    """Nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert failed(f"http://127.0.0.1:{port}/{SECRET}") == "it could not be reached."


def test_an_authority_that_hangs(clock: Desk, secret: str) -> None:
    """It gets the time it was given and no more."""
    clock.silent, begun = True, monotonic()
    assert failed(secret, 0.2) == "it did not answer within 0.2 seconds."
    assert monotonic() - begun < 3


@pytest.mark.parametrize(
    ("status", "kind", "body", "why"),
    [
        (200, "text/html", b"<html>Sign in to the wireless network</html>", "what it answered is damaged: it cannot be "
         "read as a time stamp."),
        (200, "application/timestamp-reply", b"", "what it answered is damaged: it cannot be read as a time stamp."),
        (200, "application/timestamp-reply", bytes(1_000_001), "its answer is longer than any time stamp."),
        (404, "text/plain", SECRET.encode(), "it answered 404."),
        (503, "text/plain", b"", "it answered 503."),
    ],
    ids=["html", "nothing", "endless", "404", "503"],
)  # fmt: skip
def test_an_answer_that_is_no_time_stamp(
    clock: Desk, secret: str, status: int, kind: str, body: bytes, why: str
) -> None:
    """Each is one sentence."""
    clock.answer = lambda _: (status, kind, body)
    assert failed(secret) == why


def test_an_authority_that_refuses(clock: Desk, secret: str) -> None:
    """A refusal is an answer, but no time stamp."""
    usual = (clock.authority.folder / "tsa.cnf").read_text()
    (clock.authority.folder / "tsa.cnf").write_text(usual.replace("digests = sha256", "digests = sha512"))
    assert failed(secret) == "what it answered is no time stamp: the authority refused to give one."


def test_a_time_stamp_over_something_else(clock: Desk, secret: str) -> None:
    """A good time stamp for another file is none for this one."""
    response = clock.authority.over(OTHER)
    clock.answer = lambda _: (200, "application/timestamp-reply", response)
    assert failed(secret).startswith("what it answered is for another file")


def test_an_old_time_stamp_is_no_answer(clock: Desk, secret: str) -> None:
    """A good time stamp for this very file, but made for an earlier question, could be of any age."""
    response = ask(clock.url(), DATA)
    clock.answer = lambda _: (200, "application/timestamp-reply", response)
    assert failed(secret) == "it answered another question."


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_an_authority_that_has_moved(clock: Desk, status: int) -> None:
    """The same question goes to the new place."""
    clock.moved = {"/old": (status, "/tsr")}
    assert read(ask(clock.url("/old"), DATA), DATA)
    assert [(path, kind) for path, kind, _ in clock.asked] == [
        ("/old", "application/timestamp-query"), ("/tsr", "application/timestamp-query"),
    ]  # fmt: skip
    assert clock.asked[0][2] == clock.asked[1][2]


ROUND = "it leads from one address to the next."
NO_ADDRESS = "it leads to what is no web address."


@pytest.mark.parametrize(
    ("to", "asked", "why"),
    [
        ("/{n}", 4, ROUND),
        (f"/{SECRET}?key={SECRET}", 4, ROUND),
        ("ftp://127.0.0.1/x", 1, NO_ADDRESS),
        ("file:///etc/hostname", 1, NO_ADDRESS),
        ("http://u:p@127.0.0.1/", 1, NO_ADDRESS),
        ("http://[", 1, NO_ADDRESS),
        ("", 1, "it answered 307."),
    ],
)
def test_an_authority_that_leads_astray(clock: Desk, secret: str, to: str, asked: int, why: str) -> None:
    """Three redirects are followed, to web addresses only."""
    places = [f"/{SECRET}?key={SECRET}", *(f"/{n}" for n in range(1, 9))]
    clock.moved = {place: (307, to.replace("{n}", str(n))) for n, place in enumerate(places, 1)}
    assert failed(secret) == why
    assert len(clock.asked) == asked


# -------------------------------------------------------------------- addresses


WRONG = [f"ftp://h/{SECRET}", f"file:///{SECRET}", SECRET, f"https:///{SECRET}", f"https://{SECRET}:p@h/",
         f"http://h/{SECRET}\nx", f"http://h/ {SECRET}", f"http://[::{SECRET}", f"http://h:{SECRET}/", ""]  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_only_web_addresses_are_asked(url: str) -> None:
    """Anything else is refused by the option's name, before any connection, without showing it."""
    for use in (
        lambda: ask(url, DATA),
        lambda: address.several(["https://freetsa.org/tsr", url]),
        lambda: address.slug(url),
    ):
        with pytest.raises(UsageProblem, match=r"^--timestamp \(OPTOUT_TIMESTAMP\): one of them is not") as problem:
            use()
        assert SECRET not in str(problem.value)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://freetsa.org/tsr", "freetsa.org"),
        ("http://Timestamp.DigiCert.com", "timestamp.digicert.com"),
        (f"http://127.0.0.1:8080/{SECRET}", "127.0.0.1-8080"),
        ("http://[::1]:8080/", "1-8080"),
        ("http://a_b../", "a-b"),
        ("http://../", "authority"),
    ],
)
def test_an_authority_has_a_name_for_its_files(url: str, name: str) -> None:
    """Its host, without anything that a file's name must not have, and without the rest of its address."""
    assert address.slug(url) == name


def test_two_authorities_have_two_names() -> None:
    """Their files could not both be kept; the same address twice is one, and another port is another authority."""
    assert address.several(["http://a.example/x", " http://a.example/x "]) == ("http://a.example/x",)
    assert len(address.several(["http://a.example/x", "http://a.example:81/x"])) == 2
    with pytest.raises(UsageProblem, match=r"two of them are at a\.example\. Name one") as problem:
        address.several(["http://b.example", f"http://a.example/{SECRET}", f"https://A.example/{SECRET}2"])
    assert SECRET not in str(problem.value)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to call the program from."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPTOUT_TIMESTAMP", raising=False)
    return tmp_path


def test_authorities_come_from_the_option_then_the_environment(nowhere: Path) -> None:
    """Several of them, each once; the option wins over `.env`; no printed configuration shows them."""
    assert configured().timestamps == ()
    (nowhere / ".env").write_text(f"OPTOUT_TIMESTAMP=https://a.example/{SECRET}, http://b.example\n")
    assert configured().timestamps == (f"https://a.example/{SECRET}", "http://b.example")
    assert SECRET not in repr(configured())
    assert configured(timestamps=("https://c.example", "https://c.example")).timestamps == ("https://c.example",)
    (nowhere / ".env").write_text(f"OPTOUT_TIMESTAMP={SECRET}\n")
    with pytest.raises(UsageProblem, match="OPTOUT_TIMESTAMP") as problem:
        configured()
    assert SECRET not in str(problem.value)
