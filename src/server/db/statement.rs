//! How a store reads: `maybe!(tx, Ticket, "select … where number = $1", number)`. Every statement is one text
//! and its arguments.

/// The one seam every text passes on its way to the database: whoever wants to look at all of them (query
/// plans) looks here. Texts are constants, so that each is prepared once per connection; the few that are put
/// together while the house runs say so with `AssertSqlSafe`.
#[inline]
pub fn statement<T: sqlx::SqlSafeStr>(text: T) -> T {
    text
}

/// How long these parts are together.
pub const fn length(parts: &[&str]) -> usize {
    let (mut sum, mut part) = (0, 0);
    while part < parts.len() {
        sum += parts[part].len();
        part += 1;
    }
    sum
}

/// These parts, one after the other.
pub const fn join<const LENGTH: usize>(parts: &[&str]) -> [u8; LENGTH] {
    let mut whole = [0; LENGTH];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let bytes = parts[part].as_bytes();
        let mut byte = 0;
        while byte < bytes.len() {
            whole[at] = bytes[byte];
            (at, byte) = (at + 1, byte + 1);
        }
        part += 1;
    }
    whole
}

/// One constant of several, so that a list of columns stands in one place:
/// `joined!("select ", TICKET, " from tickets")`.
#[macro_export]
macro_rules! joined {
    ($($part:expr),+ $(,)?) => {{
        const PARTS: &[&str] = &[$($part),+];
        const LENGTH: usize = $crate::db::statement::length(PARTS);
        const BYTES: [u8; LENGTH] = $crate::db::statement::join(PARTS);
        const TEXT: &str = match std::str::from_utf8(&BYTES) {
            Ok(text) => text,
            Err(_) => panic!("texts joined are a text"),
        };
        TEXT
    }};
}

/// Runs a statement that gives no rows.
#[macro_export]
macro_rules! run {
    ($tx:expr, $text:expr $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, |c| {
            sqlx::query($crate::db::statement($text))$(.bind($argument))*.execute(c).await.map(drop)
        })
    };
}

/// Runs a statement that gives no rows, no later than the unit's end, and whose failure is the unit's. On
/// SQLite it goes along with the end; whatever the unit does meanwhile sees it.
#[macro_export]
macro_rules! leave {
    ($tx:expr, $text:expr $(, $argument:expr)* $(,)?) => {
        match &mut *$tx {
            $crate::db::Tx::Sqlite($crate::db::SqliteHandle::Writer(unit)) => unit.leave($text, |arguments| {
                $(sqlx::Arguments::add(arguments, $argument)?;)*
                Ok(())
            }),
            tx => $crate::run!(tx, $text $(, $argument)*),
        }
    };
}

/// Runs a statement that gives no rows; says how many it changed.
#[macro_export]
macro_rules! changed {
    ($tx:expr, $text:expr $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, |c| {
            let done = sqlx::query($crate::db::statement($text))$(.bind($argument))*.execute(c).await;
            done.map(|done| done.rows_affected())
        })
    };
}

/// A row, if there is one; `scalar` before its type where it is a single value.
#[macro_export]
macro_rules! maybe {
    ($tx:expr, scalar $value:ty, $text:expr $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, |c| {
            let query = sqlx::query_scalar::<Driver, $value>($crate::db::statement($text));
            query$(.bind($argument))*.fetch_optional(c).await
        })
    };
    ($tx:expr, $row:ty, $text:expr $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, |c| {
            let query = sqlx::query_as::<Driver, $row>($crate::db::statement($text));
            query$(.bind($argument))*.fetch_optional(c).await
        })
    };
}

/// The row there is; `scalar` before its type where it is a single value.
#[macro_export]
macro_rules! one {
    ($tx:expr, scalar $value:ty, $text:expr $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, |c| {
            let query = sqlx::query_scalar::<Driver, $value>($crate::db::statement($text));
            query$(.bind($argument))*.fetch_one(c).await
        })
    };
    ($tx:expr, $row:ty, $text:expr $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, |c| {
            let query = sqlx::query_as::<Driver, $row>($crate::db::statement($text));
            query$(.bind($argument))*.fetch_one(c).await
        })
    };
}

/// Every row; `scalar` before its type where each is a single value.
#[macro_export]
macro_rules! all {
    ($tx:expr, scalar $value:ty, $text:expr $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, |c| {
            let query = sqlx::query_scalar::<Driver, $value>($crate::db::statement($text));
            query$(.bind($argument))*.fetch_all(c).await
        })
    };
    ($tx:expr, $row:ty, $text:expr $(, $argument:expr)* $(,)?) => {
        $crate::sql!($tx, |c| {
            let query = sqlx::query_as::<Driver, $row>($crate::db::statement($text));
            query$(.bind($argument))*.fetch_all(c).await
        })
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_list_of_columns_stands_in_one_place() {
        const TICKET: &str = "id, né";
        assert_eq!(joined!("select ", TICKET, " from tickets"), "select id, né from tickets");
    }
}
