//! The SQL of jobs, and of the moments recurring ones were last asked for.
use crate::{
    all,
    base::Time,
    changed, joined, maybe, one, run,
    server::db::{Tx, dialect},
    sql,
};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

/// A job somebody took: nobody else does until its claim is over.
#[derive(sqlx::FromRow)]
pub struct Claimed {
    pub id: Uuid,
    pub kind: String,
    pub payload: Json<Value>,
    /// Counts this one; it tells this claim from a later one.
    pub attempts: i64,
}

/// A job that failed too often: nobody does it any more.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Dead {
    pub id: Uuid,
    pub kind: String,
    /// When it would have been tried again.
    pub run_at: Time,
    pub attempts: i64,
    pub last_error: Option<String>,
}

/// Asks for a job at a moment, inside the unit of work that causes it.
pub async fn enqueue(tx: &mut Tx<'_>, kind: &'static str, payload: Value, run_at: Time) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into jobs (id, kind, payload, run_at) values ($1, $2, $3, $4)",
        Uuid::now_v7(),
        kind,
        Json(&payload),
        run_at
    )
}

/// The kinds of which a job waits, each found by one step in the index however many there are of another.
const KINDS: &str = "with recursive kinds (kind) as (
    select min(kind) from jobs where not dead
    union all
    select (select min(kind) from jobs where not dead and kind > kinds.kind) from kinds where kind is not null
)";

/// The kinds of which a job is due and nobody's.
pub async fn list_due_kinds(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<Vec<String>> {
    all!(
        tx,
        scalar String,
        joined!(
            KINDS,
            " select kind from kinds where kind is not null and exists (
                select 1 from jobs j where j.kind = kinds.kind and not dead and run_at <= $1
                and (claimed_until is null or claimed_until <= $1))",
        ),
        now
    )
}

/// The next job of this kind that is due; until the unit ends nobody else gets it.
pub async fn hold_due(tx: &mut Tx<'_>, kind: &str, now: Time) -> sqlx::Result<Option<Claimed>> {
    let hold = dialect::skip_locked(tx);
    sql!(tx, |c| {
        let mut query = sqlx::QueryBuilder::<Driver>::new(
            "select id, kind, payload, attempts from jobs where not dead and kind = ",
        );
        query.push_bind(kind).push(" and run_at <= ").push_bind(now);
        query.push(" and (claimed_until is null or claimed_until <= ").push_bind(now);
        query.push(") order by run_at limit 1").push(hold);
        query.build_query_as().fetch_optional(c).await
    })
}

/// Takes it until a moment: a started job that has not finished by then (a crash) is claimed again.
pub async fn claim(tx: &mut Tx<'_>, id: Uuid, until: Time) -> sqlx::Result<()> {
    run!(tx, "update jobs set claimed_until = $2, attempts = attempts + 1 where id = $1", id, until)
}

/// Done. A claim that came too late changes nothing.
pub async fn finish(tx: &mut Tx<'_>, job: &Claimed) -> sqlx::Result<()> {
    run!(tx, "delete from jobs where id = $1 and attempts = $2", job.id, job.attempts)
}

/// Failed: again at `run_at`, or dead where there is none.
pub async fn postpone(
    tx: &mut Tx<'_>,
    job: &Claimed,
    run_at: Option<Time>,
    problem: &str,
) -> sqlx::Result<()> {
    run!(
        tx,
        "update jobs set claimed_until = null, run_at = coalesce($3, run_at), dead = $4, last_error = $5
         where id = $1 and attempts = $2",
        job.id,
        job.attempts,
        run_at,
        run_at.is_none(),
        problem
    )
}

/// Forgets what is due by now: for a demonstration, whose stories have told already what it would do.
pub async fn forget_due(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<()> {
    run!(tx, "delete from jobs where run_at <= $1", now)
}

/// The newest dead jobs before this one, at most `limit`.
pub async fn list_dead(tx: &mut Tx<'_>, before: Option<Uuid>, limit: i64) -> sqlx::Result<Vec<Dead>> {
    all!(
        tx,
        Dead,
        "select id, kind, run_at, attempts, last_error from jobs
         where dead and ($1 is null or id < $1) order by id desc limit $2",
        before,
        limit
    )
}

/// A dead job begins anew. Was there one?
pub async fn revive(tx: &mut Tx<'_>, id: Uuid, now: Time) -> sqlx::Result<bool> {
    let revived = changed!(
        tx,
        "update jobs set dead = false, attempts = 0, run_at = $2, claimed_until = null
         where id = $1 and dead",
        id,
        now
    );
    Ok(revived? == 1)
}

/// How many jobs are due and not done.
pub async fn count_due(tx: &mut Tx<'_>, now: Time) -> sqlx::Result<i64> {
    one!(
        tx,
        scalar i64,
        joined!(
            KINDS,
            " select cast(coalesce(sum((select count(*) from jobs j
                where j.kind = kinds.kind and not dead and run_at <= $1)), 0) as bigint) from kinds",
        ),
        now
    )
}

/// How many are dead.
pub async fn count_dead(tx: &mut Tx<'_>) -> sqlx::Result<i64> {
    one!(tx, scalar i64, "select count(*) from jobs where dead")
}

/// The moment of its calendar a recurring job was last asked for.
pub async fn find_last(tx: &mut Tx<'_>, kind: &str) -> sqlx::Result<Option<Time>> {
    maybe!(tx, scalar Time, "select last_at from recurring_jobs where kind = $1", kind)
}

/// A recurring job that was unknown counts from now on.
pub async fn begin_recurring(tx: &mut Tx<'_>, kind: &str, now: Time) -> sqlx::Result<()> {
    run!(
        tx,
        "insert into recurring_jobs (kind, last_at) values ($1, $2) on conflict (kind) do nothing",
        kind,
        now
    )
}

/// It is asked for at this moment. Was nobody faster?
pub async fn set_last(tx: &mut Tx<'_>, kind: &str, from: Time, to: Time) -> sqlx::Result<bool> {
    let text = "update recurring_jobs set last_at = $3 where kind = $1 and last_at = $2";
    Ok(changed!(tx, text, kind, from, to)? == 1)
}
