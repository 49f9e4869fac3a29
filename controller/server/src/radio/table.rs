//! The kinds of links, one row each: its name, the form of its address, what it is for, and how the address is read.

use geodata::Finding;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// Where one link goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkSpec {
    /// A UDP port of ours; every sender is answered at its own address.
    UdpListen(SocketAddr),
    /// A UDP port elsewhere, greeted once a second until it speaks.
    Udp(HostPort),
    /// A TCP connection we make, and make again when it breaks.
    Tcp(HostPort),
    /// A TCP port of ours.
    TcpListen(SocketAddr),
    /// A serial port.
    Serial {
        /// The device.
        device: PathBuf,
        /// Bits a second.
        baud: u32,
    },
}

/// A machine by name or address, and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPort {
    /// Name or address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// One row of the table.
#[derive(Debug)]
pub struct Kind {
    /// The word before the first colon.
    pub name: &'static str,
    /// The form of what comes after it.
    pub form: &'static str,
    /// What it is for.
    pub help: &'static str,
    read: fn(&str) -> Option<LinkSpec>,
}

/// All kinds.
pub const KINDS: [Kind; 5] = [
    Kind {
        name: "udp-listen",
        form: "ADDRESS:PORT",
        help: "a port of ours that any number of aircraft report to",
        read: |text| text.parse().ok().map(LinkSpec::UdpListen),
    },
    Kind {
        name: "udp",
        form: "HOST:PORT",
        help: "a port elsewhere that we speak to first",
        read: |text| text.parse().ok().map(LinkSpec::Udp),
    },
    Kind {
        name: "tcp",
        form: "HOST:PORT",
        help: "a connection we make, and make again when it breaks",
        read: |text| text.parse().ok().map(LinkSpec::Tcp),
    },
    Kind {
        name: "tcp-listen",
        form: "ADDRESS:PORT",
        help: "a port of ours that aircraft connect to",
        read: |text| text.parse().ok().map(LinkSpec::TcpListen),
    },
    Kind { name: "serial", form: "DEVICE:BAUD", help: "a radio on a serial port", read: serial },
];

/// Rates a serial port can have.
pub const BAUDS: [u32; 12] =
    [9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 500_000, 921_600, 1_000_000, 1_500_000, 2_000_000];

fn serial(text: &str) -> Option<LinkSpec> {
    let (device, baud) = text.rsplit_once(':')?;
    let baud = baud.parse().ok().filter(|baud| BAUDS.contains(baud))?;
    (device.starts_with('/') && !device.contains('\0')).then(|| LinkSpec::Serial { device: device.into(), baud })
}

/// All kinds in one line of help.
#[must_use]
pub fn forms() -> String {
    KINDS.iter().map(|kind| format!("{}:{}", kind.name, kind.form)).collect::<Vec<_>>().join(", ")
}

impl LinkSpec {
    /// Whether it asks for any free port of ours: asked for twice, it is two links.
    #[must_use]
    pub fn takes_any_port(&self) -> bool {
        matches!(self, Self::UdpListen(at) | Self::TcpListen(at) if at.port() == 0)
    }

    /// Bytes a second it carries at most, where that is known: a serial port's ten bits make a byte.
    #[must_use]
    pub fn bytes_per_second(&self) -> Option<f64> {
        match self {
            Self::Serial { baud, .. } => Some(f64::from(*baud) / 10.0),
            Self::UdpListen(_) | Self::Udp(_) | Self::Tcp(_) | Self::TcpListen(_) => None,
        }
    }

    /// The row it belongs to.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::UdpListen(_) => "udp-listen",
            Self::Udp(_) => "udp",
            Self::Tcp(_) => "tcp",
            Self::TcpListen(_) => "tcp-listen",
            Self::Serial { .. } => "serial",
        }
    }

    /// Reads `KIND:ADDRESS`; `place` names where the text stands, for the message.
    pub fn read(place: &str, text: &str) -> Result<Self, Finding> {
        let fault = |say: String, remedy: String| Err(Finding::new("bad_link", place, say, remedy));
        let word = text.split(':').next().unwrap_or_default();
        let Some((kind, rest)) =
            KINDS.iter().find_map(|kind| Some((kind, text.strip_prefix(kind.name)?.strip_prefix(':')?)))
        else {
            return fault(format!("{word:?} is no kind of link"), format!("Write one of: {}", forms()));
        };
        match (kind.read)(rest) {
            Some(spec) => Ok(spec),
            None => {
                let mut remedy = format!("Write {}:{}", kind.name, kind.form);
                if kind.name == "serial" {
                    remedy += &format!(" with a rate of {}", BAUDS.map(|baud| baud.to_string()).join(", "));
                }
                fault(format!("{rest:?} is not {}", kind.form), remedy)
            }
        }
    }
}

impl fmt::Display for LinkSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.kind())?;
        match self {
            Self::UdpListen(at) | Self::TcpListen(at) => write!(f, "{at}"),
            Self::Udp(to) | Self::Tcp(to) => write!(f, "{to}"),
            Self::Serial { device, baud } => write!(f, "{}:{baud}", device.display()),
        }
    }
}

impl FromStr for HostPort {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Ok(address) = text.parse::<SocketAddr>() {
            let is_usable = address.port() != 0;
            return if is_usable { Ok(Self { host: address.ip().to_string(), port: address.port() }) } else { Err(()) };
        }
        let (host, port) = text.rsplit_once(':').ok_or(())?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let port: u16 = port.parse().map_err(|_| ())?;
        // A name and no part of a path; no more than the name system takes.
        let fits = !host.is_empty() && host.len() <= 253 && host.chars().all(is_name) && port != 0;
        if fits { Ok(Self { host: host.to_owned(), port }) } else { Err(()) }
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            return write!(f, "[{}]:{}", self.host, self.port);
        }
        write!(f, "{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_kind_is_read_and_written_the_same() {
        for text in [
            "udp-listen:0.0.0.0:14550",
            "udp-listen:[::1]:14550",
            "udp:drone-7.example:14550",
            "udp:[fe80::1]:14550",
            "tcp:127.0.0.1:5760",
            "tcp-listen:127.0.0.1:0",
            "serial:/dev/ttyUSB0:57600",
        ] {
            let spec = LinkSpec::read("--link", text).unwrap();
            assert_eq!(spec.to_string(), text);
            assert!(KINDS.iter().any(|kind| kind.name == spec.kind()));
        }
    }

    #[test]
    fn a_wrong_one_is_told_with_its_place_and_the_right_form() {
        for (text, form) in [
            ("udp:", "HOST:PORT"),
            ("udp:host:0", "HOST:PORT"),
            ("udp-listen:host:14550", "ADDRESS:PORT"),
            ("tcp:a b:1", "HOST:PORT"),
            ("serial:/dev/ttyUSB0", "DEVICE:BAUD"),
            ("serial:/dev/ttyUSB0:57601", "57600, 115200"),
            ("serial:ttyUSB0:57600", "DEVICE:BAUD"),
            ("carrier-pigeon:7", "udp-listen:ADDRESS:PORT, udp:HOST:PORT"),
            ("", "udp-listen"),
        ] {
            let finding = LinkSpec::read("--link", text).unwrap_err();
            assert_eq!((finding.code, finding.at.as_str()), ("bad_link", "--link"));
            assert!(finding.remedy.contains(form), "{finding}");
        }
    }

    proptest! {
        #[test]
        fn garbage_never_panics_and_what_is_read_is_read_again(text in "\\PC{0,40}", kind in 0_usize..5) {
            let _ = LinkSpec::read("--link", &text);
            let told = format!("{}:{text}", KINDS[kind].name);
            if let Ok(spec) = LinkSpec::read("--link", &told) {
                prop_assert_eq!(LinkSpec::read("--link", &spec.to_string()).unwrap(), spec);
            }
        }
    }
}
