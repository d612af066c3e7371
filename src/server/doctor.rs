//! `cordee doctor`: looks at an installation and says in plain words what is wrong and what to do.
use super::{
    Keys, Room, config::Config, data_lock, db::dialect, limits, open_files, settings, start_failure, tls,
};
use rustix::fs::{Access, access};
use std::{os::unix::fs::PermissionsExt, path::Path};

/// One finding: what was looked at, and whether it is well.
pub struct Finding {
    pub what: String,
    pub trouble: Option<String>,
}

/// Everything worth looking at.
pub async fn examine(config: &Config) -> Vec<Finding> {
    let mut findings =
        vec![data_folder(&config.data), keys(&config.data), site(&config.site_root), address(config)];
    findings.push(database(config).await);
    findings.push(open_files());
    if !config.is_secure() {
        let trouble = "phones allow camera, microphone and installation only by https: set tls or public_url"
            .to_owned();
        findings.push(Finding { what: "https".into(), trouble: Some(trouble) });
    }
    findings
}

/// Every setting as it is now, and every limit that follows from them. A password within an address is left
/// out.
pub fn told(config: &Config, rooms: &'static [Room]) -> impl Iterator<Item = String> {
    let setting = move |setting: &settings::Setting| {
        let value = config.text(setting);
        let shown = value.rsplit_once('@').map_or(value, |(_, host)| host);
        let when = if setting.while_running { "" } else { ", read at the start" };
        let by = if value == setting.default { " (the default" } else { " (given" };
        format!("setting  {} = {shown:?}{by}{when})", setting.key)
    };
    let limit = move |limit: &limits::Limit| format!("limit    {}: {}", limit.name, limit.told(config));
    settings::all(rooms).map(setting).chain(limits::all(rooms).map(limit))
}

fn finding(what: impl Into<String>, outcome: Result<(), String>) -> Finding {
    Finding { what: what.into(), trouble: outcome.err() }
}

/// Made by `serve`, and only then: whoever looks changes nothing.
fn data_folder(data: &Path) -> Finding {
    let outcome = match std::fs::metadata(data).map(|folder| folder.permissions().mode()) {
        Err(_) => Err("is not there: `cordee serve` makes it".to_owned()),
        Ok(mode) if mode & 0o077 != 0 => Err("can be read by others: chmod 700".to_owned()),
        Ok(_) => access(data, Access::WRITE_OK).map_err(|e| format!("cannot be written: {e}")),
    };
    finding(format!("data folder {}", data.display()), outcome)
}

fn keys(data: &Path) -> Finding {
    let open = Keys::FILES.into_iter().chain([tls::SELF_SIGNED_KEY]).filter(|name| {
        let mode = std::fs::metadata(data.join(name)).map(|m| m.permissions().mode());
        mode.is_ok_and(|mode| mode & 0o077 != 0)
    });
    let open: Vec<_> = open.collect();
    finding(
        "keys",
        if open.is_empty() {
            Ok(())
        } else {
            Err(format!("{} can be read by others: chmod 600", open.join(", ")))
        },
    )
}

fn open_files() -> Finding {
    let files = open_files::raise_limit();
    finding(format!("limit of open files {files}"), open_files::advice(files))
}

fn site(root: &Path) -> Finding {
    let found = root.join("pkg").is_dir();
    finding(
        format!("site folder {}", root.display()),
        if found { Ok(()) } else { Err("pkg/ is missing: build the site, or set site_root".into()) },
    )
}

/// Where this house is served already, its address is taken by itself.
fn address(config: &Config) -> Finding {
    if data_lock::is_in_use(&config.data) {
        return finding("a cordee works on this data folder now", Ok(()));
    }
    let outcome = std::net::TcpListener::bind(config.address).map(drop);
    finding(
        format!("address {}", config.address),
        outcome.map_err(|e| format!("cannot be listened on (another program has it?): {e}")),
    )
}

async fn database(config: &Config) -> Finding {
    let url = &config.database;
    let file = url.strip_prefix("sqlite:").map(Path::new);
    let outcome = if file.is_some_and(|path| !path.exists()) {
        Err("is not there: `cordee serve` makes it".to_owned())
    } else if let Some(Err(error)) = file.map(|path| access(path, Access::WRITE_OK)) {
        Err(format!("cannot be written: {error}"))
    } else {
        dialect::try_writing(url).await.map_err(|error| start_failure::of_database(url, &error))
    };
    finding(format!("database {}", url.rsplit('@').next().unwrap_or_default()), outcome)
}
