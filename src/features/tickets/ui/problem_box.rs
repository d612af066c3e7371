//! The one box of a new ticket, its pictures, and the title proposed from it. What is typed or chosen
//! survives a reload.
use super::photos::Photos;
use crate::{
    base::{Error, Lang, Problem, Text, picture},
    features::tickets::{MAX_PROBLEM, MAX_TITLE, OpenedTicket, Ticket, propose_title},
    ui::{
        Plain, ProblemText, Sending, markup_before, problem_of,
        typed::{CharactersLeft, Typed},
        typed_before,
        upload::{Picked, PictureButton},
        when_said,
    },
    words,
};
use leptos::{html, prelude::*};

/// What is being written.
#[derive(Clone, Copy)]
pub(super) struct Written {
    pub problem: Typed,
    /// The person's own title; none as long as the proposed one will do.
    pub title: RwSignal<Option<String>>,
    pub photos: Photos,
}

/// Where what is begun of a new ticket is kept, in whichever form.
pub(super) const KEPT: &str = "new-ticket";

impl Written {
    pub(super) fn new() -> Self {
        // The form keeps what is typed in it.
        Written { problem: Typed::new(""), title: RwSignal::new(None), photos: Photos::new(KEPT) }
    }

    /// Its form waits for an answer, or for photos that a page which is left now would lose.
    pub(super) fn waits(self, action: Sending) -> Signal<bool> {
        let pending = action.pending();
        Signal::derive(move || pending.try_get().unwrap_or_default() || self.photos.are_on_the_way())
    }

    /// The ticket opens at once; its photos go to its page, which sends them.
    pub(super) fn opens_by(self, action: Sending) {
        when_said(action, move |opened: OpenedTicket| {
            self.photos.leave_for(&Ticket::picture_door(opened.number));
        });
    }
}

#[component]
pub(super) fn ProblemBox(written: Written, failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    let problem = problem_of(failure, "problem");
    view! {
        <div class="field">
            <label for="problem">{lang.say(words::tickets::PROBLEM)}</label>
            <span class="field-hint" id="problem-hint">
                {lang.say(words::tickets::PROBLEM_HINT)}
            </span>
            <ProblemInput written problem rows="6" placeholder=words::tickets::PROBLEM_EXAMPLE hinted=true />
            <ProblemText id="problem-problem" problem />
            {written.photos.list()}
            <div class="row">
                <PhotoButton written />
            </div>
        </div>
    }
}

/// The box itself, with how much still fits.
#[component]
pub(super) fn ProblemInput(
    written: Written,
    problem: Signal<Option<Problem>>,
    rows: &'static str,
    placeholder: Text,
    /// A hint stands above it.
    #[prop(optional)]
    hinted: bool,
) -> impl IntoView {
    view! {
        <textarea
            id="problem"
            name="form[problem]"
            rows=rows
            dir="auto"
            required
            placeholder=Lang::current().say(placeholder)
            aria-describedby=if hinted { "problem-hint problem-problem" } else { "problem-problem" }
            aria-invalid=move || problem.get().map(|_| "true")
            node_ref=written.problem.node
            on:input=move |event| written.problem.typed(event_target_value(&event))
            on:paste=move |event| written.photos.add(Picked::from_paste(&event))
            inner_html=markup_before("form[problem]")
        ></textarea>
        <CharactersLeft text=written.problem.text max=MAX_PROBLEM />
    }
}

/// The button that chooses photos.
#[component]
pub(super) fn PhotoButton(written: Written) -> impl IntoView {
    view! { <PictureButton take=Callback::new(move |picked: Picked| written.photos.add(picked)) /> }
}

/// The field they go along in where there are no scripts. It stands last in its form: what came behind a file
/// would not be heard any more.
#[component]
pub(super) fn PlainPhotos() -> impl IntoView {
    let lang = Lang::current();
    view! {
        <Plain>
            <label class="field">
                {lang.say(words::tickets::PHOTOS)}
                <span class="field-hint">{lang.say(words::tickets::PHOTOS_HINT)}</span>
                <input type="file" name="picture" multiple accept=picture::ACCEPT />
            </label>
        </Plain>
    }
}

/// The title: proposed while the box is filled, the person's own as soon as they touch it.
#[component]
pub(super) fn TitleBox(written: Written, failure: Signal<Option<Error>>) -> impl IntoView {
    let lang = Lang::current();
    let problem = problem_of(failure, "title");
    let shown = move || {
        written.title.get().unwrap_or_else(|| written.problem.text.with(|problem| propose_title(problem)))
    };
    let typed = move |text: String| written.title.set((!text.is_empty()).then_some(text));
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |is_awake: Option<bool>| {
        let Some(node) = node.get() else { return false };
        if is_awake != Some(true) && !node.value().is_empty() {
            // Typed before the page woke up.
            typed(node.value());
        } else if node.value() != shown() {
            node.set_value(&shown());
        }
        true
    });
    view! {
        <div class="field">
            <label for="title">
                {lang.say(words::tickets::TITLE)} " "
                <span class="optional">{lang.say(words::tickets::PROPOSED)}</span>
            </label>
            <input
                id="title"
                name="form[title]"
                autocomplete="off"
                aria-describedby="title-problem"
                aria-invalid=move || problem.get().map(|_| "true")
                dir="auto"
                value=typed_before("form[title]").unwrap_or_default()
                data-proposed=move || written.title.with(Option::is_none).then_some("")
                node_ref=node
                on:change=move |event| typed(event_target_value(&event))
            />
            <CharactersLeft text=Signal::derive(shown) max=MAX_TITLE />
            <ProblemText id="title-problem" problem />
        </div>
    }
}
