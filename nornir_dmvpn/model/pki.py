"""What a router was told about certificates: trustpoints, maps, a certificate authority of its own."""

from dataclasses import dataclass

from nornir_dmvpn.model.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class RsaKeyPair:
    """``rsakeypair LABEL [BITS]``."""

    label: str
    bits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trustpoint:
    """``crypto pki trustpoint NAME``."""

    name: str
    enrollment_url: str | None = None
    enrollment: str | None = None
    """``selfsigned``, ``terminal``, ``terminal pem``, ``mode ra`` …: the word after ``enrollment``."""
    serial_number: bool | None = None
    serial_number_none: bool | None = None
    fqdn: str | None = None
    ip_address: str | None = None
    """An address, an interface or ``none``."""
    subject_name: str | None = None
    subject_alt_name: str | None = None
    revocation_check: tuple[str, ...] = ()
    """In order: ``crl``, ``ocsp``, ``none``. IOS means ``crl`` without the line."""
    rsakeypair: RsaKeyPair | None = None
    fingerprint: str | None = None
    source_interface: str | None = None
    vrf: str | None = None
    usage: str | None = None
    hash: str | None = None
    password: Secret | None = None
    auto_enroll: str | None = None
    """Percentage of the lifetime, perhaps with ``regenerate``; ``""`` for the bare line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRule:
    """``FIELD OPERATOR VALUE``: ``subject-name co ou = dmvpn``; operators eq, ne, co, nc."""

    field: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateMap:
    """``crypto pki certificate map NAME SEQUENCE``; all rules of one must hold."""

    name: str
    sequence: int
    rules: tuple[CertificateRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PkiServer:
    """``crypto pki server NAME``: the router is a certificate authority."""

    name: str
    database_level: str | None = None
    database_url: str | None = None
    database_archive: str | None = None
    issuer_name: str | None = None
    grant: str | None = None
    hash: str | None = None
    lifetime_certificate: int | None = None
    """Days."""
    lifetime_ca_certificate: int | None = None
    lifetime_crl: int | None = None
    """Hours."""
    shutdown: bool | None = None
