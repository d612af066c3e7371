//! The design system: furniture any room may use. No feature words.
//!
//! # Leptos in this house
//!
//! Signals, memos, components, `view!`, server functions and the router are Leptos' own and used as its
//! book says. Some of its generic parts are compiled anew at every place that uses them, and every employee
//! downloads each of these copies; here they stand behind a door that is compiled once, with boxes inside.
//! The figure is the WASM it saves in every first visit, after brotli and before packing, measured on
//! Leptos 0.8.23 by putting Leptos' own back; what saves less than 2 KB goes back (`Effect::new` did: 1.9).
//!
//! - [`fetched`], [`fetched_later`] for `Resource::new_blocking`, `Resource::new`: a resource is compiled
//!   for each type of answer; these are of one type, and only who asked knows what is in it. 30 KB.
//! - [`Ask`] for `server_fn`'s `Http<PostUrl, Json>`: the same on the wire, but the browser's half is one
//!   function of text to text. 27 KB.
//! - [`Sending`], [`Form`], [`when_done`], [`when_said`] for `ServerAction`, `<ActionForm>`: an action is
//!   compiled for each server function, input and output; here the browser reads the form. 18 KB for the
//!   first form alone.
//! - [`Each`] for `<For>`: one for all lists; a key is anything that can be hashed. 13 KB.
//! - [`loaded`], [`awaited`] for `<Transition>` and `<Suspense>` with `Suspend`: one `Transition` for all
//!   that is awaited, and every page waits and is refused in the same way. 9 KB.
//! - [`When`] for `<Show>`: one for all conditions. 8 KB.
//! - [`QueryForm`] for `leptos_router`'s `<Form>`: it puts its fields into the address, no more, and its
//!   fields follow Back. 5.5 KB.
//! - [`crate::base::json`] for `serde_json::from_str`: JSON is taken apart in one way, and without words
//!   about what was wrong, which nobody reads in a browser. 18 KB.
//! - `.into_any()` in closures and arms: the type of a view holds those of all within it; this ends it.
//! - `[a, b].concat()` for `format!`: no machinery of formatting for two texts.
//!
//! The browser's network is gloo-net's, requests and socket: 4.7 KB more than by hand. By hand stay reading
//! a form ([`Ask`]) and the shelf of pictures without a line (IndexedDB), for which there is nothing smaller.
//!
//! A browser takes no tap while it takes over the page, and compiles each function when it first runs: what
//! weighs, or is not looked for first, stands in a [`Later`](later::Later), which has a task of its own: half
//! of the blocked time. Until all is taken over, lazy pieces too, nothing may change what the server drew:
//! the line, the outbox, kept pictures, the second hand begin in [`waking::when_awake`].
//!
//! A form that works without WASM is a [`Form`]. What must not be lost goes to the [`outbox`], which keeps it
//! until it has arrived; a box whose text must survive is [`typed::Typed`]. What the browser itself can do
//! (focus, print, copy) is [`device`]; its address and time are [`browser`], how a moment is written
//! is [`clock`].
use crate as ui;
pub use cordee_base as base;
pub use cordee_base::{events, id, word_set, words};

mod ask;
mod avatar;
pub mod browser;
#[cfg(feature = "hydrate")]
mod browser_database;
mod button;
mod card;
mod clock;
pub mod device;
mod dialog;
mod each;
mod empty;
mod fetched;
mod field;
mod form;
mod fresh;
mod glyph;
mod icon;
mod kept_form;
mod kept_input;
pub mod later;
mod layout;
mod line_badge;
pub mod live;
mod loaded;
mod moment;
mod not_found;
pub mod outbox;
mod page_owner;
mod phone_link;
mod pill;
mod plain;
pub mod query;
mod query_form;
mod sealed;
mod sound;
mod toast;
mod topbar;
pub mod typed;
pub mod upload;
pub mod waking;
mod when;

pub use ask::Ask;
pub use avatar::Avatar;
pub use button::Submit;
pub use card::{Card, FormCard};
pub use dialog::{Cancel, Dialog, DialogButton, press};
pub use each::Each;
pub use empty::{Empty, Skeleton};
pub use fetched::{Fetched, fetched, fetched_later};
pub use field::{CheckBox, SelectField, TextBox, TextField};
pub use form::{
    DrawnField, Form, FormError, FormKey, ProblemText, Sending, clear_form, failure_of, problem_of,
    when_done, when_said,
};
pub use fresh::Fresh;
pub use glyph::Glyph;
pub use icon::{Brand, Icon};
pub use kept_form::{begin_form, markup_before, typed_before};
pub use later::Later;
pub use layout::{Frame, PageHead};
pub use line_badge::LineBadge;
pub use loaded::{Refusal, awaited, loaded};
pub use moment::{Ago, Day, DayHeading, Moment, provide_day_above, provide_today};
pub use not_found::NotFoundPage;
pub use page_owner::{leave_knowingly, provide_page_owner, signed, tell_change_of_owner};
pub use phone_link::PhoneLink;
pub use pill::{Pill, Tone};
pub use plain::Plain;
pub use query_form::{QueryForm, SearchForm};
pub use sound::{chime, use_sound_switch};
pub use toast::{Toaster, Toasts, provide_toasts, use_toasts};
pub use topbar::{NavLink, TopBar};
pub use when::{When, focus_when};
