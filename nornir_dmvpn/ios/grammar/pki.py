"""Certificates: trustpoints, certificate maps and a router that is an authority. Chains are data and only kept."""

from dataclasses import replace
from typing import Final

from nornir_dmvpn.ios.grammar.argument import INTERFACE, LINE, SECRET, WORD, WORDS, integer
from nornir_dmvpn.ios.grammar.entry import flag, one, section
from nornir_dmvpn.ios.grammar.line import Line, Table
from nornir_dmvpn.ios.grammar.value import words_of
from nornir_dmvpn.model.pki import CertificateMap, CertificateRule, PkiServer, RsaKeyPair, Trustpoint

_TRUSTPOINT: Final = "pki trustpoint"
_MAP: Final = "pki certificate map"
_SERVER: Final = "pki server"
_DAYS: Final = integer(0, 7305)

_TRUSTPOINT_LINES: Final = (
    section("crypto pki trustpoint {name}", "trustpoints", Trustpoint, _TRUSTPOINT, 180),
    one(_TRUSTPOINT, "enrollment url {}", WORD, "enrollment_url", 10),
    one(
        _TRUSTPOINT,
        "enrollment {}",
        words_of("selfsigned", "terminal", "terminal pem", "mode ra", "pkcs12"),
        "enrollment",
        11,
    ),
    one(_TRUSTPOINT, "usage {}", LINE, "usage", 12),
    flag(_TRUSTPOINT, "serial-number none", "serial_number_none", 13, default=False),
    flag(_TRUSTPOINT, "serial-number", "serial_number", 14, default=False),
    one(_TRUSTPOINT, "fqdn {}", WORD, "fqdn", 15),
    one(_TRUSTPOINT, "ip-address {}", WORD, "ip_address", 16),
    one(_TRUSTPOINT, "password {}", SECRET, "password", 17),
    one(_TRUSTPOINT, "fingerprint {}", WORD, "fingerprint", 18),
    one(_TRUSTPOINT, "subject-name {}", LINE, "subject_name", 19),
    one(_TRUSTPOINT, "subject-alt-name {}", WORD, "subject_alt_name", 20),
    one(_TRUSTPOINT, "vrf {}", WORD, "vrf", 21),
    one(_TRUSTPOINT, "revocation-check {}", WORDS, "revocation_check", 22),
    one(_TRUSTPOINT, "source interface {}", INTERFACE, "source_interface", 23),
    Line(
        mode=_TRUSTPOINT,
        syntax="rsakeypair {label} [{bits}]",
        types={"label": WORD, "bits": integer(360, 4096)},
        field="rsakeypair",
        record=RsaKeyPair,
        order=24,
    ),
    Line(
        mode=_TRUSTPOINT,
        syntax="auto-enroll [{auto_enroll}]",
        types={"auto_enroll": replace(LINE, missing="")},
        field="auto_enroll",
        order=25,
    ),
    one(_TRUSTPOINT, "hash {}", WORD, "hash", 26),
)

_SERVER_LINES: Final = (
    section("crypto pki server {name}", "pki_servers", PkiServer, _SERVER, 178),
    one(_SERVER, "database level {}", words_of("minimum", "minimal", "names", "complete"), "database_level", 10),
    one(_SERVER, "database archive {}", LINE, "database_archive", 11),
    one(_SERVER, "issuer-name {}", LINE, "issuer_name", 12),
    one(_SERVER, "grant {}", words_of("auto", "none", "ra-auto"), "grant", 13),
    one(_SERVER, "hash {}", WORD, "hash", 14),
    one(_SERVER, "lifetime crl {}", integer(0, 336), "lifetime_crl", 15),
    one(_SERVER, "lifetime certificate {}", _DAYS, "lifetime_certificate", 16),
    one(_SERVER, "lifetime ca-certificate {}", _DAYS, "lifetime_ca_certificate", 17),
    one(_SERVER, "database url {}", WORD, "database_url", 18),
    flag(_SERVER, "shutdown", "shutdown", 30, sticky=True),
)

TABLE: Final = Table(
    area="pki",
    lines=(
        *_SERVER_LINES,
        *_TRUSTPOINT_LINES,
        section(
            "crypto pki certificate map {name} {sequence}",
            "certificate_maps",
            CertificateMap,
            _MAP,
            185,
            types={"name": WORD, "sequence": integer(1, 65535)},
        ),
        Line(
            mode=_MAP,
            syntax="{field} {operator} {value}",
            types={
                "field": words_of(
                    "subject-name",
                    "issuer-name",
                    "alt-subject-name",
                    "unstructured-subject-name",
                    "name",
                    "serial-number",
                    "valid-start",
                    "expires-on",
                ),
                "operator": words_of("eq", "ne", "co", "nc", "lt", "ge"),
                "value": LINE,
            },
            field="rules",
            record=CertificateRule,
            many=True,
            order=10,
        ),
    ),
)
