"""A hub's own certificate: made once for its folder, and known by its fingerprint.

Nobody vouches for it. An invitation carries the fingerprint, a short code proves it, and whoever
joined compares it each time; names and dates in it are of no use to anybody.
"""

import datetime as dt
import hashlib
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from moderator.domain.errors import LinkFailed, Reason
from moderator.files import write_whole

FILE = "hub-certificate.pem"
"""The key and the certificate, in this order."""

_YEARS = 30
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a hub shows to those who connect."""

    tls: ssl.SSLContext
    sha256: str
    """Of the certificate itself, in hexadecimal."""


def own(folder: Path, now_utc_ms: int) -> Certificate:
    """Return the folder's own certificate, made now if there is none yet.

    Raises:
        LinkFailed: it cannot be read or written.
    """
    file = folder / FILE
    try:
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(file, _made(now_utc_ms), private=True)
    except OSError as error:
        raise LinkFailed(Reason.HUB_CERTIFICATE, file=str(file)) from error
    return load(file, None)


def load(file: Path, key: Path | None) -> Certificate:
    """Return a certificate from a file, its key from another or from the same.

    Raises:
        LinkFailed: they cannot be used.
    """
    try:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(file, key)
        der = ssl.PEM_cert_to_DER_cert(_first(file.read_text(encoding="ascii")))
    except (OSError, ValueError) as error:
        raise LinkFailed(Reason.HUB_CERTIFICATE, file=str(file)) from error
    return Certificate(tls, hashlib.sha256(der).hexdigest())


def _made(now_utc_ms: int) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Moderator hub")])
    today = dt.datetime.fromtimestamp(now_utc_ms // 1000, dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # clocks differ, and nobody compares them here
        .not_valid_before(today - dt.timedelta(days=365))
        .not_valid_after(today + dt.timedelta(days=365 * _YEARS))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (private + certificate.public_bytes(serialization.Encoding.PEM)).decode("ascii")


def _first(pem: str) -> str:
    """Return the first certificate of a chain, which is the hub's own."""
    return f"{_BEGIN}{pem.split(_BEGIN, 1)[-1].split(_END, 1)[0]}{_END}\n"
