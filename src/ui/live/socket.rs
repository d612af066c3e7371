//! One browser socket; dropping it closes it and lets its reader go. `line` opens the next one.
use futures_util::{FutureExt, SinkExt, StreamExt, future::poll_fn};
use gloo_net::websocket::{Message, futures::WebSocket};
use std::{cell::RefCell, rc::Rc, task::Poll};

/// An open or opening socket.
pub(super) struct Socket(Rc<RefCell<WebSocket>>);

impl Socket {
    /// Opens one to this address; none where the browser refuses.
    pub(super) fn open(
        address: &str,
        on_text: impl Fn(String) + 'static,
        on_close: impl Fn() + 'static,
    ) -> Option<Self> {
        let socket = Rc::new(RefCell::new(WebSocket::open(address).ok()?));
        let reading = Rc::downgrade(&socket);
        leptos::task::spawn_local(async move {
            let next = || {
                poll_fn(|context| match reading.upgrade() {
                    Some(socket) => socket.borrow_mut().poll_next_unpin(context),
                    None => Poll::Ready(None),
                })
            };
            while let Some(message) = next().await {
                if let Ok(Message::Text(text)) = message {
                    on_text(text);
                }
            }
            if reading.strong_count() > 0 {
                on_close();
            }
        });
        Some(Socket(socket))
    }

    /// Sends a text where the socket is open; what could not go is in the outbox still.
    pub(super) fn send(&self, text: &str) {
        _ = self.0.borrow_mut().send(Message::Text(text.to_owned())).now_or_never();
    }
}

/// The address of the line on the host the page came from.
pub(super) fn address() -> Option<String> {
    let location = leptos::prelude::location();
    let scheme = if location.protocol().ok()? == "https:" { "wss://" } else { "ws://" };
    Some([scheme, &location.host().ok()?, "/live"].concat())
}
