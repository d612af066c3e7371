//! Behind a proxy that hides who people come to: an administrator is told why nothing is taken, by the log
//! and by `doctor`.
use super::{api_world::Api, lines::Server, world::World};
use crate::cli::{self, Cli};
use clap::Parser;
use serde_json::json;
use std::{
    fs::Permissions,
    io,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{Arc, Mutex},
};
use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest};
use tracing::subscriber::DefaultGuard;

/// What is logged in this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn listen() -> (Log, DefaultGuard) {
        let log = Log::default();
        let writer = log.clone();
        let listening =
            tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(listening))
    }
    /// What was logged since it was last taken.
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

const ELSEWHERE: &str = "https://help.example";

#[track_caller]
fn is_told(log: &Log, host: &str) {
    let told = log.take();
    for word in ["WARN", ELSEWHERE, host, "public_url"] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[tokio::test]
async fn what_is_refused_for_its_origin_is_told_in_the_log_with_the_setting() {
    let (log, _listening) = Log::listen();
    // A house each: it tells of one network once a minute.
    for path in ["/api/v1/sessions/current", "/fn/sign_out"] {
        let api = Api::open().await;
        let token = api.token(&api.world.ada).await;
        let call = api.call("POST", path).with("cookie", &format!("cordee_access={token}"));
        call.with("origin", ELSEWHERE).with("host", "127.0.0.1:3000").send().await;
        is_told(&log, "127.0.0.1:3000");
    }
    let api = Api::open().await;
    let token = api.token(&api.world.ada).await;
    let own = api.post("/api/v1/tickets", json!({"description": "bruit"})).by(&token);
    own.with("origin", ELSEWHERE).with("host", "help.example").send().await.is(201);
    assert!(!log.take().contains(ELSEWHERE), "what comes from its own page is nothing to tell");
}

#[tokio::test]
async fn a_socket_refused_for_its_origin_is_told_as_well() {
    let server = Server::start().await;
    let (log, _listening) = Log::listen();
    let host = server.address.to_string();
    let mut request = format!("ws://{host}/live").into_client_request().unwrap();
    request.headers_mut().insert("origin", ELSEWHERE.parse().unwrap());
    assert!(connect_async(request).await.is_err());
    is_told(&log, &host);
}

/// How `cordee doctor` ends on this data folder, with a site and these settings beside it.
async fn doctor(data: &Path, settings: &str) -> Result<(), String> {
    let beside = tempfile::tempdir().unwrap();
    let path = |name: &str| beside.path().join(name).display().to_string();
    std::fs::create_dir_all(path("site/pkg")).unwrap();
    let own = format!("site_root = \"{}\"\naddress = \"127.0.0.1:0\"\n", path("site"));
    std::fs::write(path("settings.toml"), own + settings).unwrap();
    let data = data.to_str().unwrap();
    let words = ["cordee", "doctor", "--data", data, "--settings", &path("settings.toml")];
    cli::run(Cli::parse_from(words)).await
}

#[tokio::test]
async fn doctor_ends_as_a_failure_where_there_is_something_to_look_at() {
    let secure = "public_url = \"https://help.example\"\n";
    let world = World::on_sqlite().await;
    let data = &world.house.config.data;
    std::fs::set_permissions(data, Permissions::from_mode(0o700)).unwrap();
    assert_eq!(doctor(data, secure).await, Ok(()));
    assert_eq!(doctor(data, "").await, Err("doctor found 1 to look at".into()), "no https");
    let nowhere = doctor(&data.join("nowhere"), secure).await;
    assert_eq!(nowhere, Err("doctor found 2 to look at".into()), "neither folder nor database");
}
