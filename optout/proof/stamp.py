"""Read a time stamp (RFC 3161) offline: which moment, attested by whom, for which bytes.

A time stamp proves that the bytes were there at its moment, to whoever trusts its root; which roots are to be trusted
is for the reader to say. Certificates are judged at that moment: a stamp outlives the certificate that signed it.
"""

import hashlib
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from optout.errors import OptoutError
from optout.proof.der import ordered

if TYPE_CHECKING:
    from datetime import datetime

    from rfc3161_client import TimeStampResponse

_HASHES = {
    "2.16.840.1.101.3.4.2.1": hashlib.sha256,
    "2.16.840.1.101.3.4.2.2": hashlib.sha384,
    "2.16.840.1.101.3.4.2.3": hashlib.sha512,
}
_GRANTED = 0
_MOST_CERTIFICATES = 16


class BadStamp(OptoutError):
    """A time stamp proves nothing; the words say why and go after its name: "run.json.x.tsr" "is damaged"."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a time stamp attests.

    Attributes:
        at: the moment (UTC, ISO 8601), whole seconds: the library leaves out what some authorities add.
        authority: the common name of the certificate that signs it.
        root: the subject of the certificate that its chain ends in.
        root_sha256: that certificate's fingerprint (hex); compare it with the one that the authority publishes.
        serial: the authority's number for it.
        accuracy_s: how far off the moment may be, in seconds, by the authority's own word; None where it says nothing.
        nonce: the number that it was asked with; None without one.
    """

    at: str
    authority: str
    root: str
    root_sha256: str
    serial: int
    accuracy_s: float | None = None
    nonce: int | None = None


def read(response: bytes, data: bytes, roots: bytes = b"") -> Stamp:
    """Check a time stamp against the bytes that it is for, without any network.

    Args:
        response: a TimeStampResp (DER), as an authority has answered it.
        data: the bytes.
        roots: certificates (PEM) of which one has to be at the end of its chain; none means that the topmost
            certificate within the stamp will do, which says who attests, not whether that is to be trusted.

    Raises:
        BadStamp: it is damaged, is for other bytes, its signature does not hold, or leads to none of the roots.
        ValueError: the roots are no certificates.
    """
    return _checked(response, lambda made: made(data).digest(), roots)


def read_for(response: bytes, sha256: str) -> Stamp:
    """The same where the bytes are known by their SHA-256 alone (hex); raises BadStamp."""
    return _checked(response, lambda made: bytes.fromhex(sha256) if made is hashlib.sha256 else b"", b"")


def _checked(response: bytes, hashed: Callable[[Callable[[bytes], Any]], bytes], roots: bytes) -> Stamp:
    trusted = x509.load_pem_x509_certificates(roots) if roots else []
    with _readable():
        answer, path = _decoded(response)
        made = answer.tst_info
        _may_sign(path, made.gen_time)
        root = _root(answer, path, trusted)
        known = _HASHES.get(made.message_imprint.hash_algorithm.dotted_string)
        if not known:
            raise BadStamp("cannot be checked: it uses another hash than SHA-256, SHA-384 or SHA-512")
        if made.message_imprint.message != hashed(known):
            raise BadStamp("is for another file, or for this one as it was before a change")
        return Stamp(
            made.gen_time.isoformat(),
            _named(path[0].subject),
            _plain(root.subject.rfc4514_string()),
            root.fingerprint(hashes.SHA256()).hex(),
            made.serial_number,
            _seconds(made.accuracy),
            made.nonce,
        )


def chain(response: bytes) -> str:
    """The certificates in a time stamp as PEM, the signing one first, each before the one that issued it.

    Raises:
        BadStamp: it is damaged.
    """
    with _readable():
        _, path = _decoded(response)
        return "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in path)


@contextmanager
def _readable() -> Iterator[None]:
    """Bytes from anywhere make the libraries raise a dozen kinds of errors: all of them mean one thing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of oddities in an authority's certificates
        try:
            yield
        except OptoutError:
            raise
        except Exception:  # noqa: BLE001
            raise BadStamp("is damaged: it cannot be read as a time stamp") from None


def _decoded(response: bytes) -> "tuple[TimeStampResponse, list[x509.Certificate]]":
    """A time stamp, and its certificates from the signing one up to the topmost."""
    answer = decode_timestamp_response(ordered(response))
    if answer.status != _GRANTED:
        raise BadStamp("is no time stamp: the authority refused to give one")
    found = [x509.load_der_x509_certificate(one) for one in answer.signed_data.certificates]
    signers = [(one.issuer, one.serial_number) for one in answer.signed_data.signer_infos]
    path = [one for one in found if [(one.issuer, one.serial_number)] == signers][:1]
    if not path or len(found) > _MOST_CERTIFICATES:
        raise BadStamp("cannot be checked: it does not hold the certificate that it was signed with")
    found.sort(key=_issuer_is_itself, reverse=True)  # a root, before its twin that another root has signed
    while not _issuer_is_itself(path[-1]):
        above = next((one for one in found if one not in path and _issued(path[-1], one)), None)
        if not above:
            break
        path.append(above)
    return answer, path


def _issuer_is_itself(one: x509.Certificate) -> bool:
    return one.issuer == one.subject


def _issued(lower: x509.Certificate, upper: x509.Certificate) -> bool:
    try:
        lower.verify_directly_issued_by(upper)
    except Exception:  # noqa: BLE001  a wrong name, signature, key, curve
        return False
    return True


def _may_sign(path: list[x509.Certificate], at: "datetime") -> None:
    try:
        usage = list(path[0].extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        usage = []
    if usage != [ExtendedKeyUsageOID.TIME_STAMPING]:  # for that alone: RFC 3161 (2.3)
        raise BadStamp("is signed with a certificate that is not for time stamps")
    if not all(one.not_valid_before_utc <= at <= one.not_valid_after_utc for one in path):
        raise BadStamp("was made while one of its certificates was not valid")


def _root(
    answer: "TimeStampResponse", path: list[x509.Certificate], trusted: list[x509.Certificate]
) -> x509.Certificate:
    """The certificate that the signature leads to: one of the trusted, or else the topmost."""
    for root in trusted:
        if _holds(answer, root):
            return root
    top = path[-1]
    if len(path) == 1 and not _issuer_is_itself(top):
        raise BadStamp("cannot be checked: of its certificates it holds only the one that signed it")
    if not _holds(answer, top) or (_issuer_is_itself(top) and not _issued(top, top)):
        raise BadStamp("has a signature that does not hold")
    if trusted:
        raise BadStamp(f"leads to {_named(top.subject)}, which is none of the roots that were given")
    return top


def _holds(answer: "TimeStampResponse", root: x509.Certificate) -> bool:
    """Whether the signature is good and leads to a certificate, each one on the way judged at the stamp's moment."""
    verifier = VerifierBuilder(roots=[_anchor(root)]).build()  # it would trust intermediates, too: it gets none
    try:
        return verifier.verify(answer, answer.tst_info.message_imprint.message)
    except VerificationError:
        return False


def _anchor(root: x509.Certificate) -> x509.Certificate:
    """The name and key of a certificate, in the shape that OpenSSL wants a root to have: issued by itself.

    Many authorities leave their root out, and what is on top was issued by it. OpenSSL takes that for no end of a
    chain; a root's own signature it does not look at, because a root is not trusted for that, but its kind must fit.
    """
    if _issuer_is_itself(root):
        return root
    made = x509.CertificateBuilder(
        root.subject, root.subject, root.public_key(), root.serial_number, root.not_valid_before_utc,
        root.not_valid_after_utc, [one for one in root.extensions if one.oid != x509.AuthorityKeyIdentifier.oid],
    )  # fmt: skip
    return made.sign(_any_key(isinstance(root.public_key(), rsa.RSAPublicKey)), hashes.SHA256())


@cache
def _any_key(of_rsa: bool) -> "rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey":
    return rsa.generate_private_key(65537, 2048) if of_rsa else ec.generate_private_key(ec.SECP256R1())


def _seconds(accuracy: object) -> float | None:
    if accuracy is None:
        return None
    units = {"seconds": 1, "millis": 1e-3, "micros": 1e-6}
    return float(sum((getattr(accuracy, name) or 0) * unit for name, unit in units.items()))


def _named(name: x509.Name) -> str:
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return _plain(str(common[0].value) if common else name.rfc4514_string())


def _plain(text: str) -> str:
    """Without what could steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
