//! Every statement that the tests run is asked how it will be run: none reads all of a table, or of an index,
//! that grows.
use super::{
    house_text::{House, Source, literals},
    world::World,
};
use crate::server::db::{Db, Tx};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Mutex, Once},
};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, filter, layer::Context, prelude::*};

/// Under this name the run of all tests inside this test is told where to write down what it runs.
const WRITTEN_DOWN: &str = "CORDEE_TEST_STATEMENTS";

/// These do not grow with the years: what an admin sets up, and one row for each thing there is one of.
const SMALL: [&str; 9] = [
    "departments",
    "categories",
    "counters",
    "followers",
    "recurring_jobs",
    // States × priorities × people who ever were in charge.
    "ticket_counts",
    // What waits, or is dead and waits for an admin; what is done is deleted.
    "jobs",
    "_sqlx_migrations",
    // At most 50 of each technician.
    "views",
];

/// Writes every statement down, where the environment says so. Each line is one statement.
#[expect(clippy::disallowed_methods, reason = "the test that reads the plans says where")]
pub fn write_down_statements() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let Ok(path) = std::env::var(WRITTEN_DOWN) else { return };
        let file = fs::File::options().create(true).append(true).open(path).unwrap();
        let writer = Writer { seen: Mutex::default(), file };
        let only = filter::filter_fn(|metadata| metadata.target() == "sqlx::query");
        tracing_subscriber::registry().with(writer.with_filter(only)).try_init().ok();
    });
}

struct Writer {
    seen: Mutex<BTreeSet<String>>,
    file: fs::File,
}

#[derive(Default)]
struct Statement {
    summary: String,
    whole: String,
}

impl Visit for Statement {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.into(),
            "db.statement" => self.whole = value.into(),
            _ => {}
        }
    }
}

impl<S: Subscriber> Layer<S> for Writer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut statement = Statement::default();
        event.record(&mut statement);
        let Statement { summary, whole } = statement;
        let text = if whole.trim().is_empty() { summary } else { whole };
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.seen.lock().unwrap().insert(shape(&line)) {
            (&self.file).write_all([&line, "\n"].concat().as_bytes()).unwrap();
        }
    }
}

/// Numbers and the lengths of lists make no other statement.
fn shape(line: &str) -> String {
    let digits: String = line.chars().filter(|c| !c.is_ascii_digit()).collect();
    digits.replace("$, ", "").replace(", ,", ",")
}

/// What all other tests have run: those of `bin/ci` have written it down, else they run once more here, in
/// one process.
#[expect(clippy::disallowed_methods, reason = "`bin/ci` says where")]
fn written_down() -> String {
    if let Ok(path) = std::env::var(WRITTEN_DOWN) {
        return fs::read_to_string(path).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("statements");
    let mut run = Command::new(std::env::current_exe().unwrap());
    run.args(["--skip", "plans::", "--skip", "house_rules::", "--test-threads", "4"]);
    run.env(WRITTEN_DOWN, &path).stdout(Stdio::null()).stderr(Stdio::null());
    run.status().unwrap(); // some expect a process of their own and fail; what they ran counts all the same
    fs::read_to_string(path).unwrap()
}

/// The statements of the house that were run, one of each shape.
fn statements() -> Vec<String> {
    let lines = written_down();
    let words = ["select", "insert", "update", "delete", "with"];
    let house = House::read();
    let told = |only: fn(&Source) -> Option<&str>| -> String {
        let texts = house.sources.iter().filter_map(only);
        texts.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    // Tests ask the database themselves now and then, also those that stand in the file of what they test.
    let whole = told(|source| Some(source.text.as_str()));
    let stores = told(|source| (!source.is_test()).then_some(source.code.as_str()));
    let ours = lines.lines().filter(|line| words.iter().any(|word| line.starts_with(word)));
    let ours = ours.filter(|line| !whole.contains(*line) || stores.contains(*line));
    let shapes: BTreeMap<String, &str> = ours.map(|line| (shape(line), line)).collect();
    shapes.into_values().map(str::to_owned).collect()
}

/// Where SQL may stand.
fn has_sql(source: &Source) -> bool {
    let is_store = source.stem() == "store" || source.path.contains("/store/");
    !source.is_test() && (is_store || source.path.starts_with("server/"))
}

/// The pieces of SQL that stand in the code: whole statements, and parts that are put together.
fn pieces(house: &House) -> Vec<(String, String)> {
    let begins = [
        "select ",
        "insert into ",
        "update ",
        "delete from ",
        "with ",
        "from ",
        "where ",
        "and ",
        "or ",
        "join ",
        "left join ",
        "order by ",
        "group by ",
        "on conflict ",
        "union ",
        "returning ",
        "values ",
    ];
    let is_sql = |text: &&str| begins.iter().any(|word| text.starts_with(word));
    let of = |source: &Source| {
        let around_holes = literals(&source.code).into_iter().filter(is_sql);
        let parts =
            around_holes.flat_map(|text| text.split('{').map(|part| part.rsplit('}').next().unwrap()));
        let parts =
            parts.map(|part| part.trim_end_matches('\\').split_whitespace().collect::<Vec<_>>().join(" "));
        parts.filter(|part| part.len() > 3).map(|part| (source.path.clone(), part)).collect::<Vec<_>>()
    };
    house.sources.iter().filter(|source| has_sql(source)).flat_map(of).collect()
}

/// The plan, a line for each step; none where this database does not know the statement.
async fn plan(db: &Db, statement: &str) -> Option<Vec<String>> {
    match db.read().await.unwrap() {
        Tx::Sqlite(mut tx) => {
            let text = ["explain query plan ", statement].concat();
            let rows: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(sqlx::AssertSqlSafe(text)).fetch_all(&mut *tx).await.ok()?;
            Some(rows.into_iter().map(|(.., detail)| detail).collect())
        }
        Tx::Postgres(mut tx) => {
            // What is prepared outlives its transaction.
            let name = format!("p{}", uuid::Uuid::now_v7().simple());
            let count = (1..100).take_while(|n| statement.contains(&format!("${n}"))).count();
            let nulls = vec!["null"; count].join(", ");
            let given = if count == 0 { String::new() } else { format!("({nulls})") };
            let ways = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"]
                .map(|way| format!("set local {way} = off;"));
            let text = format!(
                "{} set local plan_cache_mode = force_generic_plan; prepare {name} as {statement}",
                ways.concat()
            );
            sqlx::raw_sql(sqlx::AssertSqlSafe(text)).execute(&mut *tx).await.ok()?;
            let text = format!("explain execute {name}{given}");
            let rows: Vec<(String,)> =
                sqlx::query_as(sqlx::AssertSqlSafe(text)).persistent(false).fetch_all(&mut *tx).await.ok()?;
            Some(rows.into_iter().map(|(step,)| step.trim().to_owned()).collect())
        }
    }
}

/// The tables a statement calls by this name, which may be another one in each of its parts.
fn called<'a>(statement: &'a str, name: &str, tables: &BTreeSet<String>) -> Vec<&'a str> {
    let words: Vec<&str> =
        statement.split([' ', ',', '(', ')']).filter(|w| !w.is_empty() && *w != "as").collect();
    let aliased = words.windows(2).filter(|pair| pair[1] == name).map(|pair| pair[0]);
    let itself = words.iter().copied().find(|word| *word == name);
    itself.into_iter().chain(aliased).filter(|table| tables.contains(*table)).collect()
}

/// The first step that reads all of something that grows.
fn full_scan(statement: &str, plan: &[String], tables: &BTreeSet<String>) -> Option<String> {
    let grows = |name: &str| called(statement, name, tables).iter().any(|table| !SMALL.contains(table));
    let scans = plan.iter().enumerate().filter(|(place, step)| {
        let words: Vec<&str> = step.trim_start_matches("->").split_whitespace().collect();
        match words.as_slice() {
            ["SCAN", table, ..] => grows(table),
            ["Seq", "Scan", "on", table, ..] => grows(table),
            ["Index", "Scan", ..] | ["Index", "Only", "Scan", ..] => {
                let table = words.iter().skip_while(|word| **word != "on").nth(1);
                let entered = plan.get(place + 1).is_some_and(|next| next.contains("Index Cond"));
                !entered && table.is_some_and(|table| grows(table))
            }
            _ => false,
        }
    });
    scans.map(|(_, step)| step.clone()).next()
}

async fn tables(db: &Db) -> BTreeSet<String> {
    let text = match db {
        Db::Sqlite { .. } => "select name from sqlite_master where type = 'table'",
        Db::Postgres { .. } => "select cast(tablename as text) from pg_tables where schemaname = 'public'",
    };
    let mut tx = db.read().await.unwrap();
    let names: Vec<String> = crate::sql!(&mut tx, |c| sqlx::query_scalar(text).fetch_all(c).await).unwrap();
    names.into_iter().collect()
}

/// These read all of something, and may: each with the reason.
const ALLOWED: [(&str, &str); 9] = [
    ("where k.number in (", "a page of numbers; where there are no figures PostgreSQL walks an empty table"),
    ("where t.number in (", "the same"),
    ("join tickets t on t.id = e.stream and e.seq = case", "the latest events, until a page is full"),
    ("from tags g where exists", "names that staff sort by, and it stops at the limit"),
    ("select exists (select 1 from accounts)", "it stops at the first"),
    ("from accounts order by search limit", "it stops at the limit"),
    ("from tickets t where t.guided", "tickets_guided holds only who is guided now"),
    ("delete from search_", "a damaged index is forgotten as a whole"),
    (
        "select t.number from guidance g join tickets t",
        "guidance_quiet holds only who waits; without figures of its tables PostgreSQL joins in either order",
    ),
];

#[tokio::test]
async fn no_statement_reads_all_of_what_grows() {
    let statements = tokio::task::spawn_blocking(statements).await.unwrap();
    let told: String = statements.iter().map(|statement| [statement, "\n"].concat()).collect();
    let pieces = pieces(&House::read());
    let untried: Vec<_> = pieces.iter().filter(|(_, piece)| !told.contains(piece)).collect();
    println!(
        "{} statements run; {} of {} pieces of SQL tried",
        statements.len(),
        pieces.len() - untried.len(),
        pieces.len()
    );
    assert!(untried.is_empty(), "no test runs these:\n{untried:#?}");
    let mut violations = Vec::new();
    for world in [Some(World::on_sqlite().await), World::on_postgres().await].into_iter().flatten() {
        let db = &world.house.db;
        let tables = tables(db).await;
        let mut read = 0;
        for statement in &statements {
            let Some(plan) = plan(db, statement).await else { continue };
            read += 1;
            let is_allowed = ALLOWED.iter().any(|(part, _)| statement.contains(part));
            if let Some(step) = full_scan(statement, &plan, &tables).filter(|_| !is_allowed) {
                violations.push(format!("{step}\n    in {statement:.400}"));
            }
        }
        assert!(read > 100, "only {read} of {} statements have a plan here", statements.len());
    }
    assert!(
        violations.is_empty(),
        "\nThese read all of something that grows:\n  {}\n",
        violations.join("\n  ")
    );
}
