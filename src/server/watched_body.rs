//! A body around another one, for whoever watches what passes: its pace, its bytes, its end.
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use std::{
    pin::Pin,
    task::{Context, Poll},
};

/// What a body has to give when it is asked.
pub type Polled = Poll<Option<Result<Frame<Bytes>, axum::Error>>>;

/// Who watches a body; dropped with it.
pub trait Watch: Send + Unpin + 'static {
    /// What is passed on of what the body gave.
    fn pass(&mut self, polled: Polled, _: &mut Context<'_>) -> Polled {
        polled
    }
}

struct Watched<W> {
    body: Body,
    by: W,
}

/// The body, watched.
pub fn watched(body: Body, by: impl Watch) -> Body {
    Body::new(Watched { body, by })
}

impl<W: Watch> HttpBody for Watched<W> {
    type Data = Bytes;
    type Error = axum::Error;
    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Polled {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        self.by.pass(polled, cx)
    }
    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
