//! Sessions: renewed for two tabs, ended when a token is stolen, and gone at once when somebody says so.
use crate::{
    base::{AccountId, Actor, Error, Problem, Role, SessionId},
    features::accounts::{
        Account, PersonChange, ProfileForm, RegisterForm, Session,
        server::{
            identity,
            service::{self, Entrance, people},
            store,
        },
    },
    server::{Admin, Caller, Ctx},
    story,
    tests::world::World,
};
use axum::http::{HeaderMap, HeaderValue, header};
use chrono::Duration;

const PASSWORD: &str = "quatre mules grimpent";

pub async fn joined(world: &World) -> Entrance {
    let visitor = world.visitor();
    let form = RegisterForm {
        name: "Joan".into(),
        email: "joan@cordee.test".into(),
        username: String::new(),
        password: PASSWORD.into(),
    };
    service::register(&visitor, form).await.unwrap()
}

/// What a browser with these cookies is: who, and the refresh token it has afterwards.
pub async fn visit(world: &World, access: &str, refresh: &str) -> (bool, String) {
    let mut headers = HeaderMap::new();
    let cookies = format!("cordee_access={access}; cordee_refresh={refresh}");
    headers.insert(header::COOKIE, HeaderValue::from_str(&cookies).unwrap());
    let found = identity::identify(&world.house, &headers, &world.eve.visit).await.unwrap();
    let fresh = found
        .cookies
        .iter()
        .find_map(|c| c.strip_prefix("cordee_refresh=")?.split(';').next().map(str::to_owned));
    (found.actor.is_some(), fresh.unwrap_or_else(|| refresh.to_owned()))
}

story!(an_expired_access_token_is_renewed_on_the_way_for_both_tabs_alike, |world| {
    let entrance = joined(&world).await;
    assert!(visit(&world, &entrance.access, &entrance.refresh).await.0);
    world.house.clock.advance(Duration::minutes(15));
    let (first, second) = tokio::join!(
        visit(&world, &entrance.access, &entrance.refresh),
        visit(&world, &entrance.access, &entrance.refresh),
    );
    assert!(first.0 && second.0);
    assert_eq!(first.1, second.1, "the second tab gets the same successor");
    assert_ne!(first.1, entrance.refresh);
});

story!(the_cookies_of_who_comes_in_instead_outlive_what_the_other_tab_asks_meanwhile, |world| {
    let before = joined(&world).await;
    let mut headers = HeaderMap::new();
    let sent = format!("cordee_access={}; cordee_refresh={}", before.access, before.refresh);
    headers.insert(header::COOKIE, HeaderValue::from_str(&sent).unwrap());
    let ctx = world.visitor().signed_in(before.actor.clone());
    service::sign_out(&ctx).await.unwrap();
    let answer = async || identity::identify(&world.house, &headers, &world.eve.visit).await.unwrap();
    let (actor, cookies) = {
        let found = answer().await;
        (found.actor, found.cookies)
    };
    assert!(actor.is_none() && cookies.is_empty(), "it might remove theirs: {cookies:?}");
    world.house.clock.advance(Duration::minutes(2));
    let cookies = answer().await.cookies;
    assert!(cookies.iter().all(|cookie| cookie.contains("Max-Age=0")) && cookies.len() == 2, "{cookies:?}");
});

story!(a_refresh_token_used_long_after_its_successor_ends_the_session, |world| {
    let entrance = joined(&world).await;
    let (_, second) = visit(&world, "", &entrance.refresh).await;
    let (_, third) = visit(&world, "", &second).await;
    assert!(!visit(&world, "", &entrance.refresh).await.0, "the thief is refused");
    assert!(!visit(&world, "", &third).await.0, "and the family is revoked");
});

story!(a_session_ends_after_seven_days_without_use, |world| {
    let entrance = joined(&world).await;
    world.house.clock.advance(Duration::days(7));
    assert!(!visit(&world, &entrance.access, &entrance.refresh).await.0);
});

story!(a_made_up_token_is_nobody, |world| {
    let entrance = joined(&world).await;
    let (session, rest) = entrance.refresh.split_once('.').unwrap();
    let seal = rest.split_once('.').unwrap().1;
    for token in ["", "x", "a.b.c", &format!("{session}.2.{seal}"), &format!("{session}.1.AAAA")] {
        assert!(!visit(&world, "eyJhbGciOiJub25lIn0.e30.", token).await.0, "{token}");
    }
});

story!(signing_in_says_the_same_for_a_wrong_password_and_an_unknown_address, |world| {
    joined(&world).await;
    let visitor = world.visitor();
    let wrong = Error::field("password", Problem::WrongPair);
    assert_eq!(
        service::sign_in(&visitor, "joan@cordee.test", "autre chose".into()).await.err(),
        Some(wrong.clone())
    );
    assert_eq!(service::sign_in(&visitor, "nobody@cordee.test", PASSWORD.into()).await.err(), Some(wrong));
    assert!(service::sign_in(&visitor, " JOAN@cordee.test ", PASSWORD.into()).await.is_ok());
});

story!(being_switched_off_or_signed_out_acts_on_the_next_request, |world| {
    let entrance = joined(&world).await;
    let joan = world.visitor().signed_in(entrance.actor.clone());
    let other = service::sign_in(&world.visitor(), "joan@cordee.test", PASSWORD.into()).await.unwrap();
    service::sign_out(&joan).await.unwrap();
    assert!(!visit(&world, &entrance.access, &entrance.refresh).await.0);
    assert!(visit(&world, &other.access, &other.refresh).await.0, "the other device stays");
    let change = PersonChange { active: Some("off".into()), ..Default::default() };
    people::change_person(&world.linus, entrance.actor.id, change).await.unwrap();
    assert!(!visit(&world, &other.access, &other.refresh).await.0);
});

story!(changing_the_password_ends_the_other_sessions, |world| {
    let first = joined(&world).await;
    let other = service::sign_in(&world.visitor(), "joan@cordee.test", PASSWORD.into()).await.unwrap();
    let joan = world.visitor().signed_in(first.actor.clone());
    let refused = service::change_password(&joan, "pas le bon".into(), "cinq ânes descendent".into()).await;
    assert_eq!(refused, Err(Error::field("current", Problem::Wrong)));
    service::change_password(&joan, PASSWORD.into(), "cinq ânes descendent".into()).await.unwrap();
    assert!(visit(&world, &first.access, &first.refresh).await.0);
    assert!(!visit(&world, &other.access, &other.refresh).await.0);
});

story!(a_password_is_none_of_ones_own_words, |world| {
    let first = joined(&world).await;
    let joan = world.visitor().signed_in(first.actor.clone());
    let profile = ProfileForm {
        name: Some("Joan Clarke".into()),
        username: Some("xj-kelp-79".into()),
        ..Default::default()
    };
    service::change_profile(&joan, profile).await.unwrap();
    let too_easy = Err(Error::field("password", Problem::TooEasy));
    for own in ["joan@cordee.test", "xj-kelp-79", "clarkejoan", "joan2026", "j04nclarke"] {
        let chosen = service::change_password(&joan, PASSWORD.into(), own.into()).await;
        assert_eq!(chosen, too_easy, "{own}, chosen");
        let set = people::set_person_password(&world.linus, joan.actor.id, own.into()).await;
        assert_eq!(set, too_easy, "{own}, set by an admin");
    }
    let linus = world.linus.actor.id;
    let own = people::set_person_password(&world.linus, linus, "cinq ânes descendent".into()).await;
    assert_eq!(own, Err(Error::Forbidden), "an admin's own takes the present one");
});

story!(the_last_admin_cannot_be_lost, |world| {
    let linus = world.linus.actor.id;
    let change = |role: Role| PersonChange { role: Some(role.word().into()), ..Default::default() };
    assert!(people::change_person(&world.linus, linus, change(Role::Technician)).await.is_err());
    assert_eq!(people::list_people(&world.linus, "LINUS").await.unwrap().len(), 1);
});

story!(a_password_that_was_changed_meanwhile_opens_nothing, |world| {
    let joan = joined(&world).await.actor.id;
    let visitor = world.visitor();
    let mut tx = world.house.db.glance().await.unwrap();
    let verified = store::find_credentials_of(&mut tx, joan).await.unwrap().unwrap();
    drop(tx);
    people::set_person_password(&world.linus, joan, "cinq ânes descendent".into()).await.unwrap();
    assert_eq!(
        service::open_session(&visitor, verified).await.err(),
        Some(Error::field("password", Problem::WrongPair))
    );
    assert!(service::list_person_sessions(&world.linus, joan, None).await.unwrap().items.is_empty());
});

story!(two_admins_who_demote_each_other_at_once_leave_one, |world| {
    let change = |role: &str| PersonChange { role: Some(role.into()), ..Default::default() };
    let as_admin = Actor { role: Role::Admin, ..world.radia.actor.clone() };
    let (linus, radia) = (&world.linus, &Admin::of(&world.visitor().signed_in(as_admin)).unwrap());
    let ids = (linus.actor.id, radia.actor.id);
    people::change_person(linus, ids.1, change("admin")).await.unwrap();
    for _ in 0..5 {
        let (one, other) = tokio::join!(
            people::change_person(linus, ids.1, change("technicien")),
            people::change_person(radia, ids.0, change("technicien"))
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let again = if one.is_ok() {
            people::change_person(linus, ids.1, change("admin"))
        } else {
            people::change_person(radia, ids.0, change("admin"))
        };
        again.await.unwrap();
    }
});

story!(a_profile_saved_at_the_same_moment_undoes_nothing_an_admin_did, |world| {
    let eve = world.eve.actor.id;
    let before = people::find_person(&world.linus, eve).await.unwrap();
    let change =
        PersonChange { role: Some("technicien".into()), active: Some("off".into()), ..Default::default() };
    people::change_person(&world.linus, eve, change).await.unwrap();
    let saved = Account { name: "Evelyn".into(), ..before };
    world
        .house
        .db
        .write(move |tx| Box::pin(async move { Ok(store::update_profile(tx, &saved).await?) }))
        .await
        .unwrap();
    let after = people::find_person(&world.linus, eve).await.unwrap();
    assert_eq!((after.name.as_str(), after.role, after.active), ("Evelyn", Role::Technician, false));
});

story!(whoever_signs_in_ends_the_session_that_lived_in_this_browser, |world| {
    let first = joined(&world).await;
    let browser = Ctx { actor: Some(first.actor.clone()), ..world.visitor() };
    let second = service::sign_in(&browser, "joan@cordee.test", PASSWORD.into()).await.unwrap();
    assert!(visit(&world, &first.access, "").await.0, "a program that signs in ends nothing");
    let second = service::enter_instead(&browser, second).await.unwrap();
    assert!(!visit(&world, &first.access, &first.refresh).await.0);
    assert!(visit(&world, &second.access, "").await.0);
});

/// So many more sessions of one person, all used at the same moment.
async fn sign_in_often(world: &World, account: AccountId, often: usize) {
    let now = world.house.clock.now();
    let unit = world.house.db.write(move |tx| {
        Box::pin(async move {
            for _ in 0..often {
                let id = SessionId::new();
                let (agent, address) = (String::new(), "192.0.2.7".to_owned());
                let session = Session { id, agent, address, created_at: now, used_at: now };
                store::insert_session(tx, &session, account, now + Duration::days(7)).await?;
            }
            Ok(())
        })
    });
    unit.await.unwrap();
}

story!(every_session_is_seen_and_ended_however_many_there_are, |world| {
    let entrance = joined(&world).await;
    let joan = world.visitor().signed_in(entrance.actor.clone());
    sign_in_often(&world, joan.actor.id, 230).await;
    let (mut seen, mut after, mut pages) = (std::collections::BTreeSet::new(), None, 0);
    loop {
        let page = service::my_sessions(&joan, after).await.unwrap();
        seen.extend(page.items.iter().map(|session| session.id.to_string()));
        pages += 1;
        // What ends meanwhile does not make the list lose its place.
        let last = page.items.last().unwrap().id;
        if page.next.is_none() {
            break;
        }
        if last != joan.actor.session {
            service::revoke_session(&joan, last).await.unwrap();
        }
        after = Some(last);
    }
    assert_eq!((seen.len(), pages), (231, 3));
    service::revoke_other_sessions(&joan).await.unwrap();
    let left = service::my_sessions(&joan, None).await.unwrap().items;
    assert_eq!(left.iter().map(|session| session.id).collect::<Vec<_>>(), [joan.actor.session]);
    assert!(visit(&world, &entrance.access, &entrance.refresh).await.0, "who asks stays");
});

story!(an_admin_signs_a_person_out_everywhere_and_stays, |world| {
    let joan = joined(&world).await;
    sign_in_often(&world, joan.actor.id, 120).await;
    service::revoke_person_sessions(&world.linus, joan.actor.id).await.unwrap();
    assert!(!visit(&world, &joan.access, &joan.refresh).await.0);
    let sessions = service::list_person_sessions(&world.linus, joan.actor.id, None).await.unwrap();
    assert!(sessions.items.is_empty());
    assert_eq!(
        service::revoke_person_sessions(&world.linus, AccountId::new()).await,
        Err(Error::NotFound),
        "nobody"
    );
});

story!(a_clock_that_is_put_back_a_minute_signs_nobody_out_and_more_costs_a_renewal, |world| {
    let entrance = joined(&world).await;
    world.house.clock.advance(-Duration::seconds(60));
    assert!(visit(&world, &entrance.access, "").await.0);
    world.house.clock.advance(-Duration::seconds(1));
    assert!(!visit(&world, &entrance.access, "").await.0, "of a moment that has not come");
    let (is_here, renewed) = visit(&world, &entrance.access, &entrance.refresh).await;
    assert!(is_here && renewed != entrance.refresh, "the refresh cookie heals it");
});

/// Of `quatre mules grimpent`, made by 64 KiB in one pass.
const DATED: &str =
    "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$MXNrKf4SwlAt9X0jG9llaicYukNKZe927+YM1U5VQbs";

story!(an_old_hash_is_made_anew_at_the_next_sign_in, |world| {
    let joan = joined(&world).await.actor.id;
    let hash = async |kept: Option<&str>| {
        let kept = kept.map(str::to_owned);
        let unit = world.house.db.write(move |tx| {
            Box::pin(async move {
                if let Some(kept) = kept {
                    store::set_password(tx, joan, &kept).await?;
                }
                Ok(store::find_credentials_of(tx, joan).await?.unwrap().password)
            })
        });
        unit.await.unwrap()
    };
    let fresh = hash(None).await;
    let sign_in =
        async |password: &str| service::sign_in(&world.visitor(), "joan@cordee.test", password.into()).await;
    sign_in(PASSWORD).await.unwrap();
    assert_eq!(hash(None).await, fresh, "one of today's parameters stays");
    hash(Some(DATED)).await;
    assert!(sign_in("autre chose").await.is_err());
    assert_eq!(hash(None).await, DATED, "a wrong password renews nothing");
    sign_in(PASSWORD).await.unwrap();
    let renewed = hash(None).await;
    assert!(renewed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{renewed}");
    sign_in(PASSWORD).await.unwrap();
    assert_eq!(hash(None).await, renewed);
});
