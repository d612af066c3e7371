//! What was typed in a form that a page without scripts posted, and that was refused: the server draws the
//! form again with it. The browser, which took the page over as it stands, knows of none.
use crate::base::text::escape_markup;

/// The form that is being drawn.
#[derive(Clone, Copy)]
struct Drawing(
    #[cfg_attr(not(feature = "ssr"), expect(dead_code, reason = "only the server asks"))] &'static str,
);

/// The fields drawn from now on are of the form of this server function.
pub fn begin_form(path: &'static str) {
    leptos::prelude::provide_context(Drawing(path));
}

/// What was typed in this field of the form being drawn.
#[cfg(feature = "ssr")]
pub fn typed_before(name: &str) -> Option<String> {
    fields_before()?.into_iter().find(|(field, _)| field == name).map(|(_, text)| text)
}
#[cfg(feature = "ssr")]
fn fields_before() -> Option<Vec<(String, String)>> {
    use crate::base::drawing::KeptForm;
    use leptos::prelude::use_context;

    let (Drawing(path), kept) = (use_context()?, use_context::<KeptForm>()?);
    (kept.path == path).then_some(kept.fields)
}
/// The browser knows of none.
#[cfg(not(feature = "ssr"))]
pub fn typed_before(_: &str) -> Option<String> {
    None
}

/// Was this box of the form being drawn checked? Of one that was not, a browser sends nothing.
#[cfg(feature = "ssr")]
pub fn checked_before(name: &str, value: &str) -> Option<bool> {
    Some(fields_before()?.iter().any(|(field, sent)| field == name && sent == value))
}
/// The browser knows of none.
#[cfg(not(feature = "ssr"))]
pub fn checked_before(_: &str, _: &str) -> Option<bool> {
    None
}

/// The same as what stands between the tags of a text box.
pub fn markup_before(name: &str) -> String {
    typed_before(name).map(|text| escape_markup(&text)).unwrap_or_default()
}
