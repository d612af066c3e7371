//! One browser socket and its listeners; dropping it closes it and lets them go.
use leptos::wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, MessageEvent, WebSocket};

/// An open or opening socket.
pub(super) struct Socket {
    raw: WebSocket,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(Event)>,
}

impl Socket {
    /// Opens one to this address; none where the browser refuses.
    pub(super) fn open(
        address: &str,
        on_text: impl Fn(String) + 'static,
        on_close: impl Fn() + 'static,
    ) -> Option<Self> {
        let raw = WebSocket::new(address).ok()?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_text(text);
            }
        });
        let closed = Closure::<dyn FnMut(Event)>::new(move |_: Event| on_close());
        raw.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        raw.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Socket { raw, _heard: heard, _closed: closed })
    }

    /// Sends a text where the socket is open.
    pub(super) fn send(&self, text: &str) {
        if self.raw.ready_state() == WebSocket::OPEN {
            // What could not go is in the outbox still.
            _ = self.raw.send_with_str(text);
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.raw.set_onmessage(None);
        self.raw.set_onclose(None);
        _ = self.raw.close();
    }
}

/// The address of the line on the host the page came from.
pub(super) fn address() -> Option<String> {
    let location = leptos::prelude::location();
    let scheme = if location.protocol().ok()? == "https:" { "wss://" } else { "ws://" };
    Some([scheme, &location.host().ok()?, "/live"].concat())
}
