//! What guards every request: the host it was meant for (a foreign name that was made to point here is refused, or its
//! page could command as if it were the console's), the same-origin rule for everything that changes something or opens a live line, and the
//! headers that keep a page to its own server.

use super::problem::{problem, refuse};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, HOST, HeaderName, HeaderValue, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

const HEADERS: [(&str, &str); 6] = [
    (
        "content-security-policy",
        "default-src 'self'; img-src 'self' data: blob:; worker-src 'self'; style-src 'self' 'unsafe-inline'; \
         connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Adds the headers; answers of the API are never stored by a browser.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if is_api {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The hosts this door answers for.
#[derive(Clone, Debug)]
pub struct Hosts {
    listens: SocketAddr,
    named: Arc<[String]>,
}

impl Hosts {
    /// The address it listens at, this machine itself, and the names given to it.
    #[must_use]
    pub fn new(listens: SocketAddr, named: &[String]) -> Self {
        Self { listens, named: named.iter().map(|name| name.to_lowercase()).collect() }
    }

    /// Whether a `Host` is one of them. A given name counts with any port, because a proxy may stand before it.
    fn have(&self, host: &str) -> bool {
        let host = host.to_lowercase();
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host.as_str(), Some(80)),
        };
        if self.named.iter().any(|named| *named == host || named == name) {
            return true;
        }
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        let is_here = match bare.parse::<IpAddr>() {
            // An address is no name that could be made to point elsewhere.
            Ok(ip) => ip == self.listens.ip() || is_this_machine(ip) || self.listens.ip().is_unspecified(),
            Err(_) => name == "localhost",
        };
        is_here && port == Some(self.listens.port())
    }
}

fn is_this_machine(ip: IpAddr) -> bool {
    ip == IpAddr::from([127, 0, 0, 1]) || ip == IpAddr::from(std::net::Ipv6Addr::LOCALHOST)
}

/// Refuses a request meant for another host.
pub(super) async fn own_host(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let asked = match request.headers().get(HOST) {
        Some(host) => host.to_str().ok(),
        None => request.uri().authority().map(axum::http::uri::Authority::as_str),
    };
    if asked.is_some_and(|host| hosts.have(host)) {
        return next.run(request).await;
    }
    refuse(problem(
        "other_host",
        "Host",
        "this controller does not answer under that name",
        "Open it at its own address, or give it the name with --host-name",
    ))
}

/// Refuses a request from another site's page. Programs send no `Origin`; browsers always do where it matters.
pub(super) async fn same_origin(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD) && request.uri().path() != "/ws";
    if reads || is_own(request.headers()) {
        return next.run(request).await;
    }
    refuse(problem(
        "other_origin",
        "Origin",
        "this request comes from another site's page",
        "Use the console's own page",
    ))
}

fn is_own(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let origin = origin.to_str().unwrap_or_default();
    let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    authority.is_some() && authority == host
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_address_this_machine_and_given_names_are_hosts() {
        let hosts = Hosts::new("10.0.0.5:8080".parse().unwrap(), &["Drones.example".into()]);
        for own in ["10.0.0.5:8080", "localhost:8080", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(hosts.have(own), "{own}");
        }
        for own in ["drones.example", "drones.example:8443", "DRONES.example"] {
            assert!(hosts.have(own), "{own}");
        }
        for other in ["evil.example:8080", "10.0.0.5", "10.0.0.5:81", "10.0.0.6:8080", "localhost", "", ":", "[::1]"] {
            assert!(!hosts.have(other), "{other}");
        }
        for other in ["drones.example.evil.example:8080", "localhost.evil.example:8080", "[::1]:8080:8080", "::1:8080x"]
        {
            assert!(!hosts.have(other), "{other}");
        }
    }

    #[test]
    fn a_door_open_on_every_address_answers_at_every_address_and_under_no_foreign_name() {
        let hosts = Hosts::new("0.0.0.0:80".parse().unwrap(), &[]);
        assert!(hosts.have("192.0.2.7:80") && hosts.have("192.0.2.7") && hosts.have("localhost"));
        assert!(!hosts.have("evil.example") && !hosts.have("192.0.2.7:81"));
    }

    fn own(origin: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("127.0.0.1:8080"));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
        }
        is_own(&headers)
    }

    #[test]
    fn only_the_own_page_and_programs_without_a_page_pass() {
        assert!(own(None));
        assert!(own(Some("http://127.0.0.1:8080")));
        assert!(own(Some("https://127.0.0.1:8080")));
        for other in ["http://127.0.0.1:8081", "http://evil.example", "null", "", "http://127.0.0.1:8080.evil.example"]
        {
            assert!(!own(Some(other)), "{other}");
        }
    }
}
