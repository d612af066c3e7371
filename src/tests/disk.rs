//! A full disk, told to SQLite by its own limit of pages: nothing is acknowledged, reading goes on, and it
//! heals by itself.
use super::{
    accounts::sessions::{joined, visit},
    world::World,
};
use crate::{
    base::Error,
    features::{
        conversation::server::service as conversation,
        desk::server::service as desk,
        tickets::{NewTicketForm, server::service as tickets},
    },
    sql,
};
use chrono::Duration;

async fn pages_at_most(world: &World, pages: u32) {
    let text = format!("pragma max_page_count = {pages}");
    world
        .house
        .db
        .write(move |tx| {
            Box::pin(async move {
                Ok(sql!(tx, |c| sqlx::query(sqlx::AssertSqlSafe(text)).execute(c).await.map(drop))?)
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_and_heals_by_itself() {
    let world = World::on_sqlite().await;
    let number = world.taken_ticket().await;
    pages_at_most(&world, 1).await;
    let long = "plein ".repeat(600);
    let mut kept = 0;
    let refusal = loop {
        match conversation::say(&world.grace, number, long.as_str().into(), Default::default()).await {
            Ok(_) => kept += 1,
            Err(refusal) => break refusal,
        }
        assert!(kept < 200, "the limit was never reached");
    };
    assert_eq!(refusal, Error::Unavailable);
    assert!(!world.house.db.is_sound(), "readiness is lost");
    let form = NewTicketForm { problem: long.clone(), ..Default::default() };
    assert_eq!(tickets::open(&world.ada, form).await, Err(Error::Unavailable));
    let said = desk::view(&world.ada, number)
        .await
        .unwrap()
        .events
        .iter()
        .filter(|e| e.kind == "ajout_commentaire")
        .count();
    assert_eq!(said, kept, "reading goes on, and shows exactly what was acknowledged");

    pages_at_most(&world, 1_000_000).await;
    conversation::say(&world.grace, number, long.into(), Default::default()).await.unwrap();
    assert!(world.house.db.is_sound());
}

#[tokio::test]
async fn a_unit_that_panics_harms_nobody() {
    let world = World::on_sqlite().await;
    let house = &world.house;
    let broken = house.db.write::<(), _>(|_| Box::pin(async { panic!("on purpose") }));
    let (broken, number) = tokio::join!(broken, world.open_ticket());
    assert!(matches!(broken, Err(Error::Internal { .. })));
    assert_eq!(number, 1);
}

#[tokio::test]
async fn while_nothing_can_be_written_people_go_on_reading() {
    let world = World::on_sqlite().await;
    let entrance = joined(&world).await;
    let number = world.open_ticket().await;
    tickets::mark_read(&world.ada, number, 1).await.unwrap();
    world.house.clock.advance(Duration::minutes(15));
    let sealed = world.house.db.write(|tx| {
        Box::pin(async move {
            Ok(sql!(tx, |c| sqlx::query("pragma query_only = on").execute(c).await.map(drop))?)
        })
    });
    sealed.await.unwrap();
    assert_eq!(
        visit(&world, &entrance.access, &entrance.refresh).await,
        (true, entrance.refresh.clone()),
        "with the cookies they have"
    );
    assert!(!visit(&world, "", "a.b.c").await.0);
    assert_eq!(
        tickets::mark_read(&world.ada, number, 1).await,
        Ok(None),
        "what was read before needs no writing"
    );
    assert_eq!(tickets::take(&world.grace, number, Default::default()).await, Err(Error::Unavailable));
}
