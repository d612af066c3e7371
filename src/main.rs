//! `cordee`: reads the command line.
use clap::Parser;
use cordee::cli::{self, Cli};
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match cli::run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            problems.lines().for_each(|line| eprintln!("cordee: {line}"));
            ExitCode::FAILURE
        }
    }
}
