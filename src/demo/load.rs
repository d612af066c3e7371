//! What a load test needs, written before `serve`: pairs of people, a ticket in progress for each, and their tokens.
use super::as_account;
use crate::{
    base::{AccountId, AppResult, Lang, Role},
    features::{
        accounts::{Account, server::people},
        tickets::{NewTicketForm, server::service as tickets},
    },
    loadtest::{Seed, SeededPair},
    server::House,
};
use std::sync::Arc;

/// Writes the pairs and `loadtest.json` beside the database.
pub async fn write(house: &Arc<House>, pairs: usize) -> Result<(), String> {
    let mut seed = Seed::default();
    for place in 0..pairs {
        seed.pairs.push(pair(house, place).await.map_err(|e| e.to_string())?);
    }
    let text = serde_json::to_string(&seed).map_err(|e| e.to_string())?;
    let path = house.config.data.join("loadtest.json");
    std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
}

async fn pair(house: &Arc<House>, place: usize) -> AppResult<SeededPair> {
    let (employee, technician) =
        (account("employe", place, Role::Employee), account("technicien", place, Role::Technician));
    let (asking, helping) = (
        as_account(house, employee.id, Role::Employee, &employee.name),
        as_account(house, technician.id, Role::Technician, &technician.name),
    );
    let (inner, now) = (house.clone(), house.clock.now());
    let tokens = house.db.write(move |tx| {
        Box::pin(async move {
            // No password opens these accounts: what is kept is no hash.
            people::seed(tx, &employee, "none", now).await?;
            people::seed(tx, &technician, "none", now).await?;
            Ok((
                people::seed_session(tx, &inner, technician.id, now).await?,
                people::seed_session(tx, &inner, employee.id, now).await?,
            ))
        })
    });
    let (technician_token, employee_token) = tokens.await?;
    let number = tickets::open(
        &asking,
        NewTicketForm { problem: format!("Essai de charge {place}"), ..Default::default() },
    )
    .await?;
    tickets::take(&helping, number).await?;
    Ok(SeededPair { number, technician_token, employee_token })
}

fn account(word: &str, place: usize, role: Role) -> Account {
    let email = format!("{word}{place}@charge.test");
    Account {
        id: AccountId::new(),
        name: format!("{word} {place}"),
        email,
        role,
        department: None,
        phone: None,
        active: true,
        lang: Lang::Fr,
    }
}
