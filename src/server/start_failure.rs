//! Why a house cannot be opened, in words for whoever runs it: which file or address, and what to do.
use std::path::Path;

/// A file or folder, and what the system said of it.
pub fn of_file(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}. Check that it is a place this user may write in.", path.display())
}

/// A database: its address without the password, what is wrong, and what to do.
pub fn of_database(url: &str, error: &sqlx::Error) -> String {
    let place = url.rsplit_once('@').map_or(url, |(_, host)| host);
    let place = place.strip_prefix("sqlite:").unwrap_or(place);
    // The lowest byte of SQLite's codes is the kind.
    let code = error.as_database_error().and_then(|said| said.code()?.parse::<u32>().ok());
    let sqlite = url.starts_with("sqlite:").then_some(code).flatten().map(|code| code & 0xff);
    let advice = match sqlite {
        Some(5 | 6) => "is held by another program: end that one, or wait for it",
        Some(8) => "cannot be written: check its owner and its folder's, and that the disk is mounted for it",
        Some(10) => "cannot be read or written: look at the disk (dmesg)",
        Some(13) => "does not fit on the disk: make room",
        Some(14) => "cannot be opened: check that its folder is there and this user may write in it",
        Some(11 | 26) => "is no database, or a damaged one: put the last backup in its place",
        _ => "cannot be used",
    };
    format!("database {place} {advice} ({error})")
}

/// Tables that this program cannot bring up to date.
pub fn of_migration(url: &str, error: sqlx::migrate::MigrateError) -> String {
    use sqlx::migrate::MigrateError;
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => of_database(url, &error),
        MigrateError::VersionMissing(version) => format!(
            "the database is of a newer Cordée (it has migration {version}): install that one, or put a \
             backup from before back"
        ),
        other => format!("the database cannot be brought up to date: {other}"),
    }
}
