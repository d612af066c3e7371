//! What has ended is swept: sessions, personal tokens, files that nobody knows.
use super::house_text::House as Text;
use crate::{
    base::{AccountId, Actor, Error, Lang, Role, Scope, SessionId, Time},
    features::{
        ROOMS,
        accounts::server::service::{self as accounts, people},
        conversation::server::service::{self as conversation, Upload},
        guidance::{Act, Instruction},
    },
    server::{House, pictures::Picture},
    sql, story,
};
use bytes::Bytes;
use chrono::Duration;
use std::{path::PathBuf, sync::Arc, time::SystemTime};
use uuid::Uuid;

/// Runs the sweep of this name once.
async fn sweep(house: &Arc<House>, name: &str) {
    let known = crate::server::jobs::sweeps(&house.rooms).find(|sweep| sweep.name == name);
    (known.expect("a sweep of this name").run)(house.clone()).await.unwrap();
}

async fn count(house: &House, text: &'static str) -> i64 {
    sql!(&mut house.db.glance().await.unwrap(), |c| sqlx::query_scalar(text).fetch_one(c).await).unwrap()
}

/// Is the session good for anything?
async fn is_living(house: &Arc<House>, id: AccountId, session: SessionId) -> bool {
    let actor = Actor { id, session, role: Role::Employee, name: String::new(), lang: Lang::Fr };
    (house.rooms.identity.refreshed)(house, &actor).await.unwrap().is_some()
}

async fn sign_in(house: &Arc<House>, account: AccountId) {
    let (inner, now) = (house.clone(), house.clock.now());
    let unit = house
        .db
        .write(move |tx| Box::pin(async move { people::seed_session(tx, &inner, account, now).await }));
    unit.await.unwrap();
}

story!(sessions_that_ended_or_expired_are_forgotten_a_day_later, |world| {
    let (house, ada) = (&world.house, world.ada.actor.id);
    sign_in(house, ada).await;
    let ended = accounts::list_person_sessions(&world.linus, ada, None).await.unwrap().items.pop().unwrap();
    sign_in(house, ada).await;
    accounts::revoke_session(&world.linus, ended.id).await.unwrap();
    let left = async || {
        sweep(house, "ended sessions and tokens").await;
        count(house, "select count(*) from sessions").await
    };
    assert_eq!(left().await, 2);
    house.clock.advance(Duration::hours(25));
    assert_eq!(left().await, 1, "the one that lives");
    house.clock.advance(Duration::days(6));
    assert_eq!(left().await, 1, "expired less than a day ago");
    house.clock.advance(Duration::days(1));
    assert_eq!(left().await, 0);
});

story!(a_picture_that_no_instruction_used_is_forgotten_a_week_later, |world| {
    let number = world.guided_ticket().await;
    let mut pictures = Vec::new();
    for _ in 0..3 {
        let bytes = include_bytes!("../../public/icons/192.png").as_slice().into();
        let (name, act) = ("plan.png".to_owned(), Uuid::now_v7());
        let upload = Upload { name, bytes, act, answers: None, for_instruction: true };
        pictures.push(conversation::add_picture(&world.grace, number, upload).await.unwrap().id);
    }
    // One is shown, one waits in the queue, one was sent in vain.
    for picture in &pictures[..2] {
        let instruction = Instruction { text: "Comme ici".into(), picture: Some(*picture) };
        world.act(&world.grace, number, Act::Write { instruction }).await.unwrap();
    }
    let left = async || {
        sweep(&world.house, "unused pictures").await;
        count(&world.house, "select count(*) from attachments").await
    };
    world.house.clock.advance(Duration::days(6));
    assert_eq!(left().await, 3);
    world.house.clock.advance(Duration::days(2));
    assert_eq!(left().await, 2);
    assert!(conversation::picture(&world.grace, pictures[1], false).await.is_ok());
    let gone = conversation::picture(&world.grace, pictures[2], false).await;
    assert_eq!(gone.err(), Some(Error::NotFound));
});

story!(a_session_ends_one_day_however_often_it_is_renewed, |world| {
    let (house, ada) = (&world.house, world.ada.actor.id);
    sign_in(house, ada).await;
    let session =
        accounts::list_person_sessions(&world.linus, ada, None).await.unwrap().items.pop().unwrap().id;
    let lives = async |days: i64| {
        house.clock.advance(Duration::days(days));
        let far = house.clock.now() + Duration::days(7);
        let unit = house.db.write(move |tx| {
            Box::pin(async move {
                sql!(tx, |c| sqlx::query("update sessions set expires_at = $1 where id = $2")
                    .bind(far)
                    .bind(session)
                    .execute(c)
                    .await
                    .map(drop))?;
                Ok(())
            })
        });
        unit.await.unwrap();
        // What was read of a session counts for a second.
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        is_living(house, ada, session).await
    };
    assert!(lives(179).await);
    assert!(!lives(2).await, "180 days");
    assert!(!lives(-200).await, "opened while the clock ran ahead");
});

story!(more_than_one_handful_is_swept_at_once, |world| {
    let ada = world.ada.actor.id;
    for _ in 0..3 {
        sign_in(&world.house, ada).await;
    }
    let unit = world.house.db.write(move |tx| {
        Box::pin(async move {
            for _ in 0..1_200 {
                let now = Time::UNIX_EPOCH;
                sql!(tx, |c| sqlx::query(
                    "insert into sessions
                     (id, account, agent, address, created_at, used_at, expires_at, ended_at)
                     values ($1, $2, '', '', $3, $3, $3, $3)"
                )
                .bind(Uuid::now_v7())
                .bind(ada)
                .bind(now)
                .execute(c)
                .await
                .map(drop))?;
            }
            Ok(())
        })
    });
    unit.await.unwrap();
    sweep(&world.house, "ended sessions and tokens").await;
    assert_eq!(count(&world.house, "select count(*) from sessions").await, 3);
});

story!(tokens_are_forgotten_when_their_owner_sees_them_no_more, |world| {
    let house = &world.house;
    let signed_in = {
        let id = world.grace.actor.id;
        sign_in(house, id).await;
        let session =
            accounts::list_person_sessions(&world.linus, id, None).await.unwrap().items.pop().unwrap();
        world.visitor().signed_in(Actor { session: session.id, ..world.grace.actor.clone() })
    };
    for days in [1, 90] {
        accounts::make_token(&signed_in, "essai".into(), vec![Scope::Read], days).await.unwrap();
    }
    house.clock.advance(Duration::days(30));
    sweep(house, "ended sessions and tokens").await;
    let tokens = accounts::my_tokens(&world.grace).await.unwrap();
    assert_eq!((tokens.living.len(), tokens.expired.len()), (1, 1), "still shown as expired");
    accounts::revoke_token(&world.grace, tokens.living[0].id).await.unwrap();
    house.clock.advance(Duration::days(2));
    sweep(house, "ended sessions and tokens").await;
    assert_eq!(count(house, "select count(*) from personal_tokens").await, 1);
    house.clock.advance(Duration::days(30));
    sweep(house, "ended sessions and tokens").await;
    assert_eq!(count(house, "select count(*) from personal_tokens").await, 0);
});

/// Every file of the house, thumbnails too.
fn files(house: &House) -> Vec<PathBuf> {
    let inside = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = inside(house.config.data.join("files")).flat_map(inside).collect();
    files.sort();
    files
}

/// As if they had been kept that long ago, by the house's clock.
fn make_old(house: &House, hours: u64) {
    let moment = SystemTime::from(house.clock.now()) - std::time::Duration::from_secs(hours * 3600);
    for file in files(house) {
        std::fs::File::options().write(true).open(file).unwrap().set_modified(moment).unwrap();
    }
}

story!(files_that_nobody_knows_are_removed_after_a_day, |world| {
    let house = &world.house;
    let number = world.open_ticket().await;
    let photo = include_bytes!("../../public/icons/192.png");
    let upload = Upload {
        name: "photo.png".into(),
        bytes: Bytes::from_static(photo),
        act: Uuid::now_v7(),
        answers: None,
        for_instruction: false,
    };
    conversation::add_picture(&world.ada, number, upload).await.unwrap();
    let known = files(house);
    let orphan = Picture {
        media_type: "image/png",
        bytes: Bytes::from_static(photo),
        thumbnail: Bytes::from_static(photo),
        width: 192,
        height: 192,
    };
    house.files.keep(Uuid::now_v7(), &orphan).await.unwrap();
    make_old(house, 23);
    sweep(house, "orphaned files").await;
    assert_eq!(files(house).len(), 4, "its row may be on its way");
    make_old(house, 25);
    sweep(house, "orphaned files").await;
    assert_eq!(files(house), known);
});

#[test]
fn a_room_that_keeps_files_says_which_are_its_own() {
    let text = Text::read();
    let keepers =
        text.sources.iter().filter(|source| source.code.contains("files.keep(") && !source.is_test());
    let rooms: Vec<&str> = keepers.filter_map(|source| source.room()).collect();
    assert!(!rooms.is_empty());
    for name in rooms {
        let room = ROOMS.list.iter().find(|room| room.name == name);
        assert!(
            room.is_some_and(|room| room.files.is_some()),
            "{name}: without `files` in its ROOM they are swept"
        );
    }
}
