//! What a page fetches: at the server while it is drawn, in the browser when what it depends on changes.
//! leptos' resources are compiled anew for each kind of answer; these are all of one kind, and only who asked
//! knows what is in it.
use super::{browser::not_at_first_look, each::mark_of};
use crate::base::{AppResult, json};
use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    any::Any, convert::Infallible, future::Future, hash::Hash, marker::PhantomData, pin::Pin, sync::Arc,
};

type Coming<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What a server function answered, or will.
pub struct Fetched<T> {
    held: Resource<Held, Text>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Fetched<T> {}

impl<T: Clone + DeserializeOwned + 'static> IntoFuture for Fetched<T> {
    type Output = AppResult<T>;
    type IntoFuture = Coming<AppResult<T>>;
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let held = self.held.await;
            not_at_first_look().await;
            held.answer()
        })
    }
}

/// Fetches what the page cannot be drawn without.
pub fn fetched<S, T, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Fetched<T>
where
    S: Hash,
    T: Serialize + Send + Sync + 'static,
    Fut: Future<Output = AppResult<T>> + Send + 'static,
{
    let source = Arc::new(source);
    let asked = source.clone();
    let fetch = move |_| -> Coming<Held> {
        let coming = fetch(untrack(|| source()));
        Box::pin(async move { Held::new(coming.await) })
    };
    Fetched { held: hold(Box::new(move || mark_of(asked())), Box::new(fetch), true), kind: PhantomData }
}

/// Fetches what may come after the page.
pub fn fetched_later<T, Fut>(fetch: impl Fn() -> Fut + Send + Sync + 'static) -> Fetched<T>
where
    T: Serialize + Send + Sync + 'static,
    Fut: Future<Output = AppResult<T>> + Send + 'static,
{
    let fetch = move |_| -> Coming<Held> {
        let coming = fetch();
        Box::pin(async move { Held::new(coming.await) })
    };
    Fetched { held: hold(Box::new(|| 0), Box::new(fetch), false), kind: PhantomData }
}

fn hold(
    source: Box<dyn Fn() -> u64 + Send + Sync>,
    fetch: Box<dyn Fn(u64) -> Coming<Held> + Send + Sync>,
    blocking: bool,
) -> Resource<Held, Text> {
    Resource::new_with_options(source, fetch, blocking)
}

/// An answer: as it was made, as it came with the page, or both.
#[derive(Clone)]
struct Held {
    made: Option<Arc<dyn Any + Send + Sync>>,
    text: Arc<str>,
}

impl Held {
    fn new<T: Serialize + Send + Sync + 'static>(answer: AppResult<T>) -> Self {
        Held { text: written(&answer), made: Some(Arc::new(answer)) }
    }
    fn answer<T: Clone + DeserializeOwned + 'static>(&self) -> AppResult<T> {
        let made = self.made.as_ref().and_then(|made| made.downcast_ref::<AppResult<T>>());
        made.cloned().unwrap_or_else(|| json::read_answer(&self.text))
    }
}

#[cfg(feature = "ssr")]
fn written<T: Serialize>(answer: &AppResult<T>) -> Arc<str> {
    serde_json::to_string(answer).unwrap_or_default().into()
}
/// The browser sends no page along.
#[cfg(not(feature = "ssr"))]
fn written<T>(_: &AppResult<T>) -> Arc<str> {
    Arc::default()
}

/// How an answer travels with the page.
struct Text;

impl Encoder<Held> for Text {
    type Error = Infallible;
    type Encoded = String;
    fn encode(held: &Held) -> Result<String, Infallible> {
        Ok((*held.text).to_owned())
    }
}

impl Decoder<Held> for Text {
    type Error = Infallible;
    type Encoded = str;
    fn decode(text: &str) -> Result<Held, Infallible> {
        Ok(Held { made: None, text: text.into() })
    }
}
