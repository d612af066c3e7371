//! The SQL of who serves which departments.
use crate::{all, base::AccountId, features::departments::DepartmentId, run, server::db::Tx};

/// Those this person serves.
pub async fn list_served(tx: &mut Tx<'_>, account: AccountId) -> sqlx::Result<Vec<DepartmentId>> {
    let text = "select department from department_technicians where account = $1 order by department";
    all!(tx, scalar DepartmentId, text, account)
}

/// This person serves these, and no others.
pub async fn set_served(
    tx: &mut Tx<'_>,
    account: AccountId,
    departments: &[DepartmentId],
) -> sqlx::Result<()> {
    run!(tx, "delete from department_technicians where account = $1", account)?;
    for department in departments {
        run!(
            tx,
            "insert into department_technicians (account, department) values ($1, $2)",
            account,
            department,
        )?;
    }
    Ok(())
}
