//! What broke at the server, as it becomes an [`Error`]: told once in the log, under a reference.
use super::Error;
use sqlx::migrate::MigrateError;

/// Logs a failure once and gives the reference the person is shown.
pub fn internal(what: &str, error: &dyn std::fmt::Display) -> Error {
    let reference: String = uuid::Uuid::now_v7().simple().to_string().chars().skip(24).collect();
    tracing::error!(reference, error = %error.to_string().escape_debug(), "{what}");
    Error::Internal { reference }
}

/// Is the fault of the moment (disk full, a failing disk, too many connections, a restart), so that trying
/// again later makes sense?
fn is_passing(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing_code(&code)),
        _ => false,
    }
}

/// SQLite gives numbers whose low byte says busy 5, locked 6, read-only 8, i/o 10, full 13, cannot open 14;
/// PostgreSQL classes of five letters.
fn is_passing_code(code: &str) -> bool {
    match (code.len(), code.parse::<u32>()) {
        (5, _) => ["08", "53", "57", "58", "40"].iter().any(|class| code.starts_with(class)),
        (_, Ok(number)) => matches!(number & 0xff, 5 | 6 | 8 | 10 | 13 | 14),
        _ => false,
    }
}

/// Text of the database is logged once, under a reference, and goes no further.
impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        if is_passing(&error) {
            tracing::warn!(%error, "the database cannot serve right now");
            return Error::Unavailable;
        }
        internal("the database refused a statement", &error)
    }
}

/// For the command line.
impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Self {
        internal("a migration failed", &error)
    }
}
