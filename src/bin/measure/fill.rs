//! What a load test needs, written before `serve`: pairs of people, a ticket in progress for each, and their
//! tokens.
use super::{
    Failure,
    seed::{Seed, SeededPair},
};
use cordee::{
    base::{AccountId, AppResult, Lang, Role},
    cli::{self, Where},
    demo::as_account,
    features::{
        accounts::{Account, server::service::people},
        tickets::{NewTicketForm, server::service as tickets},
    },
    server::House,
};
use std::sync::Arc;

/// Writes the pairs and `pairs.json` beside the database, which need not be migrated yet.
pub async fn fill(place: &Where, pairs: usize) -> Result<(), Failure> {
    let house = cli::open(place).await?;
    let mut seed = Seed::default();
    for number in 0..pairs {
        seed.pairs.push(pair(&house, number).await?);
    }
    std::fs::write(house.config.data.join("pairs.json"), serde_json::to_string(&seed)?)?;
    house.db.close().await;
    Ok(())
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
    tickets::take(&helping, number, Default::default()).await?;
    Ok(SeededPair { number, technician_token, employee_token })
}

fn account(word: &str, place: usize, role: Role) -> Account {
    let email = format!("{word}{place}@charge.test");
    Account {
        id: AccountId::new(),
        name: format!("{word} {place}"),
        email,
        username: None,
        role,
        department: None,
        phone: None,
        active: true,
        lang: Lang::Fr,
    }
}
