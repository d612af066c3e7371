//! The connection of one unit of work on SQLite. A trip to SQLite's thread and back costs more than most
//! statements: those that give nothing back wait, and go in one trip with the end of the unit.
use sqlx::{Arguments, AssertSqlSafe, SqliteConnection, error::BoxDynError, sqlite::SqliteArguments};

/// The writer's connection while a unit is run.
pub struct UnitConnection<'c> {
    connection: &'c mut SqliteConnection,
    /// Statements that wait, and what is bound in them: `$1`, `$2` … through all of them.
    text: String,
    arguments: SqliteArguments,
}

impl<'c> UnitConnection<'c> {
    pub(super) fn new(connection: &'c mut SqliteConnection) -> Self {
        UnitConnection { connection, text: String::new(), arguments: SqliteArguments::default() }
    }

    /// Leaves a statement for the end.
    pub fn leave(
        &mut self,
        text: &str,
        bind: impl FnOnce(&mut SqliteArguments) -> Result<(), BoxDynError>,
    ) -> sqlx::Result<()> {
        let before = self.arguments.len();
        bind(&mut self.arguments).map_err(sqlx::Error::Encode)?;
        push_renumbered(&mut self.text, text, before);
        self.text.push(';');
        Ok(())
    }

    /// Runs what waits, so that the next statement sees it.
    pub async fn catch_up(&mut self) -> sqlx::Result<()> {
        if self.text.is_empty() { Ok(()) } else { self.end("").await }
    }

    /// Runs what waits, and this after it.
    pub(super) async fn end(&mut self, last: &str) -> sqlx::Result<()> {
        let (mut text, arguments) = (std::mem::take(&mut self.text), std::mem::take(&mut self.arguments));
        text.push_str(last);
        let whole = sqlx::query_with(crate::db::statement(AssertSqlSafe(text)), arguments);
        whole.execute(&mut *self.connection).await.map(drop)
    }

    pub(super) fn connection(&self) -> &SqliteConnection {
        self.connection
    }
    pub(super) fn connection_mut(&mut self) -> &mut SqliteConnection {
        self.connection
    }
}

/// Writes a statement behind others: its `$1` is the first that is bound after theirs.
fn push_renumbered(whole: &mut String, text: &str, before: usize) {
    let mut parts = text.split('$');
    whole.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(digits);
        whole.push('$');
        match number.parse::<usize>() {
            Ok(number) => whole.push_str(&(number + before).to_string()),
            Err(_) => whole.push_str(number),
        }
        whole.push_str(rest);
    }
}

#[cfg(test)]
mod tests {
    use super::push_renumbered;

    #[test]
    fn what_is_bound_is_numbered_through_all_that_waits() {
        let mut whole = String::from("insert into a values ($1, $2);");
        push_renumbered(&mut whole, "update b set c = $2, d = $10 where e = $1 and f = '$'", 2);
        assert_eq!(
            whole,
            "insert into a values ($1, $2);update b set c = $4, d = $12 where e = $3 and f = '$'"
        );
    }
}
