//! The optional settings file of a controller (`skyground serve --config FILE`). An unknown key is refused with its
//! name and line: a setting that does nothing is worse than none.

use geodata::Finding;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What a settings file may say. What it leaves out comes from the command line or from the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the journal lives.
    pub data: Option<PathBuf>,
    /// The district folder.
    pub district: Option<PathBuf>,
    /// The duty plan.
    pub plan: Option<PathBuf>,
    /// The policy.
    pub policy: Option<PathBuf>,
    /// Where screens connect.
    pub http: Option<SocketAddr>,
    /// Names under which screens reach it, besides its address.
    pub hosts: Option<Vec<String>>,
    /// Where aircraft report by UDP.
    pub mavlink: Option<SocketAddr>,
    /// Further links to aircraft, `KIND:ADDRESS`.
    pub links: Option<Vec<String>>,
    /// Who may watch what is received, `udp:HOST:PORT`.
    pub mirror: Option<String>,
    /// Megabytes of recordings to keep; 0 records nothing.
    pub record_mb: Option<u64>,
    /// Days to keep them; 0 is for ever.
    pub record_days: Option<u32>,
    /// Whether this is a training world.
    pub training: Option<bool>,
}

impl Config {
    /// Reads settings from `text`; `place` is the file's name for messages. Paths are relative to the file's folder.
    pub fn parse(place: &Path, text: &str) -> Result<Self, Finding> {
        let mut config: Self = toml::from_str(text).map_err(|why| {
            let line = why.span().map_or(1, |span| 1 + text.get(..span.start).unwrap_or(text).matches('\n').count());
            let message = why.message().lines().next().unwrap_or_default().to_owned();
            let code = if message.starts_with("unknown field") { "unknown_key" } else { "bad_setting" };
            let remedy = match code {
                "unknown_key" => "Correct the key or remove the line",
                _ => "Correct the line",
            };
            Finding::new(code, format!("{}, line {line}", place.display()), message, remedy)
        })?;
        let folder = place.parent().unwrap_or(Path::new(""));
        for path in [&mut config.data, &mut config.district, &mut config.plan, &mut config.policy] {
            *path = path.take().map(|path| folder.join(path));
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_its_name_and_line() {
        let finding = Config::parse(Path::new("a/s.toml"), "training = true\nhtpp = \"127.0.0.1:80\"\n").unwrap_err();
        assert_eq!((finding.code, finding.at.as_str()), ("unknown_key", "a/s.toml, line 2"));
        assert!(finding.say.contains("htpp"), "{}", finding.say);
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_refused_with_its_line() {
        let finding = Config::parse(Path::new("s.toml"), "\nhttp = 80\n").unwrap_err();
        assert_eq!((finding.code, finding.at.as_str()), ("bad_setting", "s.toml, line 2"));
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        let config = Config::parse(Path::new("etc/s.toml"), "data = \"d\"\nplan = \"/p.json\"\n").unwrap();
        assert_eq!(config.data, Some(PathBuf::from("etc/d")));
        assert_eq!(config.plan, Some(PathBuf::from("/p.json")));
    }
}
