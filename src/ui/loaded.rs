//! What a page shows while its data is on the way, when it has come, and when it was refused.
use super::{Glyph, Icon, NotFoundPage, Skeleton};
use crate::base::{AppResult, Error, Lang};
use crate::words;
use leptos::prelude::*;

/// Draws what came; keeps the last picture in place while it is fetched again.
pub fn loaded<T, V>(data: Resource<AppResult<T>>, draw: impl Fn(T) -> V + Clone + Send + Sync + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let shown = move || {
        let draw = draw.clone();
        Suspend::new(async move {
            match data.await {
                Ok(came) => draw(came).into_any(),
                Err(error) => view! { <Refusal error /> }.into_any(),
            }
        })
    };
    view! { <Transition fallback=|| view! { <Skeleton /> }>{shown}</Transition> }
}

/// Why there is nothing to show.
#[component]
pub fn Refusal(error: Error) -> impl IntoView {
    let lang = Lang::current();
    if matches!(error, Error::NotFound | Error::Forbidden) {
        return view! { <NotFoundPage /> }.into_any();
    }
    let door = matches!(error, Error::Unauthenticated).then(|| view! { <a href="/sign-in">{lang.say(words::ui::SIGN_IN)}</a> });
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
