//! Messages that have not reached the server yet.
use super::ticket_context::use_ticket_context;
use crate::{
    base::{Lang, json::read_value},
    features::conversation::SayBody,
    ui::{Each, Glyph, Icon, outbox::Pending},
    words,
};
use leptos::prelude::*;

/// What one has said and the server has not acknowledged, shown as waiting.
#[component]
pub fn WaitingMessages() -> impl IntoView {
    let lang = Lang::current();
    let page = use_ticket_context();
    let pending = page.live.pending(page.number);
    let said = |item: &Pending| {
        (item.verb == SayBody::VERB)
            .then(|| read_value::<SayBody>(item.body.clone()).ok().map(|body| (item.id, body.text)))
            .flatten()
    };
    // The server may have told of it before it acknowledged it.
    let unknown =
        move |id| page.events.with(|events| events.iter().rev().take(20).all(|e| e.act != Some(id)));
    let waiting = move || {
        pending.with(|items| items.iter().filter_map(said).filter(|(id, _)| unknown(*id)).collect::<Vec<_>>())
    };
    view! {
        <Each each=waiting key=|(id, _)| *id let((_, text))>
            <div class="say mine waiting">
                <p class="pre">{text}</p>
                <div class="seen tiny muted row">
                    <Icon glyph=Glyph::Clock />
                    {lang.say(words::conversation::WAITING)}
                </div>
            </div>
        </Each>
    }
}
