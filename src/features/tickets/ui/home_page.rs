//! What an employee sees first: the box in which they say what is wrong, and those of their tickets that wait
//! for them or go on.
use super::{
    TicketRow,
    problem_box::{KEPT, PhotoButton, PlainPhotos, ProblemInput, Written},
};
use crate::{
    base::Lang,
    features::tickets::{Home, OpenTicket, TicketSummary, my_home},
    ui::{
        Empty, Form, FormError, FormKey, Glyph, Icon, ProblemText, Sending, Submit, device, failure_of,
        fetched, live::use_live, loaded, problem_of, upload::Picked,
    },
    words,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The box stands outside what the line keeps fresh: nothing that comes touches what is being typed.
#[component]
pub fn RequesterHome() -> impl IntoView {
    let lang = Lang::current();
    let lists = use_live().watch_lists();
    let rows = Rows::new();
    let written = Written::new();
    let home = fetched(move || (lists.get(), rows.again.get()), |_| my_home());
    view! {
        <Title text=lang.say(words::ui::HOME) />
        <div class="page home" on:dragover=|event| event.prevent_default()
            on:drop=move |event| written.photos.add(Picked::from_drop(&event))>
            <AskBox written />
            {loaded(home, move |home| view! { <Own home rows /> })}
        </div>
    }
}

/// The form of a new ticket, with its first box alone. What is typed is kept where the whole form finds it.
#[component]
fn AskBox(written: Written) -> impl IntoView {
    let lang = Lang::current();
    let action = Sending::to::<OpenTicket>();
    let failure = failure_of(action);
    let problem = problem_of(failure, "problem");
    written.opens_by(action);
    view! {
        <h1>
            <label for="problem">{lang.say(words::tickets::NEW_TITLE)}</label>
        </h1>
        <Form action class="card ask" kept=KEPT files=true>
            <FormError failure />
            <FormKey name="form[key]" />
            <ProblemInput written problem rows="3" placeholder=words::tickets::NEW_TEXT />
            <ProblemText id="problem-problem" problem />
            {written.photos.list()}
            <PlainPhotos />
            <div class="row wrap ask-foot">
                <PhotoButton written />
                <a class="button quiet" href="/tickets/new">
                    <Icon glyph=Glyph::Sliders />
                    {lang.say(words::tickets::SAY_MORE)}
                </a>
                <span class="grow"></span>
                <Submit pending=written.waits(action) class="button primary">
                    <Icon glyph=Glyph::Send />
                    {lang.say(words::tickets::SEND_NOW)}
                </Submit>
            </div>
        </Form>
    }
}

#[component]
fn Own(home: Home, rows: Rows) -> impl IntoView {
    let lang = Lang::current();
    if home.all == 0 {
        return view! {
            <div class="card">
                <Empty glyph=Glyph::Ticket title=lang.say(words::tickets::NONE_TITLE)
                    text=lang.say(words::tickets::NONE_TEXT) />
            </div>
        }
        .into_any();
    }
    let shown = rows.settle(home.tickets);
    let row = |ticket| view! { <TicketRow ticket /> }.into_any();
    let list = if shown.is_empty() {
        view! {
            <Empty glyph=Glyph::Check title=lang.say(words::tickets::NONE_WAITING)
                text=lang.say(words::tickets::NONE_WAITING_TEXT) />
        }
        .into_any()
    } else {
        view! { <ul class="lines">{shown.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="own" aria-labelledby="own" on:pointerout=move |_| rows.look()
            on:focusout=move |_| rows.look()>
            <div class="section-head">
                <h2 id="own">{lang.say(words::tickets::MY_TICKETS)}</h2>
                <a href="/tickets">{lang.fill(words::tickets::AllOf { n: home.all })}</a>
            </div>
            <div class="card">{list}</div>
        </section>
    }
    .into_any()
}

/// The list while somebody points at it or has the focus in it.
const IN_HAND: &str = ".own > .card:is(:hover, :focus-within)";

/// Rows that do not change places under the finger.
#[derive(Clone, Copy)]
struct Rows {
    shown: StoredValue<Vec<TicketSummary>>,
    /// They are not quite those of the server.
    is_late: StoredValue<bool>,
    /// Ticks when they are to be drawn as they are.
    again: RwSignal<usize>,
}

impl Rows {
    fn new() -> Self {
        Rows {
            shown: StoredValue::new(Vec::new()),
            is_late: StoredValue::new(false),
            again: RwSignal::new(0),
        }
    }

    /// The rows to be drawn of those that came.
    fn settle(self, now: Vec<TicketSummary>) -> Vec<TicketSummary> {
        let before = self.shown.try_update_value(std::mem::take).unwrap_or_default();
        let rows = if device::is_there(IN_HAND) { in_place(before, &now) } else { now.clone() };
        _ = self.is_late.try_set_value(rows != now);
        _ = self.shown.try_set_value(rows.clone());
        rows
    }

    /// Nobody may be in the list any more.
    fn look(self) {
        if self.is_late.get_value() {
            // The focus that leaves a row may come to another one.
            request_animation_frame(move || {
                if !device::is_there(IN_HAND) {
                    _ = self.again.try_update(|n| *n += 1);
                }
            });
        }
    }
}

/// What is shown keeps its place and takes what is new of it; what else there is stands below.
fn in_place(before: Vec<TicketSummary>, now: &[TicketSummary]) -> Vec<TicketSummary> {
    let of = |rows: &[TicketSummary], number| rows.iter().position(|row| row.number == number);
    let below = now.iter().filter(|row| of(&before, row.number).is_none()).cloned().collect::<Vec<_>>();
    let as_now = |row: TicketSummary| of(now, row.number).map_or(row, |place| now[place].clone());
    before.into_iter().map(as_now).chain(below).collect()
}
