//! The body of a request: it comes at a least rate, and is whole within three minutes.
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
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

/// A body that is given up when it comes too slowly.
pub struct BodyTimeout {
    body: Body,
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
    /// Around this body.
    pub fn around<B>(body: B) -> Body
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        if body.is_end_stream() {
            return Body::empty();
        }
        Body::new(BodyTimeout { body: Body::new(body), clock: None, came: 0 })
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

impl HttpBody for BodyTimeout {
    type Data = Bytes;
    type Error = axum::Error;
    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        match &frame {
            Poll::Pending if self.is_too_slow(cx) => {
                Poll::Ready(Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut)))))
            }
            Poll::Ready(Some(Ok(data))) => {
                self.came += data.data_ref().map_or(0, Bytes::len);
                frame
            }
            _ => frame,
        }
    }
    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
