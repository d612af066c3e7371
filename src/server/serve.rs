//! Serving: an accept loop with limits in time and number, and an orderly end within five seconds.
use super::{
    House,
    body_timeout::BodyTimeout,
    connection_limit::{ConnectionLimit, Permit},
    data_lock, followers,
    idle_timeout::{self, Exchange, IdleTimeout},
    jobs, open_files,
    router::{Pages, router},
    tasks, tls,
    write_timeout::WriteTimeout,
};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
    response::Response,
};
use futures_util::future::join_all;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// A request's head must be complete within this, from the moment the connection is accepted; and so must the
/// handshake before it.
const HEAD: Duration = Duration::from_secs(10);
/// What is under way may take this long to finish when the house closes.
const GRACE: Duration = Duration::from_secs(4);

/// Serves until SIGTERM or Ctrl+C. `ready` is told the address once connections are accepted.
pub async fn serve(house: Arc<House>, pages: Pages, ready: impl FnOnce(SocketAddr)) -> Result<(), String> {
    let address = house.config.address;
    let _alone = data_lock::lock(&house.config.data)?;
    let listener = TcpListener::bind(address).await.map_err(|e| format!("address {address}: {e}"))?;
    let closing = house.bus.closing();
    let background = [
        tasks::spawn("jobs", jobs::work(house.clone(), closing.clone())),
        tasks::spawn("sweeps", jobs::sweep_all(house.clone(), closing.clone())),
        tasks::spawn("followers", followers::work(house.clone(), closing.clone())),
    ];
    let door = Door {
        acceptor: tls::acceptor(&house.config)?,
        app: router(house.clone(), pages),
        limit: limit(&house),
        closing: closing.clone(),
        open: TaskTracker::new(),
    };
    ready(listener.local_addr().map_err(|e| e.to_string())?);
    let asked = asked_to_close()?;
    tokio::select! {
        () = door.accept(listener) => {}
        () = asked => {}
    }
    tracing::info!("closing");
    closing.cancel();
    door.open.close();
    if timeout(GRACE, async { tokio::join!(door.open.wait(), join_all(background)) }).await.is_err() {
        tracing::warn!("some connections did not finish in time");
    }
    timeout(Duration::from_secs(1), house.db.close()).await.ok();
    Ok(())
}

/// As many connections as the system lets us hold open.
fn limit(house: &House) -> Arc<ConnectionLimit> {
    let files = open_files::raise_limit();
    if let Err(advice) = open_files::advice(files) {
        tracing::warn!(files, "the limit of open files is low: {advice}");
    }
    let proxies = house.config.trusted_proxies.clone();
    ConnectionLimit::new(open_files::connections(files), house.config.connections_per_address, proxies)
}

fn asked_to_close() -> Result<impl Future<Output = ()>, String> {
    let mut terminate = signal(SignalKind::terminate()).map_err(|e| e.to_string())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|e| e.to_string())?;
    Ok(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    })
}

/// Where connections come in.
struct Door {
    acceptor: Option<TlsAcceptor>,
    app: Router,
    limit: Arc<ConnectionLimit>,
    closing: CancellationToken,
    /// The connections that speak HTTP.
    open: TaskTracker,
}

impl Door {
    async fn accept(&self, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => {
                    if let Some(permit) = self.limit.admit(peer.ip()) {
                        self.connect(stream, peer, permit);
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn connect(&self, stream: TcpStream, peer: SocketAddr, permit: Permit) {
        stream.set_nodelay(true).ok();
        let exchange = Exchange::new(permit);
        let stream = IdleTimeout::new(WriteTimeout::new(stream), exchange.clone());
        let line = Connection { app: self.app.clone(), peer, exchange, closing: self.closing.clone() };
        let acceptor = self.acceptor.clone();
        let served = self.open.track_future(async move {
            match acceptor {
                None => line.serve(stream).await,
                Some(acceptor) => {
                    if let Ok(Ok(stream)) = timeout(HEAD, acceptor.accept(stream)).await {
                        line.serve(stream).await;
                    }
                }
            }
        });
        tasks::spawn("connection", served);
    }
}

/// Whose connection it is, and what answers on it.
struct Connection {
    app: Router,
    peer: SocketAddr,
    exchange: Arc<Exchange>,
    closing: CancellationToken,
}

impl Connection {
    /// HTTP/1 and its upgrades, nothing else, until either side ends it or others need the place.
    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let Connection { app, peer, exchange, closing } = self;
        let held = exchange.clone();
        let service = service_fn(move |request| answer(app.clone(), peer, exchange.clone(), request));
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(64 * 1024);
        let mut http = pin!(builder.serve_connection(TokioIo::new(stream), service).with_upgrades());
        let ended = tokio::select! {
            ended = http.as_mut() => ended,
            () = held.permit.given_up() => return tracing::debug!("a connection made room for others"),
            () = closing.cancelled() => {
                http.as_mut().graceful_shutdown();
                http.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

async fn answer(
    app: Router,
    peer: SocketAddr,
    exchange: Arc<Exchange>,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    exchange.begin();
    let mut request = request.map(BodyTimeout::around);
    request.extensions_mut().insert(ConnectInfo(peer));
    request.extensions_mut().insert(exchange.clone());
    let response: Response = app.oneshot(request).await?;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        exchange.permit.becomes_socket();
        return Ok(response);
    }
    Ok(response.map(|body: Body| idle_timeout::answer(body, exchange)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        body::Bytes,
        routing::{get, post},
    };
    use std::net::Ipv4Addr;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
        task::JoinHandle,
        time::Instant,
    };

    const WHOLE: &[u8] = b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\na";

    /// A client of a server that answers every body with a text of this length; and when the server has let
    /// go of them.
    fn client(length: usize) -> (DuplexStream, JoinHandle<()>) {
        let app = Router::new().route("/", post(move |_: Bytes| async move { "x".repeat(length) }));
        let (ours, theirs) = duplex(1024);
        let limit = ConnectionLimit::new(1, 1, vec![]);
        let exchange = Exchange::new(limit.admit(Ipv4Addr::LOCALHOST.into()).unwrap());
        let stream = IdleTimeout::new(WriteTimeout::new(theirs), exchange.clone());
        let peer = SocketAddr::from(([192, 0, 2, 7], 1));
        let closing = CancellationToken::new();
        let served = async move { Connection { app, peer, exchange, closing }.serve(stream).await };
        (ours, tasks::spawn("server of a test", served))
    }

    /// The seconds until the server lets go, or a panic after an hour.
    async fn ends_after(server: JoinHandle<()>) -> u64 {
        let began = Instant::now();
        timeout(Duration::from_secs(3_600), server).await.expect("an end").unwrap();
        began.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_or_no_whole_head_is_sent_away_within_ten_seconds() {
        for beginning in
            ["", "G", "GET / HTTP/1.1\r\nhost: x\r\n", "PRI * HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n"]
        {
            let (mut client, server) = client(1);
            client.write_all(beginning.as_bytes()).await.unwrap();
            assert!(ends_after(server).await <= 10, "{beginning:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_head_that_comes_letter_by_letter_gets_no_more_time() {
        let (mut client, server) = client(1);
        let dribble = tasks::spawn("client of a test", async move {
            while client.write_all(b"G").await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        });
        assert!(ends_after(server).await <= 10);
        dribble.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn http_2_is_not_spoken() {
        let (mut client, server) = client(1);
        client.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).await.unwrap();
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 "), "{answer:?}");
        assert_eq!(ends_after(server).await, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_dribbles_is_sent_away_and_a_steady_one_is_not() {
        for (pause, piece, seconds) in [(20, 1, 30), (5, 100, 30), (1, 4_096, 180)] {
            let (mut client, server) = client(1);
            client.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n").await.unwrap();
            let dribble = tasks::spawn("client of a test", async move {
                while client.write_all(&vec![b'a'; piece]).await.is_ok() {
                    sleep(Duration::from_secs(pause)).await;
                }
            });
            assert_eq!(ends_after(server).await, seconds, "{piece} bytes each {pause} s");
            dribble.await.unwrap();
        }
        let (mut client, server) = client(1);
        client
            .write_all(b"POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 40000\r\n\r\n")
            .await
            .unwrap();
        for _ in 0..40 {
            client.write_all(&[b'a'; 1_000]).await.unwrap();
            sleep(Duration::from_secs(4)).await;
        }
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        server.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_between_two_requests_stays_for_a_while() {
        let (mut client, server) = client(1);
        let mut answer = [0; 1_024];
        for _ in 0..3 {
            client.write_all(WHOLE).await.unwrap();
            let length = client.read(&mut answer).await.unwrap();
            assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
            sleep(Duration::from_secs(5)).await;
        }
        assert!(ends_after(server).await <= 75);
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_finishes_a_request_is_sent_away() {
        let (mut client, server) = client(1);
        client.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc").await.unwrap();
        let mut answer = Vec::new();
        timeout(Duration::from_secs(60), client.read_to_end(&mut answer)).await.expect("an end").unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 4"));
        server.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_reads_the_answer_is_sent_away() {
        let (mut client, server) = client(1_000_000);
        client.write_all(WHOLE).await.unwrap();
        assert!(ends_after(server).await <= 90);
    }

    #[tokio::test]
    async fn who_fills_the_house_with_silence_shuts_nobody_out() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = Router::new().route("/", get(|| async { "hello" }));
        let limit = ConnectionLimit::new(3, 3, vec![]);
        let (closing, open) = (CancellationToken::new(), TaskTracker::new());
        let door = Door { acceptor: None, app, limit, closing, open };
        tasks::spawn("door of a test", async move { door.accept(listener).await });
        let mut silent = Vec::new();
        for _ in 0..3 {
            silent.push(TcpStream::connect(address).await.unwrap());
        }
        let mut visitor = TcpStream::connect(address).await.unwrap();
        visitor.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        let within = Duration::from_secs(5);
        timeout(within, visitor.read_to_string(&mut answer)).await.expect("an answer at once").unwrap();
        assert!(answer.ends_with("hello"));
        let end = timeout(within, silent[0].read_u8()).await.expect("the oldest made room");
        assert!(end.is_err());
    }
}
