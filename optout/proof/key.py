"""The installation's own Ed25519 key (RFC 8032): made once, kept owner-only, signs what this installation has seen."""

import hashlib
import hmac
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from optout.errors import CannotLook

_FILE = "key.pem"


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs.

    Attributes:
        public: its public half, as PEM; what others verify with.
        fingerprint: the SHA-256 of the public half (DER, SubjectPublicKeyInfo), in hex.
    """

    public: bytes
    fingerprint: str
    _private: Ed25519PrivateKey

    @classmethod
    def at(cls, folder: Path) -> "Key":
        """The key that is kept in a folder; made, and kept owner-only, where there is none yet.

        Raises:
            CannotLook: it is damaged, or cannot be read or made. A damaged key is never replaced: it may be mended.
        """
        file = folder / _FILE
        try:
            if not file.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
                _make(file)
            private = load_pem_private_key(file.read_bytes(), None)
        except OSError as error:
            raise CannotLook(f"The key {file} cannot be used ({error.strerror}).") from error
        except (ValueError, TypeError) as error:
            raise CannotLook(f"The key {file} is damaged. {_WAY_OUT}") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise CannotLook(f"The key {file} is of another kind. {_WAY_OUT}")
        public = private.public_key()
        return cls(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), _fingerprint(public), private)

    def sign(self, content: bytes) -> bytes:
        """The signature over some bytes: 64 bytes."""
        return self._private.sign(content)

    @property
    def secret(self) -> bytes:
        """A secret for keyed hashes, which follows from the key and does not give it away."""
        raw = self._private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return hmac.digest(raw, b"optout keyed hash", "sha256")

    def hashed(self, *words: str) -> str:
        """What stands for some words where they must not be told: their HMAC-SHA256, in hex."""
        return hmac.new(self.secret, "\0".join(words).encode(), hashlib.sha256).hexdigest()


_WAY_OUT = (
    "Put a copy of it back, or move it away: the next run makes a new key, and earlier runs count as signed by another."
)


def _make(file: Path) -> None:
    """Make a key, whole or not at all; the chain is held meanwhile, so that nobody else makes one."""
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, name = tempfile.mkstemp(dir=file.parent)  # owner-only from the moment it exists
    with os.fdopen(handle, "wb") as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
    os.replace(name, file)


def own(folder: Path) -> str:
    """The fingerprint of the key that is kept in a folder; empty where there is none.

    Raises:
        CannotLook: it is damaged, or cannot be read.
    """
    return Key.at(folder).fingerprint if (folder / _FILE).exists() else ""


def fingerprint(pem: bytes) -> str:
    """The fingerprint of a public key; empty where it is none."""
    public = _public(pem)
    return _fingerprint(public) if public else ""


def holds(pem: bytes, content: bytes, signature: bytes) -> bool:
    """Whether a signature over some bytes is that of a public key."""
    public = _public(pem)
    try:
        if public:
            public.verify(signature, content)
    except InvalidSignature:
        return False
    return public is not None


def _public(pem: bytes) -> Ed25519PublicKey | None:
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def _fingerprint(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()
