//! The SQL of what was said on tickets: how much, how much of it is new to its reader, how soon it was
//! answered.
use crate::{
    base::AccountId,
    features::tickets::{Talk, TicketId},
    server::db::{Tx, dialect},
    sql,
};

/// So many tickets are asked for by one statement.
const AT_ONCE: usize = 500;

/// Of each of these tickets on which something of these kinds was said.
pub async fn list_talk(
    tx: &mut Tx<'_>,
    tickets: &[TicketId],
    kinds: &[&str],
    reader: AccountId,
) -> sqlx::Result<Vec<Talk>> {
    let mut talk = Vec::new();
    for some in tickets.chunks(AT_ONCE) {
        talk.extend(list_some(tx, some, kinds, reader).await?);
    }
    Ok(talk)
}

async fn list_some(
    tx: &mut Tx<'_>,
    tickets: &[TicketId],
    kinds: &[&str],
    reader: AccountId,
) -> sqlx::Result<Vec<Talk>> {
    let [seconds_of, end] = dialect::seconds(tx);
    sql!(tx, |c| {
        let mut q = sqlx::QueryBuilder::<Driver>::new(
            "with spoken as (
               select e.stream, e.seq, e.actor, coalesce(e.said_at, e.at) as at, ",
        );
        q.push(seconds_of).push("coalesce(e.said_at, e.at)").push(end).push(" as second from events e");
        let mut streams = q.push(" where e.audience = 'tous' and e.stream in (").separated(", ");
        tickets.iter().for_each(|ticket| _ = streams.push_bind(*ticket));
        let mut words = q.push(") and e.kind in (").separated(", ");
        kinds.iter().for_each(|kind| _ = words.push_bind(*kind));
        q.push(
            ")), turns as (
               select stream, seq, actor, at, second,
                      lag(actor) over stretch as speaker_before, lag(second) over stretch as second_before
               from spoken window stretch as (partition by stream order by seq))
             select t.stream as ticket, count(*) as said, max(t.at) as last_at,
               count(t.second_before) filter (where t.actor is distinct from t.speaker_before) as answers,
               cast(coalesce(sum(case when t.second > t.second_before then t.second - t.second_before end)
                 filter (where t.actor is distinct from t.speaker_before), 0) as double precision) as waited,
               count(*) filter (where t.seq > coalesce(n.seq, 0) and t.actor is distinct from ",
        );
        q.push_bind(reader).push(") as unread from turns t left join readings n on n.ticket = t.stream");
        q.push(" and n.account = ").push_bind(reader).push(" group by t.stream");
        q.build_query_as().persistent(false).fetch_all(c).await
    })
}
