//! The demonstration company, with as many tickets as were asked for.
use crate::{
    demo,
    features::ROOMS,
    server::{
        House,
        config::{Config, Given},
    },
    sql,
};

#[tokio::test]
async fn older_tickets_are_spread_over_people_states_and_months() {
    super::plans::write_down_statements();
    let data = tempfile::tempdir().unwrap();
    let given = Given::from([("data".to_owned(), data.path().display().to_string())]);
    let house = House::open(Config::parse(&given, ROOMS.list).unwrap(), ROOMS, demo::clock()).await.unwrap();
    demo::fill(&house, "quatre mules grimpent".into(), 500).await.unwrap();
    let count = async |text: &'static str| -> i64 {
        let mut tx = house.db.read().await.unwrap();
        sql!(&mut tx, |c| sqlx::query_scalar(text).fetch_one(c).await).unwrap()
    };
    assert_eq!(count("select count(*) from tickets").await, 500);
    assert_eq!(count("select count(distinct status) from tickets").await, 5);
    assert_eq!(count("select count(distinct lead) from tickets").await, 3);
    assert_eq!(count("select count(distinct department) from tickets").await, 3);
    assert!(count("select count(distinct substr(created_at, 1, 7)) from tickets").await >= 24, "months");
    let adas = "select count(*) from tickets
        where requester = (select id from accounts where email = 'ada@cordee.test')";
    assert!(count(adas).await > 50, "a full page");
    let gaps =
        "select count(*) from tickets where rev <> (select max(seq) from events where stream = tickets.id)";
    assert_eq!(count(gaps).await, 0, "the stories are whole");
    assert!(count("select count(*) from jobs").await < 60, "nothing of the archive is left to do");
}
