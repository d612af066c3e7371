//! The command line. It names rooms and machine room alike, so it stands above both.
use crate::{
    app,
    base::{Error, Lang},
    demo,
    features::{
        ROOMS,
        accounts::{RegisterForm, server::service::people},
        tickets::server::followers::reindex,
    },
    server::{
        self, House, Keys,
        clock::Clock,
        config::{self, Config, Given},
        data_lock::{self, DataLock},
        doctor, settings, start_failure, telemetry,
    },
};
use clap::{Args, Parser, Subcommand};
use std::{io::Write, path::PathBuf, sync::Arc};

/// A help desk whose heart is live, step-by-step remote guidance.
#[derive(Parser)]
#[command(version, about, long_about = None, after_help = settings::help(ROOMS.list))]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the help desk until SIGTERM or Ctrl+C.
    Serve(ServeArgs),
    /// Brings the database up to this version and ends.
    Migrate(Where),
    /// Fills an empty database with a believable small company.
    Demo(DemoArgs),
    /// Adds an administrator.
    CreateAdmin(CreateAdminArgs),
    /// Writes the search index anew, where something is not found that is there.
    Reindex(Where),
    /// Looks at the installation and says what is wrong.
    Doctor(Where),
}

/// Where this house keeps things. What is left out comes from the environment (`CORDEE_…`), then
/// `Leptos.toml`, then the default.
#[derive(Args, Clone, Default)]
pub struct Where {
    /// The folder of the SQLite database, the keys and the files [default: ./data]
    #[arg(long, value_name = "DIR")]
    pub data: Option<String>,
    /// sqlite:PATH or postgres://… [default: SQLite in the data folder]
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// The file of settings
    #[arg(long, value_name = "FILE", default_value = "Leptos.toml")]
    pub settings: PathBuf,
}

#[derive(Args)]
struct ServeArgs {
    #[command(flatten)]
    place: Where,
    /// Where to listen [default: 127.0.0.1:3000]
    #[arg(long, value_name = "HOST:PORT")]
    address: Option<String>,
    /// Where people reach the house, if not at the address: https://help.example.org
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// `off`, or `self-signed` for a trial on a local network
    #[arg(long, value_name = "MODE")]
    tls: Option<String>,
    /// A certificate chain, PEM
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<String>,
    /// Its private key, PEM
    #[arg(long, value_name = "FILE")]
    tls_key: Option<String>,
    /// Proxies whose forwarded headers count, separated by commas
    #[arg(long, value_name = "IP,…")]
    trusted_proxies: Option<String>,
    /// The folder of scripts, styles and pictures [default: `site` beside the program]
    #[arg(long, value_name = "DIR")]
    site_root: Option<String>,
}

#[derive(Args)]
struct DemoArgs {
    #[command(flatten)]
    place: Where,
    /// The password of every account
    #[arg(long, value_name = "WORD")]
    password: String,
    /// How many tickets, 60 at least; those beyond are older ones, spread over two years (100,000 take a
    /// few minutes)
    #[arg(long, value_name = "N", default_value_t = demo::TICKETS as u32,
        value_parser = clap::value_parser!(u32).range(demo::TICKETS as i64..))]
    tickets: u32,
}

#[derive(Args)]
struct CreateAdminArgs {
    #[command(flatten)]
    place: Where,
    #[arg(long)]
    name: String,
    #[arg(long)]
    email: String,
    /// 8 to 128 characters; better given as CORDEE_ADMIN_PASSWORD, which no list of processes shows
    #[arg(long, env = "CORDEE_ADMIN_PASSWORD", hide_env_values = true)]
    password: String,
}

/// Does what the command line says; a problem comes back as lines to print.
pub async fn run(cli: Cli) -> Result<(), String> {
    match cli.command {
        Command::Serve(args) => serve(args).await,
        Command::Migrate(place) => {
            let _alone = alone(&place)?;
            open(&place).await.map(drop)
        }
        Command::Demo(args) => {
            let _alone = alone(&args.place)?;
            let house = open_at(&args.place, demo::clock()).await?;
            demo::fill(&house, args.password, args.tickets as usize).await.map_err(said)?;
            house.db.close().await;
            println!("{} tickets; sign in with the password you chose, as:", args.tickets);
            demo::ACCOUNTS.iter().for_each(|account| println!("  {account}"));
            Ok(())
        }
        Command::CreateAdmin(args) => {
            let house = open(&args.place).await?;
            let form = RegisterForm {
                name: args.name,
                email: args.email,
                username: String::new(),
                password: args.password,
            };
            people::create_admin(&house, form).await.map_err(said)?;
            house.db.close().await;
            Ok(())
        }
        Command::Reindex(place) => {
            let house = open(&place).await?;
            reindex(&house).await.map_err(said)?;
            house.db.close().await;
            println!("The search index is written anew.");
            Ok(())
        }
        Command::Doctor(place) => examine(&place).await,
    }
}

async fn serve(args: ServeArgs) -> Result<(), String> {
    let mut given = gather(&args.place)?;
    let flags = [
        ("address", args.address),
        ("public_url", args.public_url),
        ("tls", args.tls),
        ("tls_cert", args.tls_cert),
        ("tls_key", args.tls_key),
        ("trusted_proxies", args.trusted_proxies),
        ("site_root", args.site_root),
    ];
    given.extend(flags.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    let config = Config::parse(&given, ROOMS.list).map_err(|problems| problems.join("\n"))?;
    telemetry::start(&config.log, config.log_json).map_err(|e| format!("log = {:?}: {e}", config.log))?;
    let house = House::open(config, ROOMS, Clock::default()).await?;
    let empty = people::is_empty(&house).await.map_err(said)?;
    let (code, url) = (house.welcome_code.clone(), house.config.public_url.clone());
    let secure = house.config.is_secure();
    server::serve(house, app::PAGES, move |address| {
        let url = url.unwrap_or_else(|| format!("http{}://{address}", if secure { "s" } else { "" }));
        println!("Cordée is ready at {url}");
        if empty {
            println!("Nobody has an account yet. Open {url}/welcome and give this code: {code}");
        }
    })
    .await
}

async fn examine(place: &Where) -> Result<(), String> {
    let config = config_of(place)?;
    let findings = doctor::examine(&config).await;
    let found = findings.iter().map(|finding| match &finding.trouble {
        None => format!("well     {}", finding.what),
        Some(trouble) => format!("trouble  {}: {trouble}", finding.what),
    });
    // Whoever reads only the first lines closes the pipe.
    let mut out = std::io::stdout().lock();
    for line in found.chain(doctor::told(&config, ROOMS.list)) {
        _ = writeln!(out, "{line}");
    }
    let troubles = findings.iter().filter(|finding| finding.trouble.is_some()).count();
    if troubles == 0 { Ok(()) } else { Err(format!("doctor found {troubles} to look at")) }
}

fn gather(place: &Where) -> Result<Given, String> {
    let mut given = config::gather(&place.settings, ROOMS.list)?;
    given.extend(
        [("data", &place.data), ("database", &place.database)]
            .into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value.clone()?))),
    );
    Ok(given)
}

/// For what a running server would not notice: nobody else works on this house.
fn alone(place: &Where) -> Result<DataLock, String> {
    let config = config_of(place)?;
    Keys::make_folder(&config.data).map_err(|error| start_failure::of_file(&config.data, &error))?;
    data_lock::lock(&config.data)
}

fn config_of(place: &Where) -> Result<Config, String> {
    Config::parse(&gather(place)?, ROOMS.list).map_err(|problems| problems.join("\n"))
}

/// The house of a command that works on it and ends; it logs warnings only.
pub async fn open(place: &Where) -> Result<Arc<House>, String> {
    open_at(place, Clock::default()).await
}

async fn open_at(place: &Where, clock: Clock) -> Result<Arc<House>, String> {
    let config = config_of(place)?;
    telemetry::start("warn", false)?;
    House::open(config, ROOMS, clock).await
}

/// An error in the words of the command line, field by field.
fn said(error: Error) -> String {
    match &error {
        Error::Invalid(fields) => fields
            .iter()
            .map(|f| [&f.field, ": ", &f.problem.text(Lang::En)].concat())
            .collect::<Vec<_>>()
            .join("\n"),
        other => other.text(Lang::En),
    }
}
