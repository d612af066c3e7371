//! Which tickets of the list are chosen, what is done to them, and by which keys.
use super::{listing_report::Report, listing_table::row_id};
use crate::{
    base::{AppResult, Lang, live::Author},
    features::tickets::{
        BulkAct, BulkReport, ListQuery, MAX_BULK, Priority, Status, bulk_tickets, ticket_numbers,
        ui::priority_name,
    },
    ui::{Glyph, Icon, When, browser, device},
    words::desk as said,
};
use leptos::{ev, prelude::*};
use std::collections::BTreeSet;

/// So many are done at a time, so that one sees how it goes.
const AT_ONCE: usize = 50;

/// What was done last, until it is closed.
#[derive(Clone, PartialEq)]
pub(super) struct Outcome {
    pub report: BulkReport,
    /// Can it be undone?
    pub deleted: bool,
}

/// The tickets that are chosen, and the line the keyboard is on.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    pub numbers: RwSignal<BTreeSet<i64>>,
    here: RwSignal<Option<i64>>,
    shown: StoredValue<Vec<i64>>,
    /// So many the list has, on all its pages.
    found: RwSignal<Option<i64>>,
    /// So many of how many are done.
    pub progress: RwSignal<Option<[usize; 2]>>,
    pub outcome: RwSignal<Option<Outcome>>,
    /// What was refused before anything was done.
    pub trouble: RwSignal<Option<String>>,
    /// Whether they are to be closed is being asked.
    closing: RwSignal<bool>,
}

impl Chosen {
    pub(super) fn new() -> Self {
        Chosen {
            numbers: RwSignal::new(BTreeSet::new()),
            here: RwSignal::new(None),
            shown: StoredValue::new(Vec::new()),
            found: RwSignal::new(None),
            progress: RwSignal::new(None),
            outcome: RwSignal::new(None),
            trouble: RwSignal::new(None),
            closing: RwSignal::new(false),
        }
    }
    pub(super) fn has(self, number: i64) -> bool {
        self.numbers.with(|numbers| numbers.contains(&number))
    }
    pub(super) fn is_here(self, number: i64) -> bool {
        self.here.get() == Some(number)
    }
    /// These lines are shown now.
    pub(super) fn shows(self, numbers: Vec<i64>) {
        _ = self.shown.try_set_value(numbers);
    }
    /// The list has so many.
    pub(super) fn are_of(self, found: Option<i64>) {
        _ = self.found.try_set(found);
    }
    pub(super) fn choose(self, number: i64, chosen: bool) {
        self.numbers
            .update(|numbers| _ = if chosen { numbers.insert(number) } else { numbers.remove(&number) });
    }
    /// All lines that are shown, or none of them.
    pub(super) fn choose_shown(self, chosen: bool) {
        let shown = self.shown.get_value();
        self.numbers.update(|numbers| {
            shown.iter().for_each(|n| _ = if chosen { numbers.insert(*n) } else { numbers.remove(n) });
        });
    }
    fn clear(self) {
        self.closing.set(false);
        self.numbers.update(BTreeSet::clear);
    }
    /// The line the keyboard is on is chosen, and this of the bar is next: it comes with what is chosen.
    fn bring(self, id: &'static str) {
        self.meant().into_iter().for_each(|number| self.choose(number, true));
        request_animation_frame(move || device::focus(id));
    }
    /// Those chosen; where none is, the line the keyboard is on.
    fn meant(self) -> Vec<i64> {
        let chosen: Vec<i64> = self.numbers.with_untracked(|numbers| numbers.iter().copied().collect());
        if chosen.is_empty() { self.here.get_untracked().into_iter().collect() } else { chosen }
    }
    fn step(self, by: isize) {
        let shown = self.shown.get_value();
        let place = self.here.get_untracked().and_then(|here| shown.iter().position(|n| *n == here));
        let last = shown.len().saturating_sub(1);
        let next = place.map_or(0, |place| place.saturating_add_signed(by).min(last));
        if let Some(number) = shown.get(next) {
            self.here.set(Some(*number));
            device::bring_near(&row_id(*number));
        }
    }
    /// Does it to those meant, some at a time.
    pub(super) fn run(self, lang: Lang, act: BulkAct) {
        let numbers = self.meant();
        if numbers.is_empty() || self.progress.with_untracked(Option::is_some) {
            return;
        }
        self.closing.set(false);
        self.outcome.set(None);
        self.trouble.set(None);
        leptos::task::spawn_local(async move {
            match do_all(self, numbers, act.clone()).await {
                Ok(report) => {
                    let done: BTreeSet<i64> = report.done.iter().copied().collect();
                    _ = self.numbers.try_update(|numbers| numbers.retain(|n| !done.contains(n)));
                    let deleted = matches!(act, BulkAct::Delete { .. }) && !report.done.is_empty();
                    _ = self.outcome.try_set(Some(Outcome { report, deleted }));
                }
                Err(error) => _ = self.trouble.try_set(Some(error.text(lang))),
            }
            _ = self.progress.try_set(None);
        });
    }
}

async fn do_all(chosen: Chosen, numbers: Vec<i64>, act: BulkAct) -> AppResult<BulkReport> {
    let mut report = BulkReport::default();
    for some in numbers.chunks(AT_ONCE) {
        let done = report.done.len() + report.refused.len();
        _ = chosen.progress.try_set(Some([done, numbers.len()]));
        let part = bulk_tickets(some.to_vec(), act.clone()).await?;
        report.done.extend(part.done);
        report.refused.extend(part.refused);
    }
    Ok(report)
}

/// The keys of the list, while one is in no field.
pub(super) fn listen(chosen: Chosen) {
    let lang = Lang::current();
    Effect::new(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            let elsewhere =
                event.ctrl_key() || event.meta_key() || event.alt_key() || device::is_there(TYPING);
            if !elsewhere && press(chosen, lang, &event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
    });
}

/// One types, chooses or answers a question. The boxes of the lines are part of the list.
const TYPING: &str = ":is(input:not(.grid *), textarea, select, summary, dialog):focus, dialog[open]";

/// Is it a key of the list?
fn press(chosen: Chosen, lang: Lang, key: &str) -> bool {
    match key {
        "j" | "J" => chosen.step(1),
        "k" | "K" => chosen.step(-1),
        "x" | "X" => {
            let Some(here) = chosen.here.get_untracked() else { return false };
            let had = chosen.numbers.with_untracked(|numbers| numbers.contains(&here));
            chosen.choose(here, !had);
        }
        "o" | "O" => match chosen.here.get_untracked() {
            Some(here) => browser::go(&["/desk/", &here.to_string()].concat()),
            None => return false,
        },
        "p" | "P" => chosen.run(lang, BulkAct::Take),
        "c" | "C" => chosen.bring("bulk-assign"),
        "f" | "F" if !chosen.meant().is_empty() => {
            chosen.closing.set(true);
            chosen.bring("bulk-close");
        }
        "n" | "N" => browser::go("/tickets/new"),
        "Escape" => chosen.clear(),
        _ => return false,
    }
    true
}

/// Between the table and its foot, while something is chosen: never over the lines.
#[component]
pub(super) fn BulkBar(chosen: Chosen, query: Memo<ListQuery>, technicians: Vec<Author>) -> impl IntoView {
    let lang = Lang::current();
    let count = move || chosen.numbers.with(BTreeSet::len);
    let label = move || lang.fill(said::Chosen { n: count() });
    let all = move || chosen.found.get().map_or(0, |n| n.min(MAX_BULK as i64));
    let choose_all = move |_| {
        leptos::task::spawn_local(async move {
            if let Ok(numbers) = ticket_numbers(query.get_untracked()).await {
                _ = chosen.numbers.try_update(|chosen| chosen.extend(numbers));
            }
        });
    };
    view! {
        <Report chosen />
        <When is=move || { count() > 0 && chosen.closing.get() }>
            <Closing chosen />
        </When>
        <When is=move || { count() > 0 }>
            <div class="bulkbar" role="toolbar" aria-label=label>
                <b>{label}</b>
                <When is=move || { all() > 0 }>
                    <button type="button" class="button quiet compact" on:click=choose_all>
                        {move || lang.fill(said::ChooseAll { n: all() })}
                    </button>
                </When>
                <button type="button" class="button" on:click=move |_| chosen.run(lang, BulkAct::Take)>
                    <Icon glyph=Glyph::Hand />
                    {lang.say(said::TAKE)}
                    <kbd>"P"</kbd>
                </button>
                <AssignTo chosen technicians=technicians.clone() />
                <PriorityTo chosen />
                <StatusTo chosen />
                <TagWith chosen />
                <span class="grow"></span>
                <DeleteAll chosen />
                <button type="button" class="button quiet square" aria-label=lang.say(said::CHOOSE_NONE)
                    on:click=move |_| chosen.clear()>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
        </When>
    }
}

/// What is closed stays so: a key alone does not do it.
#[component]
fn Closing(chosen: Chosen) -> impl IntoView {
    let lang = Lang::current();
    let close = move |_| chosen.run(lang, BulkAct::Finish { statut: Status::Closed });
    view! {
        <div class="banner warn bulk-closing" role="alert">
            <span class="grow">{lang.say(said::CLOSE_SURE)}</span>
            <button type="button" class="button danger" id="bulk-close" on:click=close>
                {lang.say(said::CLOSE_NOW)}
            </button>
            <button type="button" class="button quiet" on:click=move |_| chosen.closing.set(false)>
                {lang.say(said::CLOSE_NOT)}
            </button>
        </div>
    }
}

/// A list, and the button that does what is chosen in it: going through it with arrows does nothing yet.
fn chosen_from(
    id: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    run: impl Fn(String) + Copy + Send + Sync + 'static,
) -> AnyView {
    let value = RwSignal::new(String::new());
    let option = |(value, read): (String, String)| view! { <option value=value>{read}</option> }.into_any();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        run(value.get_untracked());
        value.set(String::new());
    };
    view! {
        <form class="row tight" on:submit=submit>
            <select class="control" id=id aria-label=label prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))>
                <option value="">{label}</option>
                {options.into_iter().map(option).collect_view()}
            </select>
            <When is=move || !value.with(String::is_empty)>
                <button type="submit" class="button primary compact">
                    {Lang::current().say(said::APPLY)}
                </button>
            </When>
        </form>
    }
    .into_any()
}

#[component]
fn AssignTo(chosen: Chosen, technicians: Vec<Author>) -> impl IntoView {
    let lang = Lang::current();
    let options = technicians.into_iter().map(|who| (who.id.to_string(), who.name)).collect();
    chosen_from("bulk-assign", lang.say(said::ASSIGN_TO), options, move |id| {
        if let Ok(technicien) = id.parse() {
            chosen.run(lang, BulkAct::Assign { technicien });
        }
    })
}

#[component]
fn PriorityTo(chosen: Chosen) -> impl IntoView {
    let lang = Lang::current();
    let options = Priority::ALL.iter().map(|p| (p.word().to_owned(), priority_name(lang, *p).to_owned()));
    chosen_from("bulk-priority", lang.say(said::FILTER_PRIORITY), options.collect(), move |word| {
        if let Some(priorite) = Priority::parse(&word) {
            chosen.run(lang, BulkAct::Prioritise { priorite });
        }
    })
}

#[component]
fn StatusTo(chosen: Chosen) -> impl IntoView {
    let lang = Lang::current();
    let moves = [
        (Status::Resolved, said::MARK_RESOLVED),
        (Status::Closed, said::MARK_CLOSED),
        (Status::InProgress, said::REOPEN),
        (Status::Open, said::PUT_BACK),
    ];
    let options = moves.map(|(to, name)| (to.word().to_owned(), lang.say(name).to_owned()));
    chosen_from("bulk-status", lang.say(said::FILTER_STATUS), options.to_vec(), move |word| {
        if let Some(statut) = Status::parse(&word) {
            chosen.run(lang, BulkAct::Move { statut });
        }
    })
}

/// What is typed, and what it is done with.
#[component]
fn Asked(
    label: &'static str,
    sure: &'static str,
    danger: bool,
    glyph: Glyph,
    run: Callback<String>,
) -> impl IntoView {
    let (id, node) = (["bulk-", sure].concat().replace(' ', "-"), NodeRef::<leptos::html::Input>::new());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(field) = node.get() {
            run.run(field.value());
            field.set_value("");
        }
    };
    let class = if danger { "button danger" } else { "button" };
    let summary = if danger { "button quiet danger" } else { "button quiet" };
    view! {
        <details class="asks" name="bulk" on:toggle=move |_| _ = node.get().map(|field| field.focus())>
            <summary class=summary>
                <Icon glyph />
                {sure}
            </summary>
            <form class="stack tight" on:submit=submit>
                <label class="field" for=id.clone()>{label}</label>
                <input class="control" id=id required dir="auto" autocomplete="off" node_ref=node />
                <button type="submit" class=class>{sure}</button>
            </form>
        </details>
    }
}

#[component]
fn TagWith(chosen: Chosen) -> impl IntoView {
    let lang = Lang::current();
    let run = Callback::new(move |etiquette| chosen.run(lang, BulkAct::Tag { etiquette }));
    view! {
        <Asked label=lang.say(said::FILTER_TAG) sure=lang.say(said::TAG_NOW) danger=false
            glyph=Glyph::Plus run />
    }
}

#[component]
fn DeleteAll(chosen: Chosen) -> impl IntoView {
    let lang = Lang::current();
    let run = Callback::new(move |raison| chosen.run(lang, BulkAct::Delete { raison }));
    view! {
        <Asked label=lang.say(said::DELETE_WHY) sure=lang.say(said::DELETE_NOW) danger=true
            glyph=Glyph::Trash run />
    }
}
