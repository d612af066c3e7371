//! Settings of a deployment: `Leptos.toml`, then the environment (`CORDEE_…`), then the command line.
//! Whatever is wrong is told by name, all at once.
use super::{
    Room, connection_limit, metrics,
    settings::{self, Setting, Takes},
};
use crate::base::Time;
use chrono::TimeZone;
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
    /// Where people reach the house, if not at the address itself: decides `Secure` cookies and the allowed
    /// origin.
    pub public_url: Option<String>,
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    pub trusted_proxies: Vec<IpAddr>,
    pub tls: Tls,
    /// The folder with scripts, styles and pictures.
    pub site_root: PathBuf,
    /// Connections one address may hold at a time, open pages' sockets included. Generous: a whole company
    /// may come from one.
    pub connections_per_address: u32,
    pub log: String,
    pub log_json: bool,
    /// Shown before the browser's own zone is known, and in print.
    pub timezone: Tz,
    /// Sites whose pages may call the HTTP API with a token. None by default.
    pub cors_origins: Vec<String>,
    /// Everything that was given, by key, and found sound.
    given: Given,
}

/// Settings by key, from wherever they came; later ones win.
pub type Given = BTreeMap<String, String>;

/// What the machine room is told at its start. The rooms have settings of their own.
pub const SETTINGS: &[Setting] = &[
    at_start(
        "address",
        "127.0.0.1:3000",
        "Where to listen: HOST:PORT.",
        Takes::Text(|t| parse_address(t).map(drop)),
    ),
    at_start(
        "data",
        "./data",
        "The folder of keys, files and the SQLite database. Made at first start; back it up as a whole.",
        Takes::ANY,
    ),
    at_start(
        "database",
        "",
        "`sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`. Left out: SQLite in the data folder.",
        Takes::Text(|t| parse_database(t).map(drop)),
    ),
    at_start(
        "public_url",
        "",
        "Where people reach the house when that is not the address above, for example behind a proxy. With \
         https, cookies are sent on https only.",
        Takes::Text(|t| parse_url(t).map(drop)),
    ),
    at_start(
        "trusted_proxies",
        "",
        "Proxies whose X-Forwarded-For and X-Forwarded-Proto count, by IP address.",
        Takes::Text(|t| parse_addresses(t).map(drop)),
    ),
    at_start(
        "tls",
        "off",
        "\"off\" (a proxy does it), or \"self-signed\" for a trial on a local network: phones allow camera \
         and installation only on https.",
        Takes::Word(&["off", "self-signed"]),
    ),
    at_start(
        "tls_cert",
        "",
        "A certificate, PEM, with its key. Both or none; given, they win over `tls`.",
        Takes::ANY,
    ),
    at_start("tls_key", "", "The key of the certificate, PEM.", Takes::ANY),
    at_start(
        "site_root",
        "",
        "The folder with scripts, styles and pictures. Left out: `site` beside the program, else \
         target/site.",
        Takes::ANY,
    ),
    WRITES_PER_MINUTE,
    metrics::TOKEN_FILE,
    connection_limit::PER_ADDRESS,
    TOKEN_PER_MINUTE,
    at_start(
        "cors_origins",
        "",
        "Sites whose pages may call the HTTP API with a token, never with cookies: scheme, host and port, \
         as browsers send them. None by default.",
        Takes::Text(|t| parse_origins(t).map(drop)),
    ),
    at_start("log", "info,sqlx=warn", "What is logged (the syntax of tracing's EnvFilter).", Takes::ANY),
    at_start("log_json", "false", "Whether the log is written as JSON.", Takes::YesNo),
    at_start(
        "timezone",
        "Europe/Paris",
        "The zone of times where the browser's own is not known, and in print.",
        Takes::Text(|t| parse_zone(t).map(drop)),
    ),
];

/// The pace of one person, which other limits follow.
pub const WRITES_PER_MINUTE: Setting = at_start(
    "writes_per_minute",
    "600",
    "How many acts and forms one person may send a minute (10 to 10000000); what is limited more strictly \
     follows it.",
    Takes::Number { least: 10, most: 10_000_000 },
);

/// The pace of one personal access token.
pub const TOKEN_PER_MINUTE: Setting = at_start(
    "token_per_minute",
    "600",
    "Requests a minute with one personal access token.",
    Takes::Number { least: 1, most: 1_000_000 },
);

/// A setting that is read once.
pub const fn at_start(
    key: &'static str,
    default: &'static str,
    about: &'static str,
    takes: Takes,
) -> Setting {
    Setting { key, default, about, takes, while_running: false }
}

/// What `Leptos.toml` (if it is there) and the environment say.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub fn gather(file: &std::path::Path, rooms: &'static [Room]) -> Result<Given, String> {
    let mut given = Given::new();
    if let Ok(text) = std::fs::read_to_string(file) {
        let table: toml::Table = text.parse().map_err(|e| format!("{}: {e}", file.display()))?;
        for (key, value) in table {
            given.insert(key, plain(value));
        }
    }
    for setting in settings::all(rooms) {
        if let Ok(value) = std::env::var(format!("CORDEE_{}", setting.key.to_uppercase())) {
            given.insert(setting.key.into(), value);
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
    /// The moment with which a day begins by the clock on the wall; where that is skipped, the next there is.
    pub fn midnight(&self, day: chrono::NaiveDate) -> Option<Time> {
        let begins = |hour| self.timezone.from_local_datetime(&day.and_hms_opt(hour, 0, 0)?).earliest();
        (0..=3).find_map(begins).map(|at| at.to_utc())
    }

    /// The settings, or every problem, each naming its key.
    pub fn parse(given: &Given, rooms: &'static [Room]) -> Result<Config, Vec<String>> {
        let mut problems = Vec::new();
        for key in given.keys().filter(|key| settings::all(rooms).all(|setting| setting.key != *key)) {
            problems.push(format!("{key}: there is no such setting"));
        }
        for setting in settings::all(rooms) {
            let Some(text) = given.get(setting.key).filter(|text| *text != setting.default) else { continue };
            problems
                .extend(setting.takes.check(text).err().map(|p| format!("{} = {text:?}: {p}", setting.key)));
        }
        let tls = read_tls(given).map_err(|problem| problems.push(problem)).ok();
        match tls.filter(|_| problems.is_empty()) {
            Some(tls) => Config::read(Reader(given), tls).map_err(|problem| vec![problem]),
            None => Err(problems),
        }
    }
    /// What is sound already.
    fn read(reader: Reader<'_>, tls: Tls) -> Result<Config, String> {
        let data: PathBuf = reader.text("data").into();
        let database = match reader.text("database") {
            "" => format!("sqlite:{}", data.join("cordee.db").display()),
            given => given.to_owned(),
        };
        let site_root = match reader.text("site_root") {
            "" => default_site().into(),
            given => given.into(),
        };
        Ok(Config {
            address: parse_address(reader.text("address"))?,
            database,
            data,
            public_url: parse_url(reader.text("public_url"))?,
            trusted_proxies: parse_addresses(reader.text("trusted_proxies"))?,
            tls,
            site_root,
            connections_per_address: reader
                .text(connection_limit::PER_ADDRESS.key)
                .parse()
                .unwrap_or(u32::MAX),
            log: reader.text("log").into(),
            log_json: reader.text("log_json") == "true",
            timezone: parse_zone(reader.text("timezone"))?,
            cors_origins: parse_origins(reader.text("cors_origins"))?,
            given: reader.0.clone(),
        })
    }
    /// A setting as it was given, else its default.
    pub fn text<'a>(&'a self, setting: &'a Setting) -> &'a str {
        self.given.get(setting.key).map_or(setting.default, String::as_str)
    }
    /// Of a setting that takes `true` and `false`.
    pub fn is_on(&self, setting: &Setting) -> bool {
        self.text(setting) == "true"
    }
    /// A number setting in megabytes, of at most 4,000, in bytes.
    pub fn bytes(&self, megabytes: &Setting) -> u32 {
        self.number(megabytes) as u32 * 1024 * 1024
    }
    /// Of a setting that takes a number.
    pub fn number(&self, setting: &Setting) -> i64 {
        self.text(setting).parse().unwrap_or_default()
    }
    /// Do people reach the house by https?
    pub fn is_secure(&self) -> bool {
        self.tls != Tls::Off || self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// The machine room's own settings, as they were given or by default.
struct Reader<'a>(&'a Given);

impl<'a> Reader<'a> {
    fn text(&self, key: &str) -> &'a str {
        let default = || SETTINGS.iter().find(|own| own.key == key).map_or("", |own| own.default);
        self.0.get(key).map_or_else(default, String::as_str)
    }
}

/// A certificate and its key, or the word.
fn read_tls(given: &Given) -> Result<Tls, String> {
    let path = |key| given.get(key).filter(|t| !t.is_empty()).map(PathBuf::from);
    match (path("tls_cert"), path("tls_key")) {
        (Some(certificate), Some(key)) => Ok(Tls::Files { certificate, key }),
        (None, None) if given.get("tls").is_some_and(|word| word == "self-signed") => Ok(Tls::SelfSigned),
        (None, None) => Ok(Tls::Off),
        _ => Err("tls_cert, tls_key: both or none are needed".into()),
    }
}

fn parse_address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "HOST:PORT expected, such as 127.0.0.1:3000".into())
}

fn parse_zone(text: &str) -> Result<Tz, String> {
    text.parse().map_err(|_| "a zone such as Europe/Paris expected".into())
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
