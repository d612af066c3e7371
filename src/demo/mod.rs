//! A believable small company, made with the verbs people use, on a clock that is moved: so every ticket's
//! story is a true one.
mod archive;
mod company;
mod stories;
pub mod vocabulary;

pub use stories::TICKETS;

use crate::{
    base::{AccountId, Actor, AppResult, Conflict, Error, Lang, Role, SessionId},
    features::{
        accounts::{Account, server::service::people},
        departments::{Category, CategoryId, Department, DepartmentId, server::service as departments},
    },
    server::{Ctx, House, Signed, Visit, clock::Clock},
};
use chrono::Duration;
use std::{net::Ipv4Addr, sync::Arc};

/// Whom one may be, of each role.
pub const ACCOUNTS: [&str; 3] = [
    "ada@cordee.test, who asks for help",
    "grace@cordee.test, a technician",
    "linus@cordee.test, an administrator",
];

/// Fills an empty database: 3 departments, 12 people, 60 tickets in every state, 2 finished guidance
/// sessions; and with more tickets than that, two years of older ones. Everyone has this password.
pub async fn fill(house: &Arc<House>, password: String, tickets: usize) -> AppResult<()> {
    if !people::is_empty(house).await? {
        return Err(Error::Conflict(Conflict::NotEmpty));
    }
    let hash = people::demo_hash(house, password).await?;
    let mut people = company::PEOPLE.map(|p| person(&p)).to_vec();
    people.extend((0..tickets / PER_EMPLOYEE).map(colleague));
    let now = house.clock.now();
    let company = people.clone();
    house
        .db
        .write(move |tx| {
            Box::pin(async move {
                let teams = company::DEPARTMENTS.iter().zip(0..).map(|(name, i)| Department {
                    id: team(i),
                    name: (*name).into(),
                    confidential: false,
                });
                let kinds = company::CATEGORIES.iter().zip(0..).map(|(name, i)| Category {
                    id: category(i),
                    name: (*name).into(),
                    is_default: i == 0,
                    kind: company::kind_of(name),
                });
                departments::seed(tx, &teams.collect::<Vec<_>>(), &kinds.collect::<Vec<_>>()).await?;
                for account in &company {
                    people::seed(tx, account, &hash, now).await?;
                }
                Ok(())
            })
        })
        .await?;
    let archived = tickets.saturating_sub(TICKETS);
    let employees = people.iter().filter(|person| person.role == Role::Employee).cloned().collect();
    let cast = Cast { house: house.clone(), people: people.into(), employees, archived };
    archive::tell(&cast).await?;
    stories::tell(&cast).await
}

/// The stories of a demonstration fill so many days, up to now.
const DAYS: i64 = 21;

/// The clock of a demonstration begins with its stories, which move it to now.
pub fn clock() -> Clock {
    Clock::held_at(Clock::default().now() - Duration::days(DAYS))
}

/// Departments and categories of the demonstration always have the same ids.
fn team(place: u128) -> DepartmentId {
    DepartmentId(uuid::Uuid::from_u128(0xc0de_e000_0000 + place))
}

fn category(place: u128) -> CategoryId {
    CategoryId(uuid::Uuid::from_u128(0xc0de_e000_1000 + place))
}

fn person(p: &company::Person) -> Account {
    let email = [p.login, "@cordee.test"].concat();
    let phone = p.phone.map(str::to_owned);
    Account {
        id: AccountId::new(),
        email,
        username: Some(p.login.into()),
        name: p.name.into(),
        role: p.role,
        department: Some(team(p.department)),
        phone,
        active: true,
        lang: Lang::Fr,
    }
}

/// A large company has more people than those of the stories: one more for so many tickets.
const PER_EMPLOYEE: usize = 1_000;

fn colleague(place: usize) -> Account {
    let names: Vec<&str> = company::PEOPLE.iter().map(|person| person.name).collect();
    let first = names[place % names.len()].split(' ').next().unwrap_or_default();
    Account {
        id: AccountId::new(),
        email: format!("collegue{place}@cordee.test"),
        username: None,
        name: format!("{first} {}", vocabulary::surname(place)),
        role: Role::Employee,
        department: Some(team(place as u128 % 2)),
        phone: None,
        active: true,
        lang: Lang::Fr,
    }
}

/// The people of the stories, and their colleagues.
#[derive(Clone)]
struct Cast {
    house: Arc<House>,
    people: Arc<[Account]>,
    employees: Arc<[Account]>,
    /// So many older tickets.
    archived: usize,
}

impl Cast {
    /// As this person, by the part before the @.
    fn as_person(&self, login: &str) -> AppResult<Signed> {
        let account =
            self.people.iter().find(|a| a.email.split('@').next() == Some(login)).ok_or(Error::NotFound)?;
        Ok(self.as_account(account))
    }
    fn as_account(&self, account: &Account) -> Signed {
        as_account(&self.house, account.id, account.role, &account.name)
    }
}

/// The context of a person at the command line.
pub fn as_account(house: &Arc<House>, id: AccountId, role: Role, name: &str) -> Signed {
    let actor = Actor { id, session: SessionId::new(), role, name: name.into(), lang: Lang::Fr };
    let visit =
        Visit { address: Ipv4Addr::LOCALHOST.into(), agent: "demo".into(), lang: Lang::Fr, secure: false };
    Ctx { house: house.clone(), actor: None, visit }.signed_in(actor)
}
