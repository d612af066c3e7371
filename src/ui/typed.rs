//! A text box that belongs to the person: what was typed before the page woke up stays, what was kept is put
//! back, what is typed is kept. Near the end of what fits it is said how much does.
use super::{
    Fresh, ProblemText,
    live::use_live,
    outbox::{Drawer, Written},
};
use crate::{
    base::{Lang, Problem, text::characters_left},
    words,
};
use leptos::{html, prelude::*};

/// The text of one box, and where it is kept.
#[derive(Clone, Copy)]
pub struct Typed {
    pub text: RwSignal<String>,
    pub node: NodeRef<html::Textarea>,
    /// Why it was not sent, until the person types again.
    pub problem: RwSignal<Option<Problem>>,
    drawer: StoredValue<Option<Drawer>>,
}

impl Typed {
    /// A box whose text is kept at this place (a ticket's number, `new` …); an empty place keeps nothing.
    pub fn new(place: &str) -> Self {
        let live = use_live();
        let typed = Typed {
            text: RwSignal::new(String::new()),
            node: NodeRef::new(),
            problem: RwSignal::new(None),
            drawer: StoredValue::new(live.drawer(place)),
        };
        Effect::new(move || typed.wake());
        Effect::new(move || {
            if live.returned.get() > 0 {
                typed.take_back();
            }
        });
        typed
    }

    fn wake(self) {
        let Some(node) = self.node.get() else { return };
        let there = node.value();
        if there.is_empty() {
            // The box may be a new one for a text that goes on.
            let kept =
                Some(self.text.get_untracked()).filter(|text| !text.is_empty()).or_else(|| self.kept());
            self.show(&kept.unwrap_or_default());
        } else {
            self.text.set(there);
        }
    }

    /// What lies in its drawer.
    pub fn kept(self) -> Option<String> {
        self.drawer.try_with_value(|drawer| drawer.as_ref().and_then(Drawer::text)).flatten()
    }

    fn show(self, text: &str) {
        if let Some(node) = self.node.get_untracked() {
            node.set_value(text);
        }
        if self.text.with_untracked(|before| before != text) {
            self.text.set(text.to_owned());
        }
    }

    /// Takes in what was kept by others meanwhile: a refused text that came back.
    fn take_back(self) {
        if let Some(kept) = self.kept() {
            self.show(&kept);
        }
    }

    /// The person typed.
    pub fn typed(self, text: String) {
        self.keep(&text);
        self.text.set(text);
        if self.problem.with_untracked(Option::is_some) {
            self.problem.set(None);
        }
    }

    /// What is written cannot be sent: says why, unless there is nothing.
    pub fn refuse(self, problem: Problem) {
        self.problem.set(Some(problem).filter(|problem| *problem != Problem::Empty));
        self.focus();
    }

    /// Keeps this for the next time, whatever the box shows.
    pub fn keep(self, text: &str) {
        self.drawer.with_value(|drawer| {
            if let Some(drawer) = drawer {
                drawer.keep(text);
            }
        });
    }

    /// Puts another text into the box.
    pub fn set(self, text: &str) {
        self.keep(text);
        self.show(text);
    }

    /// Empties the box; gives what was in it.
    pub fn take(self) -> String {
        let text = self.text.get_untracked();
        self.set("");
        text
    }

    /// Empties the box for an act that goes now; refused, the text lies in its drawer again.
    pub fn hand_over(self) -> Option<Written> {
        let text = self.take();
        let drawer = self.drawer.try_get_value().flatten()?;
        (!text.trim().is_empty()).then_some((drawer, text))
    }

    /// Puts the focus into the box.
    pub fn focus(self) {
        if let Some(node) = self.node.get_untracked() {
            _ = node.focus();
        }
    }
}

/// A small box and what is said under it: near its end how much fits, and why it was not sent. The children
/// are its label.
#[component]
pub fn TypedBox(
    typed: Typed,
    id: &'static str,
    max: usize,
    #[prop(default = "2")] rows: &'static str,
    /// Under which name it goes along with a plain form.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The id of that form, where the box stands outside it.
    #[prop(optional)]
    form: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let problem = [id, "-problem"].concat();
    view! {
        <div class="field">
            <label for=id>{children()}</label>
            <textarea id=id rows=rows dir="auto" name=name form=form aria-describedby=problem.clone()
                node_ref=typed.node on:input=move |event| typed.typed(event_target_value(&event))></textarea>
            <CharactersLeft text=typed.text max />
            <ProblemText id=problem problem=typed.problem.into() />
        </div>
    }
}

/// Stands under a box in which at most so many characters fit; empty until the last tenth. Nothing stops who
/// types on: how many are too many is said as well.
#[component]
pub fn CharactersLeft(#[prop(into)] text: Signal<String>, max: usize) -> impl IntoView {
    let lang = Lang::current();
    let left = Memo::new(move |_| text.try_with(|text| characters_left(text, max)).flatten());
    let said = move || match left.get() {
        None => String::new(),
        Some(n) if n < 0 => lang.fill(words::ui::CharactersOver { n: -n }),
        Some(n) => lang.fill(words::ui::CharactersLeft { n }),
    };
    let (near, over) = (move || left.get().is_some(), move || left.get().is_some_and(|n| n < 0));
    view! {
        <span class="field-count" class:near=near class:over=over aria-live="polite">
            <Fresh text=Signal::derive(said) />
        </span>
    }
}
