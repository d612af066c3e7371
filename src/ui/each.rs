//! A list whose lines keep their place, their focus and what was typed in them while others come and go.
use leptos::prelude::*;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A line before it is drawn.
struct Item {
    mark: u64,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Draws a line for each item; one whose key has changed is drawn anew. leptos' `For` does the same but is
/// compiled anew at every place.
#[component]
pub fn Each<T, K, V, E, F, C>(each: E, key: F, children: C) -> impl IntoView
where
    T: Send + 'static,
    K: Hash,
    V: IntoView + 'static,
    E: Fn() -> Vec<T> + Send + 'static,
    F: Fn(&T) -> K + Send + 'static,
    C: Fn(T) -> V + Clone + Send + 'static,
{
    let line = move |item| {
        let (mark, children) = (mark_of(key(&item)), children.clone());
        Item { mark, draw: Box::new(move || children(item).into_any()) }
    };
    lines(Box::new(move || each().into_iter().map(&line).collect()))
}

/// A number that stands for this value: another one for every other.
pub(super) fn mark_of(key: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

fn lines(each: Box<dyn Fn() -> Vec<Item> + Send>) -> AnyView {
    view! { <For each key=|line: &Item| line.mark children=|line: Item| (line.draw)() /> }.into_any()
}
