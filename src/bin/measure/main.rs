//! Measures and torments a running server from outside, over real sockets. Built with the feature `measure`
//! and never shipped: neither it nor the crates that only it uses are in the program. Only filling the
//! database beforehand uses rooms; the rest knows the wire alone.
//!
//! Vocabulary: *pair* (a technician and an employee on one ticket), *side* (one of the two with their
//! socket), *reader* (what a side has been told so far, and whether a number was missing), *pace* (seconds
//! from one step of a pair to its next; 0: as soon as answered).
mod crash;
mod crash_check;
mod crash_opener;
mod crash_person;
mod fill;
mod frame;
mod load;
mod pair;
mod process;
mod report;
mod seed;
mod side;

use clap::{Parser, Subcommand};
use cordee::cli::Where;
use std::process::ExitCode;

/// Why a run could not go on; told to the person at the terminal.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Measures and torments a running Cordée.
#[derive(Parser)]
#[command(about, long_about = None)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Drives pairs of technician and employee over real sockets and measures.
    Load(load::LoadArgs),
    /// Writes the people, tickets and tokens of a run into an empty database, before `cordee serve`.
    Seed(SeedArgs),
    /// Kills a server at random moments under load and compares every acknowledged act with its database.
    Crash(crash::CrashArgs),
}

#[derive(clap::Args)]
struct SeedArgs {
    #[command(flatten)]
    place: Where,
    /// How many pairs of technician and employee
    #[arg(long, value_name = "N")]
    pairs: usize,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Load(args) => load::load(args).await,
        Command::Seed(args) => fill::fill(&args.place, args.pairs).await,
        Command::Crash(args) => crash::crash(args).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("measure: {problem}");
            ExitCode::FAILURE
        }
    }
}
