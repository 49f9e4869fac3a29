//! The controller's HTTP door as one client sees it: a session for each role, renewed when the controller forgot it.

use controller_api::ask::Login;
use geodata::Finding;
use std::collections::BTreeMap;
use std::time::Duration;

/// A controller that does not answer within this is as good as away.
const PATIENCE: Duration = Duration::from_secs(3);
/// Answers longer than this are cut; a snapshot of a county is well below.
const LONGEST_ANSWER: u64 = 64 * 1024 * 1024;

/// Where the controller is.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// As in `http://127.0.0.1:8080`.
    pub base: String,
    /// As in `127.0.0.1:8080`.
    pub host: String,
}

impl Address {
    pub fn parse(text: &str) -> Result<Self, Finding> {
        let base = text.trim_end_matches('/');
        let host = base.strip_prefix("http://").unwrap_or("");
        let plain = host.rsplit_once(':').is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok());
        if !plain || host.contains(['/', '@', ' ', '?', '#']) {
            let say = format!("`{text}` is no address of a controller");
            return Err(Finding::new("wire-bad-address", "http", say, "Give it as in http://127.0.0.1:8080"));
        }
        Ok(Self { base: base.to_owned(), host: host.to_owned() })
    }
}

/// The controller could not be reached, or did not let us in.
#[derive(Debug)]
pub(super) struct Away;

/// One client.
pub(super) struct Api {
    address: Address,
    agent: ureq::Agent,
    cookies: BTreeMap<&'static str, String>,
}

/// Status and body.
pub(super) type Answer = (u16, String);

impl Api {
    pub fn new(address: Address) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false);
        Self { address, agent: config.build().into(), cookies: BTreeMap::new() }
    }

    /// Posts as a role, logging in first where there is no session.
    pub fn post(&mut self, role: &'static str, path: &str, key: &str, body: &[u8]) -> Result<Answer, Away> {
        let cookie = self.cookie(role)?;
        let url = format!("{}{path}", self.address.base);
        let request = self.agent.post(url).header("Cookie", cookie).header("Idempotency-Key", key);
        let request = request.header("Origin", &self.address.base).header("Content-Type", "application/json");
        let answer = read(request.send(body))?;
        self.unless_forgotten(role, answer)
    }

    /// Reads as a role.
    pub fn get(&mut self, role: &'static str, path: &str) -> Result<Answer, Away> {
        let cookie = self.cookie(role)?;
        let answer = read(self.agent.get(format!("{}{path}", self.address.base)).header("Cookie", cookie).call())?;
        self.unless_forgotten(role, answer)
    }

    /// The session cookie of a role, from a login where there is none yet.
    pub fn cookie(&mut self, role: &'static str) -> Result<String, Away> {
        if let Some(cookie) = self.cookies.get(role) {
            return Ok(cookie.clone());
        }
        let body = serde_json::to_vec(&Login { role: role.to_owned(), station: None }).map_err(|_| Away)?;
        let request = self.agent.post(format!("{}/api/v1/session", self.address.base));
        let request = request.header("Origin", &self.address.base).header("Content-Type", "application/json");
        let answer = request.send(&body[..]).map_err(|_| Away)?;
        let set = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok()).ok_or(Away)?;
        let cookie = set.split(';').next().unwrap_or("").to_owned();
        self.cookies.insert(role, cookie.clone());
        Ok(cookie)
    }

    /// A restarted controller knows no session: log in again at the next try.
    fn unless_forgotten(&mut self, role: &str, answer: Answer) -> Result<Answer, Away> {
        if answer.0 == 401 {
            self.cookies.remove(role);
            return Err(Away);
        }
        Ok(answer)
    }
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Answer, Away> {
    let mut answer = answer.map_err(|_| Away)?;
    let body = answer.body_mut().with_config().limit(LONGEST_ANSWER).read_to_string().map_err(|_| Away)?;
    Ok((answer.status().as_u16(), body))
}
