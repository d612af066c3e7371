//! The crash run: kills the server at random moments under load and compares every acknowledged act with the
//! database.
use super::{
    Failure,
    crash_check::{Found, check},
    crash_opener::Opener,
    crash_person::{Part, Person},
    fill,
    seed::Seed,
};
use cordee::cli::Where;
use std::{
    collections::HashSet,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::{
    net::{TcpListener, TcpStream},
    process::{Child, Command},
    sync::watch,
    task::JoinSet,
};

/// What `measure crash` is told.
#[derive(Clone, Debug, clap::Args)]
pub struct CrashArgs {
    /// The program to start and kill, a `cordee`
    #[arg(long)]
    pub program: PathBuf,
    /// How often to kill the server
    #[arg(long, default_value_t = 100)]
    pub kills: u32,
    /// Technician/employee pairs at work meanwhile
    #[arg(long, default_value_t = 8)]
    pub pairs: usize,
    /// An empty folder for the data
    #[arg(long)]
    pub data: PathBuf,
    /// The database, if not SQLite in the data folder
    #[arg(long)]
    pub database: Option<String>,
}

/// Starts the program as a server, again and again, and ends with a verdict; an error if anything
/// acknowledged was lost or doubled.
pub async fn crash(args: CrashArgs) -> Result<(), Failure> {
    let mut server = Server::prepare(&args).await?;
    let seed = Seed::read(&args.data.join("pairs.json"), args.pairs)?;
    let (stop, over) = watch::channel(false);
    let (mut people, mut openers) = (JoinSet::new(), JoinSet::new());
    for (place, pair) in seed.into_iter().enumerate() {
        openers
            .spawn(Opener::new(place, pair.employee_token.clone()).run(server.address.clone(), over.clone()));
        for (part, token) in
            [(Part::Technician, pair.technician_token), (Part::Employee, pair.employee_token)]
        {
            people.spawn(Person::new(part, pair.number, token).run(server.address.clone(), over.clone()));
        }
    }
    let mut slowest = Duration::ZERO;
    for _ in 0..args.kills {
        tokio::time::sleep(Duration::from_millis(rand::random_range(150..1200))).await;
        server.kill().await?;
        slowest = slowest.max(server.start().await?);
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    stop.send(true)?;
    let people = tokio::time::timeout(Duration::from_secs(30), people.join_all())
        .await
        .map_err(|_| "what was said was not acknowledged in 30 s")?;
    let found = compare(&server.address, people, openers.join_all().await).await?;
    server.kill().await?;
    verdict(args.kills, slowest, &found)
}

async fn compare(address: &str, mut people: Vec<Person>, openers: Vec<Opener>) -> Result<Found, Failure> {
    people.sort_by_key(|person| (person.number, person.part == Part::Employee));
    let mut found = Found::default();
    for pair in people.chunks(2) {
        if let [technician, employee] = pair {
            check(address, technician, employee, &mut found).await?;
        }
    }
    let mut given = HashSet::new();
    for opener in &openers {
        opener.check(address, &mut given, &mut found).await?;
    }
    Ok(found)
}

fn verdict(kills: u32, slowest: Duration, found: &Found) -> Result<(), Failure> {
    for problem in found.problems.iter().take(20) {
        println!("{problem}");
    }
    println!("slowest start after a kill: {} ms; {} lines opened", slowest.as_millis(), found.lines);
    let Found { acknowledged, opened, lost, doubled, .. } = found;
    println!(
        "{kills} kills, {acknowledged} acknowledged acts, {opened} answered openings of tickets, \
         {lost} lost, {doubled} doubled"
    );
    let sound = lost + doubled == 0 && found.problems.is_empty() && *acknowledged > 0 && *opened > 0;
    if sound { Ok(()) } else { Err("what was acknowledged is not what is stored".into()) }
}

/// The program, serving.
struct Server {
    program: PathBuf,
    address: String,
    serve: Vec<String>,
    log: PathBuf,
    running: Option<Child>,
}

impl Server {
    async fn prepare(args: &CrashArgs) -> Result<Server, Failure> {
        let place = Where {
            data: Some(args.data.display().to_string()),
            database: args.database.clone(),
            settings: "Leptos.toml".into(),
        };
        fill::fill(&place, args.pairs).await?;
        let mut common = vec!["--data".to_owned(), args.data.display().to_string()];
        common.extend(args.database.iter().flat_map(|url| ["--database".to_owned(), url.clone()]));
        let address = TcpListener::bind("127.0.0.1:0").await?.local_addr()?.to_string();
        let serve = [vec!["serve".into(), "--address".into(), address.clone()], common].concat();
        let log = args.data.join("server.log");
        let mut server = Server { program: args.program.clone(), address, serve, log, running: None };
        server.start().await?;
        Ok(server)
    }

    /// Starts, and says how long it took until the port answered.
    async fn start(&mut self) -> Result<Duration, Failure> {
        let began = Instant::now();
        let log = std::fs::File::options().create(true).append(true).open(&self.log)?;
        let mut serve = Command::new(&self.program);
        serve.args(&self.serve).env("CORDEE_WRITES_PER_MINUTE", "10000000");
        self.running = Some(serve.stdout(Stdio::null()).stderr(log).kill_on_drop(true).spawn()?);
        while TcpStream::connect(&self.address).await.is_err() {
            if began.elapsed() > Duration::from_secs(20) {
                return Err(format!("the server did not start: see {}", self.log.display()).into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(began.elapsed())
    }

    /// SIGKILL: no goodbye, nothing flushed.
    async fn kill(&mut self) -> Result<(), Failure> {
        if let Some(mut child) = self.running.take() {
            child.kill().await?;
        }
        Ok(())
    }
}
