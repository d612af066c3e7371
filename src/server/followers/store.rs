//! The SQL of followers: how far each has come.
use crate::{
    all,
    base::Time,
    joined, maybe, one, run,
    server::db::{Tx, dialect},
    sql,
};

/// The columns of a [`Standing`].
const STANDING: &str = "name, position, failures, last_error, retry_at";

/// How far a follower has come.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Standing {
    pub name: String,
    /// Of the last event it has seen.
    pub position: i64,
    /// In a row.
    pub failures: i64,
    pub last_error: Option<String>,
    pub retry_at: Option<Time>,
}

/// Places a new follower; one that is known stays where it is.
pub async fn join(tx: &mut Tx<'_>, name: &str, position: i64) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into followers (name, position) values ($1, $2) on conflict (name) do nothing",
        name,
        position
    )
}

pub async fn find(tx: &mut Tx<'_>, name: &str) -> sqlx::Result<Option<Standing>> {
    maybe!(tx, Standing, joined!("select ", STANDING, " from followers where name = $1"), name)
}

/// Everyone who ever followed, by name.
pub async fn list(tx: &mut Tx<'_>) -> sqlx::Result<Vec<Standing>> {
    all!(tx, Standing, joined!("select ", STANDING, " from followers order by name"))
}

/// Its position, and until the unit ends nobody else moves it; none where somebody else is at it.
pub async fn hold(tx: &mut Tx<'_>, name: &str) -> sqlx::Result<Option<i64>> {
    let skip = dialect::skip_locked(tx);
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new("select position from followers where name = ");
        query.push_bind(name).push(skip).build_query_scalar().fetch_optional(c).await
    })
}

/// All went well up to this position.
pub async fn advance(tx: &mut Tx<'_>, name: &str, to: i64) -> sqlx::Result<()> {
    run!(
        tx,
        "update followers set position = $2, failures = 0, last_error = null, retry_at = null
         where name = $1",
        name,
        to
    )
}

/// It failed once more, and rests until then.
pub async fn fail(tx: &mut Tx<'_>, name: &str, problem: String, retry_at: Time) -> sqlx::Result<()> {
    run!(
        tx,
        "update followers set failures = failures + 1, last_error = $2, retry_at = $3 where name = $1",
        name,
        problem.as_str(),
        retry_at
    )
}

/// How many events come after a position, counted up to 10,000, and when the first of them happened.
pub async fn behind(tx: &mut Tx<'_>, position: i64) -> sqlx::Result<(i64, Option<Time>)> {
    one!(
        tx,
        (i64, Option<Time>),
        "select (select count(*) from (select 1 as one from events where position > $1 limit 10000) as later),
         (select at from events where position > $1 order by position limit 1)",
        position
    )
}
