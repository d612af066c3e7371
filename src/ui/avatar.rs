//! A person's initials in a circle.
use leptos::prelude::*;

/// A person's initials; the name stands beside it, so screen readers skip it.
#[component]
pub fn Avatar(#[prop(into)] name: String, #[prop(optional)] class: &'static str) -> impl IntoView {
    view! {
        <span class=["avatar ", class].concat() aria-hidden="true" translate="no">
            {initials(&name)}
        </span>
    }
}

/// The first letters of the first and the last word, or the first two of a single one.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split([' ', '-']).filter(|w| w.starts_with(char::is_alphabetic)).collect();
    match words.as_slice() {
        [] => name.chars().take(1).collect(),
        [one] => one.chars().take(2).collect(),
        [first, .., last] => first.chars().take(1).chain(last.chars().take(1)).collect(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        for (name, initials) in
            [("Ada", "Ad"), ("Ada Lovelace", "AL"), ("Anne-Marie du Pont", "AP"), ("", ""), ("7", "7")]
        {
            assert_eq!(super::initials(name), initials);
        }
    }
}
