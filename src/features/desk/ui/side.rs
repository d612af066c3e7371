//! What is known around a ticket: who asked, the facts, what can be done, what happened.
use super::{acts::StatusActs, assign::Assign, edit::Edit, told::sentence};
use crate::{
    base::Lang,
    features::{
        conversation::ui::{Talk, use_talk},
        guidance::ui::use_guide,
        tickets::ui::priority_name,
    },
    ui::{Avatar, Each, Glyph, Icon, Moment},
    words,
};
use leptos::prelude::*;

/// The third pane; on a tablet it comes when called.
#[component]
pub(super) fn Side(side_open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let talk = use_talk();
    let print = ["/tickets/", &talk.number.to_string(), "/print"].concat();
    view! {
        <aside class="side" aria-label=lang.say(words::desk::DETAILS)>
            <button type="button" class="button quiet to-side" on:click=move |_| side_open.set(false)>
                <Icon glyph=Glyph::Close />
                {lang.say(words::desk::HIDE_DETAILS)}
            </button>
            <Requester talk />
            <Facts talk />
            <section class="stack tight">
                <h2 class="label">{lang.say(words::desk::WHAT_NOW)}</h2>
                <StatusActs />
                <Assign />
                <Edit />
                <a class="button quiet" href=print>
                    <Icon glyph=Glyph::Print />
                    {lang.say(words::desk::PRINT)}
                </a>
            </section>
            <History talk />
        </aside>
    }
}

#[component]
fn Requester(talk: Talk) -> impl IntoView {
    let lang = Lang::current();
    let guide = use_guide();
    let (name, department) =
        talk.ticket.with_untracked(|ticket| (ticket.requester.name.clone(), ticket.department_name.clone()));
    let phone = guide.phone.get_value().map(|phone| {
        let href = ["tel:", &phone.replace(' ', "")].concat();
        view! { <a class="small" href=href>{phone}</a> }.into_any()
    });
    view! {
        <section>
            <h2 class="label">{lang.say(words::desk::REQUESTER)}</h2>
            <div class="row">
                <Avatar name=name.clone() />
                <div class="grow">
                    <b>{name}</b>
                    <div class="small muted">{department}</div>
                    {phone}
                </div>
            </div>
        </section>
    }
}

#[component]
fn Facts(talk: Talk) -> impl IntoView {
    let lang = Lang::current();
    let category = move || talk.ticket.with(|ticket| ticket.category_name.clone());
    let priority = move || priority_name(lang, talk.ticket.with(|ticket| ticket.priority));
    let lead = move || {
        talk.ticket
            .with(|ticket| ticket.lead.as_ref().map(|lead| lead.name.clone()))
            .unwrap_or_else(|| "—".to_owned())
    };
    let at = talk.ticket.with_untracked(|ticket| ticket.created_at);
    view! {
        <section>
            <h2 class="label">{lang.say(words::desk::FACTS)}</h2>
            <dl class="facts">
                <dt>{lang.say(words::desk::LEAD)}</dt>
                <dd>{move || lead()}</dd>
                <dt>{lang.say(words::tickets::CATEGORY)}</dt>
                <dd>{move || category()}</dd>
                <dt>{lang.say(words::tickets::PRIORITY)}</dt>
                <dd>{move || priority()}</dd>
                <dt>{lang.say(words::desk::OPENED)}</dt>
                <dd>
                    <Moment at />
                </dd>
            </dl>
        </section>
    }
}

/// Who did what, the latest first.
#[component]
fn History(talk: Talk) -> impl IntoView {
    let lang = Lang::current();
    let lines = Memo::new(move |_| {
        let told =
            |event: &crate::base::live::Event| sentence(lang, event).map(|said| (event.seq, said, event.at));
        talk.events.with(|events| events.iter().rev().filter_map(told).collect::<Vec<_>>())
    });
    view! {
        <section>
            <h2 class="label">{lang.say(words::desk::HISTORY)}</h2>
            <ol class="history small">
                <Each each=move || lines.get() key=|(seq, ..)| *seq let((_, said, at))>
                    <li>
                        <span>{said}</span>
                        <span class="tiny muted">
                            <Moment at />
                        </span>
                    </li>
                </Each>
            </ol>
        </section>
    }
}
