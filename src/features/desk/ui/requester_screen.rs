//! The requester's screen: phone first; the step in hand while they are guided, the conversation otherwise.
use super::{
    acts::StatusActs,
    assign::Assign,
    edit::Edit,
    marks::{Confidential, MarkPills},
    open::follow_ticket,
    people::People,
    resolved::Solution,
    stream::{FLOW, Stream, show_own},
};
use crate::{
    base::{Lang, text::held},
    features::{
        conversation::ui::{Composer, TicketContext, use_ticket_context},
        desk::TicketView,
        guidance::ui::{GuidedFooter, GuidedView, RememberGuidance, provide_answer_composer},
        tickets::{
            Relation, Status, may_edit, may_write,
            ui::{Standing, priority_name},
        },
    },
    ui::{Fresh, Glyph, Icon, Later, LineBadge, When},
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

/// Everything on one ticket, for the person who asked.
#[component]
pub(super) fn RequesterScreen(view: TicketView) -> impl IntoView {
    let lang = Lang::current();
    let (page, guide) = follow_ticket(view);
    provide_answer_composer(guide);
    show_own();
    // Who was invited reads the conversation of those two.
    let active = move || guide.is_active() && page.relation.get() != Relation::Participant;
    // What an admin may give on, they may edit.
    let edits = move || {
        !guide.is_active() && page.ticket.with(|ticket| may_edit(ticket.status, page.relation.get()).is_ok())
    };
    let may_write = move || page.ticket.with(|ticket| may_write(ticket, page.relation.get()).is_ok());
    view! {
        <RememberGuidance />
        <div class="screen immersive" class:guiding=move || guide.is_active()>
            <Head page />
            <div class="screen-body" id=FLOW tabindex="0" role="log" aria-label=lang.say(words::desk::STREAM)>
                <div class="flow-inner">
                    <a class="banner only-plain" href=["/tickets/", &page.number.to_string()].concat()>
                        {lang.say(words::desk::ASK_FOR_NEWS)}
                    </a>
                    // Above what was said: the last words stay in sight.
                    <When is=move || !guide.is_active()>
                        <People />
                        <Confidential />
                    </When>
                    <When is=active otherwise=|| view! { <Later><Stream /></Later> }>
                        <Later><GuidedView /></Later>
                        <Later last=true><Folded /></Later>
                    </When>
                    <Later>
                        <Asked page />
                        <StatusActs />
                    </Later>
                    <When is=edits>
                        <div class="row wrap more-acts">
                            <Edit />
                            <Assign />
                        </div>
                    </When>
                </div>
            </div>
            <div class="screen-foot">
                <Later>
                    <When is=active>
                        <GuidedFooter />
                    </When>
                </Later>
                <Later>
                    <When is=may_write>
                        <Composer />
                    </When>
                    <Finished page />
                </Later>
            </div>
        </div>
    }
}

#[component]
fn Head(page: TicketContext) -> impl IntoView {
    let lang = Lang::current();
    let title = move || page.ticket.with(|ticket| held(&ticket.title));
    // Who was invited is not the one it waits for.
    let invited = move || page.relation.get() == Relation::Participant;
    let stands = move || {
        page.ticket.with(|ticket| {
            let standing = Standing::from(ticket);
            Standing { waiting: standing.waiting && !invited(), ..standing }.line(lang)
        })
    };
    let whose = move || lang.fill(words::tickets::RequestedBy { name: &page.requester_name() });
    let facts = move || {
        page.ticket.with(|ticket| {
            let (priority, category) = (priority_name(lang, ticket.priority), &ticket.category_name);
            lang.fill(words::tickets::PriorityAndCategory { priority, category })
        })
    };
    // One's own request on the desk has the queue behind it.
    let is_at_desk = use_location().pathname.with_untracked(|path| path.starts_with("/desk"));
    let (back, said) = if is_at_desk {
        ("/desk", words::desk::BACK_TO_QUEUE)
    } else {
        ("/tickets", words::desk::BACK_TO_TICKETS)
    };
    view! {
        <Title text=page.title() />
        <header class="screen-head row">
            <a class="button quiet square" href=back aria-label=lang.say(said)>
                <Icon glyph=Glyph::Back />
            </a>
            <div class="grow">
                <h1 tabindex="-1"><Fresh text=Signal::derive(title) /></h1>
                <div class="tiny muted">
                    {lang.fill(words::desk::TicketNumber { n: page.number })} " · "
                    <When is=invited>{whose} " · "</When>
                    <Fresh text=Signal::derive(stands) />
                    <span class="head-facts">" · " <Fresh text=Signal::derive(facts) /></span>
                </div>
                <div class="row wrap head-marks"><MarkPills /></div>
                <Solution page />
            </div>
            <LineBadge />
        </header>
    }
}

/// Nobody has taken it yet: it has arrived, and this is what comes next.
#[component]
fn Asked(page: TicketContext) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <When is=move || page.ticket.with(|ticket| ticket.status == Status::Open)>
            <p class="banner">
                <Icon glyph=Glyph::Clock />
                <span class="grow">{lang.say(words::desk::ASKED)}</span>
            </p>
        </When>
    }
}

/// While a step is in hand, the conversation is folded away.
#[component]
fn Folded() -> impl IntoView {
    let lang = Lang::current();
    view! {
        <details class="folded card">
            <summary class="row">
                <Icon glyph=Glyph::Note />
                {lang.say(words::desk::CONVERSATION)}
            </summary>
            <Stream />
        </details>
    }
}

/// A ticket that is final can only be read.
#[component]
fn Finished(page: TicketContext) -> impl IntoView {
    let lang = Lang::current();
    let is_final = move || page.ticket.with(|ticket| ticket.status.is_final());
    let print = ["/tickets/", &use_ticket_context().number.to_string(), "/print"].concat();
    view! {
        <When is=is_final>
            <p class="finished small muted">
                <Icon glyph=Glyph::Lock />
                {lang.say(words::desk::IS_FINAL)}
                " "
                <a href=print.clone()>{lang.say(words::desk::PRINT)}</a>
                <a href="/tickets/new">{lang.say(words::desk::ASK_AGAIN)}</a>
            </p>
        </When>
    }
}
