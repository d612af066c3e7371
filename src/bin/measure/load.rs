//! The load generator: drives pairs of technician and employee over real sockets, and measures.
use super::{
    Failure,
    pair::{Pair, Plan, Tally},
    process,
    report::{self, Report},
    seed::{self, Seed, SeededPair},
};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

/// What `measure load` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct LoadArgs {
    /// The server, such as http://127.0.0.1:3000 (no TLS; on this machine, so that its memory and CPU can be
    /// read)
    pub url: String,
    /// Technician/employee pairs; each holds two sockets
    #[arg(long, default_value_t = 50)]
    pub pairs: usize,
    /// How long to measure, once everybody is connected
    #[arg(long, default_value_t = 30)]
    pub seconds: u64,
    /// Seconds from one step of a pair to its next, starts spread over them; 0: the next step as soon as one
    /// is answered
    #[arg(long, default_value_t = 5.0)]
    pub pace: f64,
    /// The tickets and tokens that `measure seed` wrote
    #[arg(long, default_value = "./data/pairs.json")]
    pub seed_file: PathBuf,
    /// Where to write the figures as JSON
    #[arg(long)]
    pub json: Option<PathBuf>,
}

/// So many lines are opened at a time.
const OPENING: usize = 64;

/// Drives the pairs, measures, prints the table and writes the JSON. An error if anything was lost, doubled,
/// out of order or refused.
pub async fn load(args: LoadArgs) -> Result<(), Failure> {
    let report = measure(&args).await?;
    print!("{}", report.table());
    if let Some(path) = &args.json {
        std::fs::write(path, serde_json::to_string_pretty(&report.json())?)?;
    }
    if report.is_clean() {
        Ok(())
    } else {
        Err("something was lost, doubled, out of order or refused: see the table".into())
    }
}

async fn measure(args: &LoadArgs) -> Result<Report, Failure> {
    let address = seed::address(&args.url)?;
    let seed = Seed::read(&args.seed_file, args.pairs)?;
    let server = process::listening_on(&address);
    let rest = server.as_ref().map(process::Process::memory);
    let began = Instant::now();
    let pairs = open_all(&address, seed).await?;
    let connected = server.as_ref().map(process::Process::memory);
    println!(
        "{} pairs ({} sockets) in {:.1} s; measuring for {} s",
        pairs.len(),
        2 * pairs.len(),
        began.elapsed().as_secs_f64(),
        args.seconds
    );

    let cpu_before = server.as_ref().map(process::Process::cpu);
    let (tally, took) = drive(pairs, args).await;
    let cpu =
        server.as_ref().map(process::Process::cpu).zip(cpu_before).map(|(after, before)| after - before);
    let server =
        report::Server { rest, connected, peak: server.as_ref().map(process::Process::peak_memory), cpu };
    Ok(Report { pairs: args.pairs, pace: args.pace, took, tally, server })
}

async fn open_all(address: &str, seed: Vec<SeededPair>) -> Result<Vec<Pair>, Failure> {
    let mut pairs = Vec::with_capacity(seed.len());
    let mut opening = JoinSet::new();
    for (place, seeded) in seed.into_iter().enumerate() {
        let address = address.to_owned();
        opening.spawn(async move { Pair::open(&address, place, &seeded).await });
        if opening.len() >= OPENING
            && let Some(pair) = opening.join_next().await
        {
            pairs.push(pair??);
        }
    }
    while let Some(pair) = opening.join_next().await {
        pairs.push(pair??);
    }
    Ok(pairs)
}

/// Lets every pair go through its steps until the time is over, and adds up what they saw.
async fn drive(pairs: Vec<Pair>, args: &LoadArgs) -> (Tally, Duration) {
    let plan = Plan {
        pairs: pairs.len(),
        pace: Duration::from_secs_f64(args.pace),
        begin: Instant::now(),
        length: Duration::from_secs(args.seconds),
    };
    let mut running = JoinSet::new();
    for pair in pairs {
        running.spawn(pair.run(plan));
    }
    let mut total = Tally::default();
    while let Some(tally) = running.join_next().await {
        match tally {
            Ok(tally) => total.add(tally),
            Err(panic) => total.troubles.push(panic.to_string()),
        }
    }
    (total, plan.begin.elapsed().min(plan.length))
}
