//! The named cast on an empty house: Ada the requester, Grace the technician, Radia another one, Linus the
//! admin, Eve a stranger.
use crate::{
    base::{AccountId, Actor, AppResult, Lang, Role, SessionId, Time},
    features::{
        ROOMS,
        accounts::{Account, server::service::people},
        desk::{TicketView, server::service as desk},
        guidance::{Act, GuidanceId, Instruction, Outcome, Step, server::service as guidance},
        tickets::{NewTicketForm, server as tickets},
    },
    server::{
        Admin, Caller, Ctx, House, Room, Rooms, Signed, Staff, Visit,
        clock::Clock,
        config::{Config, Given},
        events::Stamp,
        followers,
    },
};
use chrono::Duration;
use std::{net::Ipv4Addr, sync::Arc};
use uuid::Uuid;

/// A house with people in it and nothing else.
pub struct World {
    pub house: Arc<House>,
    pub ada: Signed,
    pub grace: Staff,
    pub radia: Staff,
    pub linus: Admin,
    pub eve: Signed,
    /// A colleague who is invited.
    pub edsger: Signed,
    _data: tempfile::TempDir,
}

/// Tells a story on SQLite always, and on PostgreSQL where `CORDEE_TEST_POSTGRES` says where one is (`bin/ci`
/// does).
#[macro_export]
macro_rules! story {
    ($(#[$doc:meta])* $name:ident, |$world:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports, clippy::allow_attributes)]
            use super::*;
            async fn told($world: $crate::tests::world::World) $body
            $(#[$doc])*
            #[tokio::test]
            async fn on_sqlite() {
                told($crate::tests::world::World::on_sqlite().await).await;
            }
            $(#[$doc])*
            #[tokio::test]
            async fn on_postgres() {
                if let Some(world) = $crate::tests::world::World::on_postgres().await {
                    told(world).await;
                }
            }
        }
    };
}

/// A fresh database where `CORDEE_TEST_POSTGRES` says that a server is.
#[expect(clippy::disallowed_methods, reason = "bin/ci says where the PostgreSQL of the tests is")]
pub async fn empty_postgres() -> Option<String> {
    let url = std::env::var("CORDEE_TEST_POSTGRES").ok()?;
    let name = format!("test_{}", Uuid::now_v7().simple());
    let admin = sqlx::PgPool::connect(&url).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&admin).await.unwrap();
    admin.close().await;
    let (server, _) = url.rsplit_once('/').unwrap();
    Some(format!("{server}/{name}"))
}

impl World {
    pub async fn on_sqlite() -> World {
        World::with(&[]).await
    }

    pub async fn on_postgres() -> Option<World> {
        Some(World::with(&[("database", &empty_postgres().await?)]).await)
    }

    /// On either database, with these rooms beside the usual ones.
    pub async fn on_both(more: &[Room]) -> Vec<World> {
        let list: Vec<Room> = ROOMS.list.iter().chain(more).copied().collect();
        let rooms = Rooms { list: list.leak(), ..ROOMS };
        let mut worlds = vec![World::of(rooms, &[]).await];
        if let Some(url) = empty_postgres().await {
            worlds.push(World::of(rooms, &[("database", &url)]).await);
        }
        worlds
    }

    /// With these settings beside the usual ones.
    pub async fn with(settings: &[(&str, &str)]) -> World {
        World::of(ROOMS, settings).await
    }

    /// The house once more, as another process on the same database, or the same one after a crash.
    pub async fn again(&self) -> Arc<House> {
        House::open(self.house.config.clone(), self.house.rooms, self.house.clock.clone()).await.unwrap()
    }

    async fn of(rooms: Rooms, settings: &[(&str, &str)]) -> World {
        super::plans::write_down_statements();
        let data = tempfile::tempdir().unwrap();
        let mut given = Given::from([
            ("data".to_owned(), data.path().display().to_string()),
            ("sign_in_per_minute".into(), "100".into()),
            ("writes_per_minute".into(), "1000000".into()),
            ("text_megabytes_per_hour".into(), "4000".into()),
            ("registration".into(), "true".into()),
            ("address".into(), "127.0.0.1:0".into()),
        ]);
        given.extend(settings.iter().map(|(key, value)| (key.to_string(), value.to_string())));
        let clock = Clock::held_at(Time::UNIX_EPOCH + Duration::days(20_000));
        let house = House::open(Config::parse(&given, rooms.list).unwrap(), rooms, clock).await.unwrap();
        let [ada, grace, radia, linus, eve, edsger] = [
            ("ada", Role::Employee),
            ("grace", Role::Technician),
            ("radia", Role::Technician),
            ("linus", Role::Admin),
            ("eve", Role::Employee),
            ("edsger", Role::Employee),
        ]
        .map(|(name, role)| person(&house, name, role));
        for someone in [&ada, &grace, &radia, &linus, &eve, &edsger] {
            settle_in(&house, someone).await;
        }
        World {
            ada,
            grace: Staff::of(&grace).unwrap(),
            radia: Staff::of(&radia).unwrap(),
            linus: Admin::of(&linus).unwrap(),
            eve,
            edsger,
            house,
            _data: data,
        }
    }

    /// Nobody yet.
    pub fn visitor(&self) -> Ctx {
        Ctx { actor: None, ..Ctx::clone(&self.eve) }
    }
    /// Everything that has happened so far is in the search index from now on.
    pub async fn index(&self) {
        followers::catch_up(&self.house).await.unwrap();
    }
    /// Ada's ticket, nobody's yet.
    pub async fn open_ticket(&self) -> i64 {
        let form =
            NewTicketForm { problem: "L’imprimante P-12 n’imprime plus".into(), ..Default::default() };
        tickets::service::open(&self.ada, form).await.unwrap()
    }
    /// Ada's ticket in Grace's hands.
    pub async fn taken_ticket(&self) -> i64 {
        let number = self.open_ticket().await;
        tickets::service::take(&self.grace, number, Default::default()).await.unwrap();
        number
    }
    /// Ada's ticket, guided by Grace.
    pub async fn guided_ticket(&self) -> i64 {
        let number = self.taken_ticket().await;
        self.act(&self.grace, number, Act::Start).await.unwrap();
        number
    }
    /// An act under a fresh id.
    pub async fn act(&self, who: &Signed, number: i64, act: Act) -> AppResult<tickets::Done> {
        self.act_as(who, number, act, Uuid::now_v7()).await
    }
    /// An act under this id.
    pub async fn act_as(&self, who: &Signed, number: i64, act: Act, id: Uuid) -> AppResult<tickets::Done> {
        let stamp = stamp(&act, id);
        guidance::act_on(who, number, act, stamp).await
    }
    /// An act made `age` milliseconds ago, under a fresh id.
    pub async fn act_late(&self, who: &Signed, number: i64, act: Act, age: i64) -> AppResult<tickets::Done> {
        let stamp = tickets::Delivery { age, ..stamp(&act, Uuid::now_v7()) };
        guidance::act_on(who, number, act, stamp).await
    }
    pub async fn write(&self, number: i64, text: &str) -> AppResult<tickets::Done> {
        self.act(&self.grace, number, write(text)).await
    }
    /// Ada answers a version of a step.
    pub async fn answer(
        &self,
        ticket: i64,
        number: i64,
        version: i64,
        outcome: Outcome,
    ) -> AppResult<tickets::Done> {
        let session = self.session(ticket).await;
        self.act(&self.ada, ticket, answer(session, number, version, outcome)).await
    }
    pub async fn session(&self, number: i64) -> GuidanceId {
        self.view(&self.linus, number).await.rooms.guidance.session.unwrap().id
    }
    pub async fn view(&self, who: &Signed, number: i64) -> TicketView {
        desk::view(who, number).await.unwrap()
    }
}

fn stamp(act: &Act, id: Uuid) -> tickets::Delivery {
    let body = serde_json::to_string(act).unwrap();
    let stamp = Some(Stamp { id, digest: crate::server::digest(&[body.as_bytes()]) });
    tickets::Delivery { stamp, ..Default::default() }
}

pub fn write(text: &str) -> Act {
    Act::Write { instruction: Instruction { text: text.into(), picture: None } }
}

pub fn answer(session: GuidanceId, number: i64, version: i64, outcome: Outcome) -> Act {
    Act::Answer { session, step: Step { number, version }, outcome, note: None }
}

fn person(house: &Arc<House>, name: &str, role: Role) -> Signed {
    let actor =
        Actor { id: AccountId::new(), session: SessionId::new(), role, name: name.into(), lang: Lang::Fr };
    let visit =
        Visit { address: Ipv4Addr::LOCALHOST.into(), agent: "test".into(), lang: Lang::Fr, secure: false };
    Ctx { house: house.clone(), actor: None, visit }.signed_in(actor)
}

async fn settle_in(house: &Arc<House>, someone: &Signed) {
    let actor = someone.actor.clone();
    let email = format!("{}@cordee.test", actor.name);
    let account = Account {
        id: actor.id,
        email,
        username: None,
        name: actor.name,
        role: actor.role,
        department: None,
        phone: None,
        active: true,
        lang: Lang::Fr,
    };
    let now = house.clock.now();
    house
        .db
        .write(move |tx| Box::pin(async move { people::seed(tx, &account, "none", now).await }))
        .await
        .unwrap();
}
