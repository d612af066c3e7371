//! What a page shows while its data is on the way, when it has come, and when it was refused.
use super::{Fetched, Glyph, Icon, NotFoundPage, Skeleton};
use crate::base::{Error, Lang};
use crate::words;
use leptos::{children::ViewFnOnce, prelude::*};
use serde::de::DeserializeOwned;
use std::pin::Pin;

/// A drawing that is on its way.
type Coming = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Draws what came; keeps the last picture in place while it is fetched again.
pub fn loaded<T, V>(data: Fetched<T>, draw: impl Fn(T) -> V + Clone + Send + 'static) -> AnyView
where
    T: Clone + DeserializeOwned + 'static,
    V: IntoView + 'static,
{
    let shown = move || -> Coming {
        let draw = draw.clone();
        Box::pin(async move {
            match data.await {
                Ok(came) => draw(came).into_any(),
                Err(error) => view! { <Refusal error /> }.into_any(),
            }
        })
    };
    place((|| view! { <Skeleton /> }).into(), Box::new(shown))
}

/// Draws what is awaited in `draw`; until it has come there is nothing.
pub fn awaited<F, V>(draw: impl Fn() -> F + Send + 'static) -> AnyView
where
    F: Future<Output = V> + Send + 'static,
    V: IntoView + 'static,
{
    let shown = move || -> Coming {
        let coming = draw();
        Box::pin(async move { coming.await.into_any() })
    };
    place(ViewFnOnce::default(), Box::new(shown))
}

/// Compiled once for all that is awaited.
fn place(fallback: ViewFnOnce, shown: Box<dyn Fn() -> Coming + Send>) -> AnyView {
    view! { <Transition fallback>{move || Suspend::new(shown())}</Transition> }.into_any()
}

/// Why there is nothing to show.
#[component]
pub fn Refusal(error: Error) -> impl IntoView {
    let lang = Lang::current();
    if matches!(error, Error::NotFound | Error::Forbidden) {
        return view! { <NotFoundPage /> }.into_any();
    }
    let door = matches!(error, Error::Unauthenticated)
        .then(|| view! { <a href="/sign-in" rel="external">{lang.say(words::ui::SIGN_IN)}</a> }.into_any());
    view! {
        <div class="page">
            <div class="banner bad" role="alert">
                <Icon glyph=Glyph::Warning />
                <span class="grow">{error.text(lang)} " " {door}</span>
            </div>
        </div>
    }
    .into_any()
}
