//! Settings of a deployment: `Leptos.toml`, then the environment (`CORDEE_…`), then the command line. Whatever is wrong is told by name, all at once.
use chrono_tz::Tz;
use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// How connections are secured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    Off,
    /// A certificate made at first start, for a trial on a local network.
    SelfSigned,
    Files {
        certificate: PathBuf,
        key: PathBuf,
    },
}

/// Every setting, with its type and its default applied.
#[derive(Clone, Debug)]
pub struct Config {
    pub address: SocketAddr,
    /// Keys, files and the SQLite database.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// Where people reach the house, if not at the address itself: decides `Secure` cookies and the allowed origin.
    pub public_url: Option<String>,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    pub trusted_proxies: Vec<IpAddr>,
    pub tls: Tls,
    /// The folder with scripts, styles and pictures.
    pub site_root: PathBuf,
    /// May visitors open an account?
    pub registration: bool,
    /// The lead's silence, in seconds, after which the requester's typing is free again.
    pub lift_seconds: i64,
    /// Sign-ins one address may try for one account, per minute.
    pub sign_in_per_minute: u32,
    /// Acts and forms of one person, per minute; a tenth of it is how many tickets they may open in an hour.
    pub writes_per_minute: u32,
    /// Connections one address may hold at a time. Generous: a whole company may come from one.
    pub connections_per_address: u32,
    pub log: String,
    pub log_json: bool,
    /// Shown before the browser's own zone is known, and in print.
    pub timezone: Tz,
    /// Who may make personal access tokens.
    pub personal_tokens: Tokens,
    /// Requests a minute with one personal access token.
    pub token_per_minute: u32,
    /// Sites whose pages may call the HTTP API with a token. None by default.
    pub cors_origins: Vec<String>,
}

/// Who may make personal access tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tokens {
    Nobody,
    Admins,
    /// Technicians and admins.
    Staff,
    Everyone,
}

/// Settings by key, from wherever they came; later ones win.
pub type Given = BTreeMap<String, String>;

const KEYS: [&str; 20] = [
    "personal_tokens",
    "token_per_minute",
    "cors_origins",
    "address",
    "data",
    "database",
    "public_url",
    "trusted_proxies",
    "tls",
    "tls_cert",
    "tls_key",
    "site_root",
    "registration",
    "lift_seconds",
    "sign_in_per_minute",
    "writes_per_minute",
    "connections_per_address",
    "log",
    "log_json",
    "timezone",
];

/// What `Leptos.toml` (if it is there) and the environment say.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub fn gather(file: &std::path::Path) -> Result<Given, String> {
    let mut given = Given::new();
    if let Ok(text) = std::fs::read_to_string(file) {
        let table: toml::Table = text.parse().map_err(|e| format!("{}: {e}", file.display()))?;
        for (key, value) in table {
            given.insert(key, plain(value));
        }
    }
    for key in KEYS {
        if let Ok(value) = std::env::var(format!("CORDEE_{}", key.to_uppercase())) {
            given.insert(key.into(), value);
        }
    }
    Ok(given)
}

fn plain(value: toml::Value) -> String {
    match value {
        toml::Value::String(text) => text,
        toml::Value::Array(items) => items.into_iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

impl Config {
    /// The settings, or every problem, each naming its key.
    pub fn parse(given: &Given) -> Result<Config, Vec<String>> {
        let mut reader = Reader { given, problems: Vec::new() };
        for key in given.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            reader.problems.push(format!("{key}: there is no such setting"));
        }
        let data: PathBuf = reader.get("data", "./data", |t| Ok(t.into()));
        let tls = reader.tls();
        let config = Config {
            address: reader.get("address", "127.0.0.1:3000", |t| {
                t.parse().map_err(|_| "HOST:PORT expected, such as 127.0.0.1:3000".into())
            }),
            database: reader.get(
                "database",
                &format!("sqlite:{}", data.join("cordee.db").display()),
                parse_database,
            ),
            data,
            public_url: reader.get("public_url", "", parse_url),
            trusted_proxies: reader.get("trusted_proxies", "", parse_addresses),
            tls,
            site_root: reader.get("site_root", &default_site(), |t| Ok(t.into())),
            registration: reader.get("registration", "true", parse_bool),
            lift_seconds: reader.get("lift_seconds", "180", |t| parse_number(t, 5, 86_400)),
            sign_in_per_minute: reader.get("sign_in_per_minute", "10", |t| parse_count(t, 1, 1_000_000)),
            writes_per_minute: reader.get("writes_per_minute", "600", |t| parse_count(t, 10, 10_000_000)),
            connections_per_address: reader
                .get("connections_per_address", "1000", |t| parse_count(t, 10, 10_000)),
            log: reader.get("log", "info,sqlx=warn", |t| Ok(t.into())),
            log_json: reader.get("log_json", "false", parse_bool),
            timezone: reader.get("timezone", "Europe/Paris", |t| {
                t.parse().map_err(|_| "a zone such as Europe/Paris expected".into())
            }),
            personal_tokens: reader.get("personal_tokens", "staff", parse_tokens),
            token_per_minute: reader.get("token_per_minute", "600", |t| parse_count(t, 1, 1_000_000)),
            cors_origins: reader.get("cors_origins", "", parse_origins),
        };
        if reader.problems.is_empty() { Ok(config) } else { Err(reader.problems) }
    }
    /// Do people reach the house by https?
    pub fn is_secure(&self) -> bool {
        self.tls != Tls::Off || self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

struct Reader<'a> {
    given: &'a Given,
    problems: Vec<String>,
}

impl Reader<'_> {
    /// A wrong value is noted and the default goes on in its place, so that every problem is found.
    fn get<T>(&mut self, key: &str, default: &str, parse: impl Fn(&str) -> Result<T, String>) -> T {
        let text = self.given.get(key).map(String::as_str).unwrap_or(default);
        match parse(text) {
            Ok(value) => value,
            Err(problem) => {
                self.problems.push(format!("{key} = {text:?}: {problem}"));
                parse(default).unwrap_or_else(|_| unreachable!("the default of {key} parses"))
            }
        }
    }
    fn tls(&mut self) -> Tls {
        let path = |key| self.given.get(key).filter(|t| !t.is_empty()).map(PathBuf::from);
        match (path("tls_cert"), path("tls_key"), self.given.get("tls").map(String::as_str).unwrap_or("off"))
        {
            (Some(certificate), Some(key), _) => Tls::Files { certificate, key },
            (None, None, "off") => Tls::Off,
            (None, None, "self-signed") => Tls::SelfSigned,
            (None, None, other) => {
                self.problems.push(format!("tls = {other:?}: off or self-signed expected"));
                Tls::Off
            }
            _ => {
                self.problems.push("tls_cert, tls_key: both or none are needed".into());
                Tls::Off
            }
        }
    }
}

/// Beside the binary, as a release is laid out; else where a build leaves it.
fn default_site() -> String {
    let beside = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.join("site")))
        .filter(|site| site.is_dir());
    beside.unwrap_or_else(|| "target/site".into()).display().to_string()
}

fn parse_database(text: &str) -> Result<String, String> {
    let known = ["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
    if known { Ok(text.into()) } else { Err("sqlite:PATH or postgres://… expected".into()) }
}

fn parse_url(text: &str) -> Result<Option<String>, String> {
    let sound = text.starts_with("http://") || text.starts_with("https://");
    match text.trim_end_matches('/') {
        "" => Ok(None),
        url if sound => Ok(Some(url.into())),
        _ => Err("http://… or https://… expected".into()),
    }
}

/// What stands between the commas.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|t| !t.is_empty())
}

fn parse_addresses(text: &str) -> Result<Vec<IpAddr>, String> {
    parts(text)
        .map(|t| {
            t.parse()
                .map(|address: IpAddr| address.to_canonical())
                .map_err(|_| format!("{t} is no IP address"))
        })
        .collect()
}

fn parse_tokens(text: &str) -> Result<Tokens, String> {
    match text {
        "nobody" => Ok(Tokens::Nobody),
        "admins" => Ok(Tokens::Admins),
        "staff" => Ok(Tokens::Staff),
        "everyone" => Ok(Tokens::Everyone),
        _ => Err("nobody, admins, staff or everyone expected".into()),
    }
}

/// Origins as browsers send them: scheme, host and port, no path.
fn parse_origins(text: &str) -> Result<Vec<String>, String> {
    let origin = |t: &str| {
        t.split_once("://")
            .is_some_and(|(scheme, host)| ["http", "https"].contains(&scheme) && !host.contains('/'))
    };
    parts(text)
        .map(|t| {
            if origin(t) {
                Ok(t.to_owned())
            } else {
                Err(format!("{t} is no origin such as https://app.example.org"))
            }
        })
        .collect()
}

fn parse_bool(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| "true or false expected".into())
}

fn parse_number(text: &str, least: i64, most: i64) -> Result<i64, String> {
    let number = text.parse().ok().filter(|n| (least..=most).contains(n));
    number.ok_or_else(|| format!("a number from {least} to {most} expected"))
}

fn parse_count(text: &str, least: u32, most: u32) -> Result<u32, String> {
    parse_number(text, least.into(), most.into()).map(|number| number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &[(&str, &str)]) -> Given {
        pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
    }

    #[test]
    fn every_wrong_setting_is_told_by_name_at_once() {
        let problems = Config::parse(&given(&[
            ("address", "here"),
            ("lift_seconds", "0"),
            ("registration", "oui"),
            ("colour", "red"),
            ("tls_cert", "a.pem"),
            ("cors_origins", "*"),
            ("personal_tokens", "me"),
        ]))
        .unwrap_err();
        for key in [
            "address",
            "lift_seconds",
            "registration",
            "colour",
            "tls_key",
            "cors_origins",
            "personal_tokens",
        ] {
            assert!(problems.iter().any(|p| p.contains(key)), "{key} in {problems:?}");
        }
    }

    #[test]
    fn the_defaults_hold_and_the_database_lies_in_the_data_folder() {
        let config = Config::parse(&given(&[("data", "/srv/cordee")])).unwrap();
        assert_eq!(config.database, "sqlite:/srv/cordee/cordee.db");
        assert!(!config.is_secure());
    }
}
