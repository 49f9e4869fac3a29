//! A plain HTTP/1.1 client over one TCP connection a request: what a test wants to see is what went over the wire.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The head, lower case.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A header's value.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// A client, with its session once logged in.
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    cookie: Option<String>,
}

impl Client {
    /// For a controller's page.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address, cookie: None }
    }

    /// Logged in at a post.
    ///
    /// # Errors
    /// When the controller is away or refuses.
    pub fn login(address: SocketAddr, role: &str) -> io::Result<Self> {
        Self::seated(address, &format!(r#"{{"role":"{role}"}}"#))
    }

    /// Logged in by these words.
    ///
    /// # Errors
    /// When the controller is away or refuses.
    pub fn seated(address: SocketAddr, words: &str) -> io::Result<Self> {
        let mut client = Self::new(address);
        let reply = client.post("/api/v1/session", words)?;
        let cookie = reply.header("set-cookie").and_then(|line| line.split(';').next()).map(str::to_owned);
        client.cookie = Some(cookie.ok_or_else(|| io::Error::other(format!("no session: {}", reply.status)))?);
        Ok(client)
    }

    /// The session's cookie.
    #[must_use]
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Reads.
    ///
    /// # Errors
    /// When the controller is away.
    pub fn get(&self, path: &str) -> io::Result<Reply> {
        self.send("GET", path, &[], b"")
    }

    /// Asks, with a fresh key.
    ///
    /// # Errors
    /// When the controller is away.
    pub fn post(&self, path: &str, body: &str) -> io::Result<Reply> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let key = format!("test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        self.post_with_key(path, &key, body)
    }

    /// Asks, with this key.
    ///
    /// # Errors
    /// When the controller is away.
    pub fn post_with_key(&self, path: &str, key: &str, body: &str) -> io::Result<Reply> {
        self.send("POST", path, &[("Idempotency-Key", key), ("Content-Type", "application/json")], body.as_bytes())
    }

    /// Anything at all.
    ///
    /// # Errors
    /// When the controller is away or answers no HTTP.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Reply> {
        let mut stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(2))?;
        stream.set_read_timeout(Some(Duration::from_secs(15)))?;
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for (name, value) in headers.iter().copied().chain(self.cookie().map(|cookie| ("Cookie", cookie))) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes())?;
        // A server that refuses a large body may close before it has read all of it; its answer still counts.
        let _ = stream.write_all(body);
        let mut all = Vec::new();
        match stream.read_to_end(&mut all) {
            Err(why) if all.is_empty() => Err(why),
            _ => parse(&all),
        }
    }
}

fn parse(all: &[u8]) -> io::Result<Reply> {
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(|| io::Error::other("no HTTP answer"))?;
    let head = String::from_utf8_lossy(all.get(..end).unwrap_or_default()).into_owned();
    let status = head.split_whitespace().nth(1).and_then(|word| word.parse().ok());
    let body = all.get(end + 4..).unwrap_or_default().to_vec();
    let lower = head.lines().map(|line| match line.split_once(": ") {
        Some((name, value)) => format!("{}: {value}", name.to_lowercase()),
        None => line.to_owned(),
    });
    Ok(Reply {
        status: status.ok_or_else(|| io::Error::other("no status"))?,
        head: lower.collect::<Vec<_>>().join("\n"),
        body,
    })
}
