//! The requester wants to be called.
use super::guide::{Guide, STARTED};
use crate::{
    base::{Lang, Time},
    features::guidance::GuidanceEvent,
    ui::{Ago, Glyph, Icon},
    words,
};
use leptos::prelude::*;

const CALL_ASKED: &str = GuidanceEvent::word("CallAsked");

/// A call asked for.
#[derive(Clone, PartialEq)]
pub(super) struct Call {
    seq: i64,
    at: Time,
    phone: Option<String>,
}

/// The latest call asked for in the running session.
pub(super) fn call_asked(guide: Guide) -> Option<Call> {
    guide.page.events.with(|events| {
        let mut of_session = events.iter().rev().take_while(|event| event.kind != STARTED);
        let asked = of_session.find(|event| event.kind == CALL_ASKED)?;
        let GuidanceEvent::CallAsked { phone } = GuidanceEvent::from_event(asked)? else { return None };
        Some(Call { seq: asked.seq, at: asked.at, phone })
    })
}

/// It is shown until it is put away.
#[component]
pub(super) fn CallAsked(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let put_away = RwSignal::new(0_i64);
    let asked = Memo::new(move |_| call_asked(guide));
    let call = move || {
        let Call { seq, at, phone } = asked.get().filter(|call| call.seq > put_away.get())?;
        let phone = phone.or_else(|| guide.phone.get_value());
        let said = lang.fill(words::guidance::WantsCall { name: &guide.page.requester_name() });
        let link = phone.map(|phone| {
            let href = ["tel:", &phone.replace(' ', "")].concat();
            view! { <a class="button ok" href=href><Icon glyph=Glyph::Phone />{phone}</a> }.into_any()
        });
        let banner = view! {
            <div class="banner warn" role="alert">
                <Icon glyph=Glyph::Phone />
                <span class="grow">{said} " · " <Ago at /></span>
                {link}
                <button type="button" class="button quiet square"
                    aria-label=lang.say(words::guidance::PUT_AWAY) on:click=move |_| put_away.set(seq)>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
        };
        Some(banner.into_any())
    };
    view! { {move || call()} }
}
