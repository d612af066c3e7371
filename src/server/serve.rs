//! Serving: an accept loop with limits in time and number, and an orderly end within five seconds.
use super::{House, crowd::Crowd, jobs, patient::Patient, router::router, tasks, tls};
use axum::{Router, extract::ConnectInfo};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// So many connections at a time.
const CONNECTIONS: usize = 10_000;
/// A request's head must be complete within this; an idle connection is closed after it.
const HEAD: Duration = Duration::from_secs(10);
/// What is under way may take this long to finish when the house closes.
const GRACE: Duration = Duration::from_secs(4);

/// Serves until SIGTERM or Ctrl+C. `ready` is told the address once connections are accepted.
pub async fn serve(house: Arc<House>, ready: impl FnOnce(SocketAddr)) -> Result<(), String> {
    let acceptor = tls::acceptor(&house.config)?;
    let address = house.config.address;
    let listener = TcpListener::bind(address).await.map_err(|e| format!("address {address}: {e}"))?;
    let app = router(house.clone());
    let closing = house.bus.closing();
    let worker = tasks::spawn("jobs", jobs::work(house.clone(), closing.clone()));
    let shutdown = GracefulShutdown::new();
    let crowd = Crowd::new(house.config.connections_per_address, house.config.trusted_proxies.clone());
    ready(listener.local_addr().map_err(|e| e.to_string())?);
    let asked = asked_to_close()?;
    tokio::select! {
        () = accept(listener, (acceptor, app), &crowd, &shutdown) => {}
        () = asked => {}
    }
    tracing::info!("closing");
    closing.cancel();
    if timeout(GRACE, async { tokio::join!(shutdown.shutdown(), worker) }).await.is_err() {
        tracing::warn!("some connections did not finish in time");
    }
    timeout(Duration::from_secs(1), house.db.close()).await.ok();
    Ok(())
}

fn asked_to_close() -> Result<impl Future<Output = ()>, String> {
    let mut terminate = signal(SignalKind::terminate()).map_err(|e| e.to_string())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|e| e.to_string())?;
    Ok(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    })
}

async fn accept(
    listener: TcpListener,
    (acceptor, app): (Option<TlsAcceptor>, Router),
    crowd: &Crowd,
    shutdown: &GracefulShutdown,
) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { return };
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Some(counted) = crowd.admit(peer.ip()) else { continue };
        let (acceptor, app, watcher) = (acceptor.clone(), app.clone(), shutdown.watcher());
        tasks::spawn("connection", async move {
            connection(stream, peer, acceptor, app, watcher).await;
            drop((place, counted));
        });
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    acceptor: Option<TlsAcceptor>,
    app: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    stream.set_nodelay(true).ok();
    let stream = Patient::new(stream);
    match acceptor {
        None => talk(stream, peer, app, watcher).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) = timeout(HEAD, acceptor.accept(stream)).await {
                talk(stream, peer, app, watcher).await;
            }
        }
    }
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    app: Router,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let service = app.map_request(move |mut request: axum::http::Request<_>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 * 1024);
    let connection =
        builder.serve_connection_with_upgrades(TokioIo::new(stream), TowerToHyperService::new(service));
    if let Err(error) = watcher.watch(connection.into_owned()).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Bytes, routing::post};
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    /// A client of a server that answers every body with a long text.
    fn client() -> (DuplexStream, tokio::task::JoinHandle<()>) {
        let app = Router::new()
            .route("/", post(|_: Bytes| async { "x".repeat(1_000_000) }))
            .layer(super::super::router::patience());
        let (ours, theirs) = duplex(1024);
        let shutdown = GracefulShutdown::new();
        let watcher = shutdown.watcher();
        let peer = SocketAddr::from(([192, 0, 2, 7], 1));
        let talk = async move {
            talk(Patient::new(theirs), peer, app, watcher).await;
            drop(shutdown);
        };
        (ours, tasks::spawn("server of a test", talk))
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_finishes_a_request_is_sent_away() {
        let (mut client, server) = client();
        client.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc").await.unwrap();
        let mut answer = Vec::new();
        timeout(Duration::from_secs(60), client.read_to_end(&mut answer)).await.expect("an end").unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 4"));
        server.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_reads_the_answer_is_sent_away() {
        let (mut client, server) = client();
        client.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\na").await.unwrap();
        timeout(Duration::from_secs(90), server).await.expect("an end").unwrap();
    }
}
