//! Draws a glyph, and the mark of the house.
use super::Glyph;
use leptos::prelude::*;

/// A picture beside a word: hidden from screen readers, the word says it.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! {
        <svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=glyph.path()></path>
        </svg>
    }
}

/// The mark: a rope with a knot.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"
            aria-hidden="true" focusable="false">
            <path d="M8 2c7 3.5 2 6 4 7.2M12 14.8c2 1.2-3 3.7 4 7.2"></path>
            <circle cx="12" cy="12" r="3.2"></circle>
        </svg>
    }
}
