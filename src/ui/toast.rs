//! Short news that goes away by itself, said aloud.
use super::{Each, Glyph, Icon, browser, device, waking::when_awake};
use crate::{
    base::{Error, FormDone, Lang},
    words,
};
use leptos::prelude::*;
use std::time::Duration;

/// What is to be said on the next page.
const NEXT: &str = "cordee.next-toast";
/// What is to be said in this tab until it is closed.
const STAYING: &str = "cordee.staying-toast";
/// How long a toast stays.
const STAY: Duration = Duration::from_secs(7);

#[derive(Clone, PartialEq)]
struct Toast {
    key: usize,
    class: &'static str,
    text: String,
}

/// Where any component says short news.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    made: StoredValue<usize>,
}

impl Toasts {
    /// Something happened.
    pub fn say(self, text: impl Into<String>) {
        self.add("toast", text.into());
    }
    /// Something went well.
    pub fn good(self, text: impl Into<String>) {
        self.add("toast ok", text.into());
    }
    /// Something was refused. The language is the component's: where this is called nothing is being drawn,
    /// and nobody knows it.
    pub fn trouble(self, lang: Lang, error: &Error) {
        self.add("toast bad", error.text(lang));
    }
    /// Something went well that draws the page anew: it is said then.
    pub fn good_anew(self, text: &str) {
        device::store(NEXT, text);
        browser::reload();
    }
    /// Something to know before one goes on: it is said when the page is awake, and stays until it is closed.
    pub fn stay_when_awake(text: &str) {
        device::keep_in_tab(STAYING, Some(text));
    }
    fn add(self, class: &'static str, text: String) {
        let key = self.put(class, text);
        set_timeout(move || self.drop(key), STAY);
    }
    fn put(self, class: &'static str, text: String) -> usize {
        let key = self.made.try_update_value(|n| (*n += 1, *n).1).unwrap_or_default();
        _ = self.list.try_update(|list| {
            list.retain(|toast| toast.text != text);
            list.push(Toast { key, class, text });
        });
        key
    }
    fn drop(self, key: usize) {
        // The page may have gone meanwhile.
        _ = self.list.try_update(|list| list.retain(|toast| toast.key != key));
    }
}

/// Makes the place for news; once, at the top, before anybody reads the address. What a page without scripts
/// has just done stands there from the beginning.
pub fn provide_toasts() {
    let done = browser::take_form_done().map(|done| {
        let (class, text) = match done {
            FormDone::Done => ("toast ok", words::ui::FORM_DONE),
            FormDone::FilesLeft => ("toast", words::ui::FILES_LEFT),
        };
        Toast { key: 0, class, text: Lang::current().say(text).into() }
    });
    let list = RwSignal::new(Vec::from_iter(done));
    provide_context(Toasts { list, made: StoredValue::new(0) });
}

/// The place for news. Outside the app (a test of one component) it is a place nobody looks at.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(|| Toasts { list: RwSignal::new(Vec::new()), made: StoredValue::new(0) })
}

/// Shows the news.
#[component]
pub fn Toaster() -> impl IntoView {
    let lang = Lang::current();
    let toasts = use_toasts();
    let say_kept = move || {
        set_timeout(move || toasts.drop(0), STAY);
        if let Some(text) = device::stored(NEXT) {
            device::forget(NEXT);
            toasts.good(text);
        }
        if let Some(text) = device::kept_in_tab(STAYING) {
            device::keep_in_tab(STAYING, None);
            toasts.put("toast", text);
        }
    };
    when_awake(say_kept);
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <Each each=move || toasts.list.get() key=|toast| toast.key let:toast>
                <div class=toast.class>
                    <span class="grow">{toast.text}</span>
                    <button type="button" class="button quiet square" aria-label=lang.say(words::ui::CLOSE)
                        on:click=move |_| toasts.drop(toast.key)>
                        <Icon glyph=Glyph::Close />
                    </button>
                </div>
            </Each>
        </div>
    }
}
