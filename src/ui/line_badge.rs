//! The state of the line, in a pill.
use super::{Fresh, live::LineState};
use crate::{base::Lang, words};
use leptos::prelude::*;

/// The state of the line, always in sight and said aloud when it changes.
#[component]
pub fn LineBadge() -> impl IntoView {
    let lang = Lang::current();
    let line = use_context::<RwSignal<LineState>>();
    let state = move || line.map_or(LineState::Online, |line| line.get());
    let class = move || match state() {
        LineState::Online => "pill ok line-badge",
        LineState::Reconnecting => "pill warn live line-badge",
        LineState::Offline => "pill bad line-badge",
    };
    let word = move || match state() {
        LineState::Online => lang.say(words::ui::ONLINE).to_owned(),
        LineState::Reconnecting => lang.say(words::ui::RECONNECTING).to_owned(),
        LineState::Offline => lang.say(words::ui::OFFLINE).to_owned(),
    };
    view! {
        <span class=class role="status">
            <i></i>
            <span class="line-word"><Fresh text=Signal::derive(word) /></span>
        </span>
    }
}
