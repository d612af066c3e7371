//! The requester wants to be called: what staff see of it, and what became of it.
use super::guide::{Guide, STARTED};
use crate::{
    base::Lang,
    features::guidance::{Act, Call, CallOutcome, GuidanceEvent},
    ui::{Ago, Each, Fresh, Glyph, Icon, PhoneLink, When},
    words,
};
use leptos::prelude::*;

/// A call that is owed is shown to those who guide until they say what became of it, also after the session.
#[component]
pub fn CallAsked() -> impl IntoView {
    let lang = Lang::current();
    let guide = super::use_guide();
    let asked = Memo::new(move |_| guide.call().filter(|_| guide.page.relation.get().guides()));
    let banner = move |Call { at, phone }: Call| {
        let said = lang.fill(words::guidance::WantsCall { name: &guide.page.requester_name() });
        let link = phone.map(|phone| view! { <PhoneLink phone class="button ok" /> }.into_any());
        let outcome = move |outcome, said| {
            view! {
                <button type="button" class="button"
                    on:click=move |_| _ = guide.act(&Act::CallDone { outcome, asked: Some(at) })>
                    {lang.say(said)}
                </button>
            }
        };
        view! {
            <div class="banner warn" role="alert">
                <Icon glyph=Glyph::Phone />
                <span class="grow">{said} " · " <Ago at /></span>
                {link}
                {outcome(CallOutcome::Called, words::guidance::CALLED)}
                {outcome(CallOutcome::NotReached, words::guidance::NOT_REACHED)}
            </div>
        }
    };
    view! { <Each each=move || asked.get().into_iter().collect() key=|call| call.at children=banner /> }
}

/// For the requester: the last call they asked for did not reach them.
#[component]
pub(super) fn CallMissed(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let said = move || lang.fill(words::guidance::DidNotReach { name: &guide.lead_name(lang) });
    view! {
        <When is=move || is_missed(guide)>
            <p class="banner" role="status">
                <Icon glyph=Glyph::Phone />
                <span class="grow"><Fresh text=Signal::derive(said) /></span>
            </p>
        </When>
    }
}

fn is_missed(guide: Guide) -> bool {
    const ENDED: &str = GuidanceEvent::word("CallEnded");
    guide.call().is_none()
        && guide.page.events.with(|events| {
            let mut of_session = events.iter().rev().take_while(|event| event.kind != STARTED);
            let last = of_session.find(|event| event.kind == ENDED).and_then(GuidanceEvent::from_event);
            matches!(last, Some(GuidanceEvent::CallEnded { outcome: CallOutcome::NotReached }))
        })
}
