//! The body of a request: it comes at a least rate, and is whole within three minutes.
use super::watched_body::{Polled, Watch, watched};
use axum::body::{Body, Bytes, HttpBody};
use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::time::{Instant, Sleep, sleep};

/// So long may a body take, even a photo from a phone in a cellar.
const WHOLE: Duration = Duration::from_secs(180);
/// In each of these spans so many bytes must come, or the rest.
const SPAN: Duration = Duration::from_secs(30);
const LEAST: usize = 4 * 1024;

/// Gives a body up that comes too slowly.
#[derive(Default)]
pub struct BodyTimeout {
    /// Runs once the other end was waited for.
    clock: Option<Clock>,
    /// In this span.
    came: usize,
}

struct Clock {
    whole: Pin<Box<Sleep>>,
    span: Pin<Box<Sleep>>,
}

impl BodyTimeout {
    pub fn around<B>(body: B) -> Body
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        if body.is_end_stream() {
            return Body::empty();
        }
        watched(Body::new(body), BodyTimeout::default())
    }
    fn is_too_slow(&mut self, cx: &mut Context<'_>) -> bool {
        let clock = self
            .clock
            .get_or_insert_with(|| Clock { whole: Box::pin(sleep(WHOLE)), span: Box::pin(sleep(SPAN)) });
        if clock.whole.as_mut().poll(cx).is_ready() {
            return true;
        }
        while clock.span.as_mut().poll(cx).is_ready() {
            if self.came < LEAST {
                return true;
            }
            self.came = 0;
            clock.span.as_mut().reset(Instant::now() + SPAN);
        }
        false
    }
}

impl Watch for BodyTimeout {
    fn pass(&mut self, polled: Polled, cx: &mut Context<'_>) -> Polled {
        match &polled {
            Poll::Pending if self.is_too_slow(cx) => {
                return Poll::Ready(Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut)))));
            }
            Poll::Ready(Some(Ok(frame))) => self.came += frame.data_ref().map_or(0, Bytes::len),
            _ => {}
        }
        polled
    }
}
