//! A house of the last landed schema is opened by this program: what was in it has the meaning it has now.
use super::world::{World, empty_postgres};
use crate::{
    base::{AccountId, Time},
    features::{
        departments::{CategoryId, DepartmentId},
        tickets::{ListQuery, Status, TicketId, server::service as tickets},
    },
    server::{
        db::{Db, Tx},
        jobs,
    },
    sql,
};
use uuid::Uuid;

const ACCOUNTING: DepartmentId = DepartmentId(Uuid::from_u128(1));
const WORKSHOP: DepartmentId = DepartmentId(Uuid::from_u128(2));
const CATEGORY: CategoryId = CategoryId(Uuid::from_u128(3));
const JOAN: AccountId = AccountId(Uuid::from_u128(4));
const KEN: AccountId = AccountId(Uuid::from_u128(5));

/// The tickets that were there: state, requester, lead, the one department; and the one that treats it
/// afterwards.
struct Old {
    number: i64,
    status: Status,
    requester: AccountId,
    lead: Option<AccountId>,
    department: Option<DepartmentId>,
    treats: Option<DepartmentId>,
}

/// Joan is of the accounting department, Ken of none.
fn olds() -> [Old; 6] {
    use Status::{InProgress, Open, Resolved};
    let old = |number, status, requester, department, treats| {
        let lead = (status != Open).then_some(KEN);
        Old { number, status, requester, lead, department, treats }
    };
    [
        old(1, Open, JOAN, Some(ACCOUNTING), None),
        old(2, Open, JOAN, Some(WORKSHOP), Some(WORKSHOP)),
        old(3, InProgress, JOAN, Some(ACCOUNTING), Some(ACCOUNTING)),
        old(4, Resolved, JOAN, Some(ACCOUNTING), Some(ACCOUNTING)),
        old(5, Open, KEN, Some(WORKSHOP), Some(WORKSHOP)),
        old(6, Open, KEN, None, None),
    ]
}

async fn write_people(tx: &mut Tx<'_>) -> sqlx::Result<()> {
    for (id, name) in [(ACCOUNTING, "Comptabilité"), (WORKSHOP, "Atelier")] {
        sql!(tx, |c| {
            let query = sqlx::query("insert into departments (id, name, key) values ($1, $2, $2)");
            query.bind(id).bind(name).execute(c).await.map(drop)
        })?;
    }
    sql!(tx, |c| {
        let query = sqlx::query("insert into categories (id, name, key) values ($1, 'Réseau', 'reseau')");
        query.bind(CATEGORY).execute(c).await.map(drop)
    })?;
    for (id, name, department) in [(JOAN, "joan", Some(ACCOUNTING)), (KEN, "ken", None)] {
        sql!(tx, |c| {
            sqlx::query(
                "insert into accounts (id, email, name, search, role, department, lang, password, created_at)
                 values ($1, $2, $2, $2, 'technicien', $3, 'fr', 'none', $4)",
            )
            .bind(id)
            .bind(name)
            .bind(department)
            .bind(Time::UNIX_EPOCH)
            .execute(c)
            .await
            .map(drop)
        })?;
    }
    Ok(())
}

async fn write_ticket(tx: &mut Tx<'_>, old: Old) -> sqlx::Result<()> {
    sql!(tx, |c| {
        sqlx::query(
            "insert into tickets (id, number, title, description, search, status, priority, category,
                                  department, requester, lead, created_at, updated_at)
             values ($1, $2, 'x', 'x', 'x', $3, 'normal', $4, $5, $6, $7, $8, $8)",
        )
        .bind(TicketId::new())
        .bind(old.number)
        .bind(old.status)
        .bind(CATEGORY)
        .bind(old.department)
        .bind(old.requester)
        .bind(old.lead)
        .bind(Time::UNIX_EPOCH)
        .execute(c)
        .await
        .map(drop)
    })
}

/// The house as version 9 left it, opened by this one.
async fn upgraded(url: &str) -> World {
    let db = Db::connect(url).await.unwrap();
    db.migrate_to(9).await.unwrap();
    let unit = db.write(|tx| {
        Box::pin(async move {
            write_people(tx).await?;
            for old in olds() {
                write_ticket(tx, old).await?;
            }
            Ok(())
        })
    });
    unit.await.unwrap();
    World::with(&[("database", url)]).await
}

async fn two_departments(url: &str) {
    let world = upgraded(url).await;
    // What was counted is, and what was found gets the labels that lists are narrowed by.
    assert_eq!(tickets::count_queue(&world.grace).await.unwrap().all, 6);
    world.index().await;
    jobs::run_due(&world.house).await.unwrap();
    let of_workshop = ListQuery { departement: WORKSHOP.to_string(), ..Default::default() };
    assert_eq!(tickets::count_tickets(&world.grace, &of_workshop).await, Ok(2));
    for old in olds() {
        let ticket = tickets::find(&world.linus, old.number).await.unwrap();
        let own = (old.requester == JOAN).then_some(ACCOUNTING);
        let both = (ticket.department, ticket.requester_department);
        assert_eq!(both, (old.treats, own), "ticket {}", old.number);
    }
}

#[tokio::test]
async fn what_waits_for_nobody_chosen_loses_the_requesters_department_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    two_departments(&format!("sqlite:{}", folder.path().join("old.db").display())).await;
}

#[tokio::test]
async fn what_waits_for_nobody_chosen_loses_the_requesters_department_on_postgres() {
    if let Some(url) = empty_postgres().await {
        two_departments(&url).await;
    }
}
