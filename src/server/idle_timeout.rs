//! A connection between two requests: it ends when nothing comes for a while, and keeps its permit as long as
//! anything holds its stream.
use super::{
    connection_limit::Permit,
    watched_body::{Watch, watched},
};
use axum::body::Body;
use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// So long may a connection stand open between two requests.
const IDLE: Duration = Duration::from_secs(75);

/// Nothing is asked.
const WAITING: u8 = 0;
/// A request is being read or answered; of a socket, for ever.
const UNDER_WAY: u8 = 1;
/// The answer is written, but not yet wholly taken.
const ANSWERED: u8 = 2;

/// What a connection is doing; its stream and its service both know it.
pub struct Exchange {
    pub permit: Permit,
    phase: AtomicU8,
}

impl Exchange {
    /// Of a connection that has just been accepted.
    pub fn new(permit: Permit) -> Arc<Self> {
        Arc::new(Exchange { permit, phase: WAITING.into() })
    }
    /// A request has come.
    pub fn begin(&self) {
        self.phase.store(UNDER_WAY, Ordering::Relaxed);
    }
    fn is_waiting(&self) -> bool {
        self.phase.load(Ordering::Relaxed) == WAITING
    }
    /// Everything written was taken: was that the end of an answer?
    fn flushed(&self) -> bool {
        let ended =
            self.phase.compare_exchange(ANSWERED, WAITING, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if ended {
            self.permit.finished();
        }
        ended
    }
}

/// The body of an answer: when it is written, the exchange knows.
pub fn answer(body: Body, exchange: Arc<Exchange>) -> Body {
    watched(body, Written(exchange))
}

struct Written(Arc<Exchange>);

impl Watch for Written {}

impl Drop for Written {
    fn drop(&mut self) {
        self.0.phase.store(ANSWERED, Ordering::Relaxed);
    }
}

/// A stream that is given up when nothing is asked for too long.
pub struct IdleTimeout<S> {
    stream: S,
    exchange: Arc<Exchange>,
    idle: Option<Pin<Box<Sleep>>>,
}

impl<S> IdleTimeout<S> {
    /// Around this stream.
    pub fn new(stream: S, exchange: Arc<Exchange>) -> Self {
        IdleTimeout { stream, exchange, idle: None }
    }
    fn has_idled(&mut self, cx: &mut Context<'_>) -> bool {
        let idle = self.idle.get_or_insert_with(|| Box::pin(sleep(IDLE)));
        idle.as_mut().poll(cx).is_ready()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for IdleTimeout<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if read.is_ready() || !self.exchange.is_waiting() {
            self.idle = None;
            return read;
        }
        if self.has_idled(cx) { Poll::Ready(Err(io::ErrorKind::TimedOut.into())) } else { Poll::Pending }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for IdleTimeout<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }
    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        // hyper has looked for the next request already: whoever wakes it when none comes is asked here.
        if flushed.is_ready() && self.exchange.flushed() {
            self.has_idled(cx);
        }
        flushed
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
