//! Who is at the other end: which of our links, and the address there. Two vehicles behind one address on two links, and
//! one vehicle behind two links, are told apart by this.

use std::fmt;
use std::net::SocketAddr;

/// One of our links (a port, a modem, a connection), numbered in the order they came up. A number is used once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u16);

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "link-{}", self.0)
    }
}

/// Where a frame came from, and where the answer goes: our link and the far end's address on it. A link without addresses
/// (a serial port) gives the unspecified one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Peer {
    /// Our link.
    pub link: LinkId,
    /// The far end on it.
    pub address: SocketAddr,
}

impl From<SocketAddr> for Peer {
    /// A peer on the first link.
    fn from(address: SocketAddr) -> Self {
        Self { link: LinkId::default(), address }
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.address.ip().is_unspecified() {
            return write!(f, "{}", self.link);
        }
        write!(f, "{}@{}", self.address, self.link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_reads_as_its_address_and_its_link() {
        let peer = Peer { link: LinkId(2), address: "10.0.0.7:14550".parse().unwrap() };
        assert_eq!(peer.to_string(), "10.0.0.7:14550@link-2");
        let serial = Peer { link: LinkId(3), address: "0.0.0.0:0".parse().unwrap() };
        assert_eq!(serial.to_string(), "link-3");
    }

    #[test]
    fn the_same_address_on_two_links_is_two_peers() {
        let address: SocketAddr = "10.0.0.7:14550".parse().unwrap();
        assert_ne!(Peer::from(address), Peer { link: LinkId(1), address });
    }
}
