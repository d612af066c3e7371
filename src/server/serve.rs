//! Serving: an accept loop with limits in time and number, and an orderly end within five seconds.
use super::{House, jobs, router::router, tasks, tls};
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
    ready(listener.local_addr().map_err(|e| e.to_string())?);
    let asked = asked_to_close()?;
    tokio::select! {
        () = accept(listener, acceptor, app, &shutdown) => {}
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

async fn accept(listener: TcpListener, acceptor: Option<TlsAcceptor>, app: Router, shutdown: &GracefulShutdown) {
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
        let (acceptor, app, watcher) = (acceptor.clone(), app.clone(), shutdown.watcher());
        tasks::spawn("connection", async move {
            connection(stream, peer, acceptor, app, watcher).await;
            drop(place);
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
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), TowerToHyperService::new(service));
    if let Err(error) = watcher.watch(connection.into_owned()).await {
        tracing::debug!(%error, "a connection ended early");
    }
}
