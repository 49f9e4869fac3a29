//! The name of a link as an operator writes it: `KIND:ADDRESS`.

use super::told;
use controller_server::radio::LinkSpec;
use controller_server::radio::mirror::target;

/// The bytes as a link's name, and as a mirror's; whether it was a link's.
///
/// # Panics
/// When what is read is not read again as it was written, or a refusal does not say where and what to do.
pub fn link(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    if let Err(finding) = target("--mirror", &text) {
        told(&[finding]);
    }
    match LinkSpec::read("--link", &text) {
        Ok(spec) => {
            let shown = spec.to_string();
            assert_eq!(LinkSpec::read("links.json", &shown).ok(), Some(spec), "{shown}");
            true
        }
        Err(finding) => {
            assert_eq!(finding.code, "bad_link");
            told(&[finding]);
            false
        }
    }
}

/// One of each kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "udp-listen:0.0.0.0:14550",
        "udp-listen:[::1]:14550",
        "udp:modem-7.example:14550",
        "udp:[fe80::1]:14550",
        "tcp:127.0.0.1:5760",
        "tcp-listen:127.0.0.1:0",
        "serial:/dev/ttyUSB0:57600",
        "serial:/dev/serial/by-id/usb-Radio_A:1-if00:115200",
    ];
    texts.map(|text| text.as_bytes().to_vec()).into()
}
