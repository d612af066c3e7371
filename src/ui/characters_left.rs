//! How many characters may still be typed, said near the end of what fits.
use super::Fresh;
use crate::{
    base::{Lang, text::characters_left},
    words,
};
use leptos::prelude::*;

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
    view! {
        <span class="field-count" class:over=move || left.get().is_some_and(|n| n < 0) aria-live="polite">
            <Fresh text=Signal::derive(said) />
        </span>
    }
}
