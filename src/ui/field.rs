//! One question of a form: its label, what is typed, a hint, and what is wrong with it.
use super::{
    Glyph, Icon,
    form::ProblemText,
    kept_form::{checked_before, typed_before},
    typed::CharactersLeft,
};
use crate::{
    base::{Lang, Problem},
    words,
};
use leptos::prelude::*;

/// `form[email]` → `form-email`: what an element may be called by.
fn id_of(id: &str, name: &str) -> String {
    if id.is_empty() { name.replace('[', "-").replace(']', "") } else { id.to_owned() }
}

/// What stands around a control. The control names `{id}-hint` and `{id}-problem` as its description; with
/// `max` it is told near the end how many characters are left.
#[component]
fn Around(
    id: String,
    label: String,
    hint: String,
    #[prop(default = None)] max: Option<usize>,
    #[prop(into)] problem: Signal<Option<Problem>>,
    children: Children,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let left = max.map(|max| view! { <CharactersLeft text=typed max /> }.into_any());
    let hint = (!hint.is_empty())
        .then(|| view! { <span class="field-hint" id=[&id, "-hint"].concat()>{hint}</span> }.into_any());
    view! {
        <div class="field" on:input=move |event| if max.is_some() { typed.set(event_target_value(&event)) }>
            <label for=id.clone()>{label}</label>
            {children()}
            {left}
            {hint}
            <ProblemText id=[&id, "-problem"].concat() problem />
        </div>
    }
}

/// The ids a control is described by.
fn described_by(
    id: &str,
    has_hint: bool,
    problem: Signal<Option<Problem>>,
) -> impl Fn() -> Option<String> + Clone + use<> {
    let hint = has_hint.then(|| [id, "-hint"].concat());
    let trouble = [id, "-problem"].concat();
    move || match (&hint, problem.try_get().flatten()) {
        (Some(hint), Some(_)) => Some([hint, " ", &trouble].concat()),
        (None, Some(_)) => Some(trouble.clone()),
        (hint, None) => hint.clone(),
    }
}

fn is_wrong(problem: Signal<Option<Problem>>) -> Option<&'static str> {
    problem.try_get().flatten().map(|_| "true")
}

/// A line of text. How long it may be is said by its parser, in words: a browser that is told drops the end
/// of what is pasted without one. An e-mail address is one for the keyboard only: a browser that judges
/// addresses knows another rule than ours.
#[component]
pub fn TextField(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] id: String,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] minlength: Option<usize>,
    #[prop(optional)] max: Option<usize>,
    #[prop(optional, into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let id = id_of(&id, name);
    let described = described_by(&id, !hint.is_empty(), problem);
    let peek = RwSignal::new(false);
    let is_secret = kind == "password";
    let email = (kind == "email").then_some(kind);
    let kind = if email.is_some() { "text" } else { kind };
    let value = typed_before(name).unwrap_or(value);
    let input = view! {
            <input
                id=id.clone()
                type=move || if peek.get() { "text" } else { kind }
                inputmode=email
                autocapitalize=email.map(|_| "none")
                spellcheck=email.map(|_| "false")
                dir=(!is_secret).then_some("auto")
                name=name
                value=value
                required=required
                autofocus=autofocus
                minlength=minlength.map(|n| n.to_string())
                autocomplete=(!autocomplete.is_empty()).then_some(autocomplete)
                aria-invalid=move || is_wrong(problem)
                aria-describedby=described
            />
    };
    let input = if is_secret { view! { <Secret peek>{input}</Secret> }.into_any() } else { input.into_any() };
    view! {
        <Around id label hint max problem>
            {input}
        </Around>
    }
}

/// A password can be looked at: on a phone, and where it is told aloud, one does not type it blind.
#[component]
fn Secret(peek: RwSignal<bool>, children: Children) -> impl IntoView {
    let label = Lang::current().say(words::ui::SHOW_PASSWORD);
    view! {
        <div class="secret-field">
            {children()}
            <button type="button" class="button quiet square" title=label aria-label=label
                aria-pressed=move || if peek.get() { "true" } else { "false" }
                on:click=move |_| peek.update(|peek| *peek = !*peek)>
                <Icon glyph=Glyph::Eye />
            </button>
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextBox(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] id: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = 4)] rows: u16,
    #[prop(optional)] required: bool,
    #[prop(optional)] max: Option<usize>,
    #[prop(optional, into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let id = id_of(&id, name);
    let described = described_by(&id, !hint.is_empty(), problem);
    let value = typed_before(name).unwrap_or(value);
    view! {
        <Around id=id.clone() label hint max problem>
            <textarea id=id name=name rows=rows.to_string() dir="auto" required=required
                aria-invalid=move || is_wrong(problem) aria-describedby=described>
                {value}
            </textarea>
        </Around>
    }
}

/// One of several.
#[component]
pub fn SelectField(
    name: &'static str,
    #[prop(into)] label: String,
    /// What is sent, and what is read.
    options: Vec<(String, String)>,
    #[prop(optional, into)] id: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let id = id_of(&id, name);
    let described = described_by(&id, !hint.is_empty(), problem);
    let value = typed_before(name).unwrap_or(value);
    let choice = move |(sent, read): (String, String)| {
        let chosen = sent == value;
        view! { <option value=sent selected=chosen>{read}</option> }.into_any()
    };
    view! {
        <Around id=id.clone() label hint problem>
            <select id=id name=name aria-invalid=move || is_wrong(problem) aria-describedby=described>
                {options.into_iter().map(choice).collect_view()}
            </select>
        </Around>
    }
}

/// A box to be checked; what it is for stands beside it.
#[component]
pub fn CheckBox(name: &'static str, #[prop(into)] value: String, checked: bool) -> impl IntoView {
    let checked = checked_before(name, &value).unwrap_or(checked);
    view! { <input type="checkbox" name=name value=value checked=checked /> }
}
