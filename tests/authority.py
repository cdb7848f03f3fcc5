"""A real time-stamp authority on this machine: its own certificates, and openssl's answers to RFC 3161 queries."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


def _installed() -> bool:
    """Whether there is an openssl that can do all this; the tests that need it are left out without it."""
    if not shutil.which("openssl"):
        return False
    said = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=False).stdout.split()
    return said[:1] == ["OpenSSL"] and int(said[1].split(".")[0]) >= 3  # LibreSSL signs no CAdES


INSTALLED = _installed()
_CONFIG = """[tsa]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
accuracy = secs:1
clock_precision_digits = 0
ess_cert_id_alg = sha256
"""
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Identity:
    """A key and its certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def sha256(self) -> str:
        """The certificate's fingerprint, in hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def identity(
    name: str,
    issuer: Identity | None = None,
    *,
    ca: bool = False,
    usage: x509.ObjectIdentifier | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    host: str = "",
    key: Key | None = None,
) -> Identity:
    """A certificate for a key, or a new one: signed by an issuer, or by itself; valid now, unless said otherwise."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject_name=subject, public_key=key.public_key())
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since or now - timedelta(days=7300))
        .not_valid_after(until or now + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if usage:
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    if issuer:
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
        made = made.add_extension(above, critical=False)
    if host:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return Identity(key, made.sign(issuer.key if issuer else key, hashes.SHA256()))


@dataclass
class Authority:
    """A time-stamp authority.

    Attributes:
        folder: where its files are.
        between: put an intermediate authority between the root and the signing certificate.
        rootless: leave the root's certificate out of its tokens, as many authorities do.
        of_rsa: with RSA keys, which take longer to make.
        name: the common name of its signing certificate.
    """

    folder: Path
    between: bool = False
    rootless: bool = False
    of_rsa: bool = False
    name: str = "Clock Inc. Signer 1"
    root: Identity = field(init=False)
    middle: Identity | None = field(init=False, default=None)
    signer: Identity = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.root = identity("Clock Inc. Root", ca=True, key=self._key())
        self.middle = identity("Clock Inc. Middle", self.root, ca=True, key=self._key()) if self.between else None
        above, usage = self.middle or self.root, ExtendedKeyUsageOID.TIME_STAMPING
        self.signer = identity(self.name, above, usage=usage, key=self._key())
        key = self.signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        chain = [one.pem for one in (self.middle, None if self.rootless else self.root) if one]
        files = {"signer.pem": self.signer.pem, "signer.key": key, "chain.pem": b"".join(chain), "serial": b"01\n"}
        for name, content in {**files, "root.pem": self.root.pem, "tsa.cnf": _CONFIG.encode()}.items():
            (self.folder / name).write_bytes(content)

    def _key(self) -> Key | None:
        return rsa.generate_private_key(65537, 2048) if self.of_rsa else None

    def reply(self, query: bytes) -> bytes:
        """What it answers to a query (both DER): a token, or a refusal."""
        (self.folder / "query.tsq").write_bytes(query)
        chain = ["-chain", "chain.pem"] if (self.folder / "chain.pem").stat().st_size else []
        self._openssl(
            "ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "query.tsq",
            "-signer", "signer.pem", "-inkey", "signer.key", *chain, "-out", "reply.tsr",
        )  # fmt: skip
        return (self.folder / "reply.tsr").read_bytes()

    def over(self, data: bytes) -> bytes:
        """Its token over data, without any network."""
        (self.folder / "data").write_bytes(data)
        self._openssl("ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "own.tsq")
        return self.reply((self.folder / "own.tsq").read_bytes())

    def forged(self, data: bytes, signer: Identity, at: datetime) -> bytes:
        """A time stamp that says another moment than now, signed by anybody at all: openssl's authority would not."""
        _ = self.over(data)
        key = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (self.folder / "other.pem").write_bytes(signer.pem + key)
        self._openssl("ts", "-reply", "-in", "reply.tsr", "-token_out", "-out", "token.der")
        self._openssl("cms", "-verify", "-noverify", "-inform", "DER", "-in", "token.der", "-out", "info.der")
        info = (self.folder / "info.der").read_bytes()
        written = info.index(b"\x18\x0f20") + 2
        moment = at.strftime("%Y%m%d%H%M%SZ").encode()
        (self.folder / "info.der").write_bytes(info[:written] + moment + info[written + len(moment) :])
        self._openssl(
            "cms", "-sign", "-binary", "-nodetach", "-cades", "-md", "sha256", "-in", "info.der", "-outform", "DER",
            "-econtent_type", "1.2.840.113549.1.9.16.1.4", "-signer", "other.pem", "-certfile", "chain.pem",
            "-out", "token.der",
        )  # fmt: skip
        self._openssl("ts", "-reply", "-in", "token.der", "-token_in", "-out", "reply.tsr")
        return (self.folder / "reply.tsr").read_bytes()

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)


Answer = Callable[[bytes], tuple[int, str, bytes]]


@dataclass
class Desk:
    """The HTTP server in front of an authority.

    Attributes:
        authority: who answers.
        port: where it listens.
        asked: the queries that came, as (path, content type, body).
        answer: says something else instead: query -> status, content type, body.
        moved: answer the first of these paths with a redirect (its status) to the second.
        silent: never answers.
    """

    authority: Authority
    port: int = 0
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    answer: Answer | None = None
    moved: dict[str, tuple[int, str]] = field(default_factory=dict)
    silent: bool = False
    done: Event = field(default_factory=Event)

    def url(self, path: str = "/tsr") -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def desk(authority: Authority) -> Iterator[Desk]:
    """An authority that can be asked over HTTP."""
    mine = Desk(authority)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"] or 0))
            mine.asked.append((self.path, self.headers["Content-Type"] or "", query))
            if mine.silent:
                mine.done.wait(30)
                return
            if self.path in mine.moved:
                status, to = mine.moved[self.path]
                self.send_response(status)
                self.send_header("Location", to)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            usual = mine.answer or (lambda asked: (200, "application/timestamp-reply", authority.reply(asked)))
            status, kind, body = usual(query)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mine.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield mine
    finally:
        mine.done.set()
        server.shutdown()
        thread.join()
        server.server_close()
