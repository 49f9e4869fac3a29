//! A station's line to the bureau: plain HTTP, a session of the station's field post, renewed when the bureau forgot it.

use crate::limits::{STATION_ANSWER_BYTES, STATION_WAIT};
use controller_api::ask::{JournalPage, Login, Problem, StationDesk};
use controller_engine::{Head, hex};
use geodata::Finding;
use serde::de::DeserializeOwned;
use std::io::Read;

/// Where the bureau is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bureau(String);

impl Bureau {
    /// Reads `http://HOST:PORT`.
    ///
    /// # Errors
    /// It is no such address.
    pub fn read(place: &str, text: &str) -> Result<Self, Finding> {
        let base = text.trim_end_matches('/');
        let host = base.strip_prefix("http://").unwrap_or("");
        let named = host.rsplit_once(':').is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok());
        if !named || host.contains(['/', '@', ' ', '?', '#']) {
            let say = format!("`{text}` is no address of a controller");
            return Err(Finding::new("bad_bureau", place, say, "Give it as in http://10.0.0.5:8080"));
        }
        Ok(Self(base.to_owned()))
    }

    /// As in `http://10.0.0.5:8080`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.0
    }
}

/// Why nothing was answered.
#[derive(Debug)]
pub enum Away {
    /// Nobody there, or too busy.
    Silent,
    /// It is there, and will not have us.
    Refused(Problem),
}

/// The line.
#[derive(Debug)]
pub struct Line {
    bureau: Bureau,
    station: String,
    agent: ureq::Agent,
    cookie: Option<String>,
    /// What keys begin with, and how many there were.
    keys: (String, u64),
}

type Answered = Result<ureq::http::Response<ureq::Body>, ureq::Error>;

impl Line {
    /// A line that is not tried yet.
    ///
    /// # Errors
    /// The machine gives no random bytes.
    pub fn new(bureau: Bureau, station: &str) -> std::io::Result<Self> {
        let mut bytes = [0u8; 16];
        std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
        let config = ureq::Agent::config_builder().timeout_global(Some(STATION_WAIT)).http_status_as_error(false);
        let prefix = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let keys = (prefix, 0);
        Ok(Self { bureau, station: station.to_owned(), agent: config.build().into(), cookie: None, keys })
    }

    /// Says something to the bureau.
    pub fn word(&mut self, word: &StationDesk) -> Result<(), Away> {
        let cookie = self.cookie()?;
        self.keys.1 += 1;
        let key = format!("{}-{}", self.keys.0, self.keys.1);
        let url = format!("{}/api/v1/station/word", self.bureau.base());
        let request = self.agent.post(url).header("Cookie", cookie).header("Idempotency-Key", key);
        let body = serde_json::to_vec(word).map_err(|_| Away::Silent)?;
        let answer = request.header("Content-Type", "application/json").send(&body[..]);
        self.read::<serde_json::Value>(answer).map(|_| ())
    }

    /// The records after the end of our copy.
    pub fn page(&mut self, after: Head) -> Result<JournalPage, Away> {
        let cookie = self.cookie()?;
        let (base, seq, hash) = (self.bureau.base(), after.seq, hex(&after.hash));
        let url = format!("{base}/api/v1/station/records?after={seq}&hash={hash}");
        let answer = self.agent.get(url).header("Cookie", cookie).call();
        self.read(answer)
    }

    /// Whether the bureau answers at all.
    pub fn is_there(&mut self) -> bool {
        let url = format!("{}/api/v1/health", self.bureau.base());
        self.agent.get(url).call().is_ok_and(|answer| answer.status().is_success())
    }

    fn cookie(&mut self) -> Result<String, Away> {
        if let Some(cookie) = &self.cookie {
            return Ok(cookie.clone());
        }
        let login = Login { role: "field".to_owned(), station: Some(self.station.clone()) };
        let body = serde_json::to_vec(&login).map_err(|_| Away::Silent)?;
        let request = self.agent.post(format!("{}/api/v1/session", self.bureau.base()));
        let mut answer =
            request.header("Content-Type", "application/json").send(&body[..]).map_err(|_| Away::Silent)?;
        let set = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok()).map(str::to_owned);
        let Some(set) = set else { return Err(refusal(answer.status().as_u16(), &text(&mut answer))) };
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        self.cookie = Some(cookie.clone());
        Ok(cookie)
    }

    fn read<T: DeserializeOwned>(&mut self, answer: Answered) -> Result<T, Away> {
        let mut answer = answer.map_err(|_| Away::Silent)?;
        let (status, text) = (answer.status().as_u16(), text(&mut answer));
        match status {
            200..300 => serde_json::from_str(&text).map_err(|_| Away::Silent),
            401 => {
                // A restarted bureau may know no session: we log in again at the next try.
                self.cookie = None;
                Err(Away::Silent)
            }
            _ => Err(refusal(status, &text)),
        }
    }
}

fn text(answer: &mut ureq::http::Response<ureq::Body>) -> String {
    answer.body_mut().with_config().limit(STATION_ANSWER_BYTES).read_to_string().unwrap_or_default()
}

/// What is out of order for a moment is silence; what is wrong for good is a refusal.
fn refusal(status: u16, text: &str) -> Away {
    match serde_json::from_str::<Problem>(text) {
        Ok(problem) if status < 500 => Away::Refused(problem),
        _ => Away::Silent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_plain_host_and_port() {
        assert_eq!(Bureau::read("--bureau", "http://10.0.0.5:8080/").unwrap().base(), "http://10.0.0.5:8080");
        for bad in ["", "10.0.0.5:8080", "https://10.0.0.5:8080", "http://10.0.0.5", "http://a:b@c:1", "http://x:1/y"] {
            assert_eq!(Bureau::read("--bureau", bad).unwrap_err().code, "bad_bureau", "{bad}");
        }
    }

    #[test]
    fn a_bureau_that_is_busy_is_silent_and_one_that_knows_another_journal_refuses() {
        let problem = r#"{"code":"other_journal","at":"after","say":"s","remedy":"r"}"#;
        assert!(matches!(refusal(503, problem), Away::Silent));
        assert!(matches!(refusal(409, "not json"), Away::Silent));
        assert!(matches!(refusal(409, problem), Away::Refused(problem) if problem.code == "other_journal"));
    }
}
