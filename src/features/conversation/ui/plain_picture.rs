//! Pictures without scripts: a form of their own, one after the other, so that a refused one takes no words
//! along.
use super::ticket_context::use_ticket_context;
use crate::{
    base::{Lang, picture},
    features::{conversation::PLAIN_PICTURE, tickets::Ticket},
    ui::{FormError, FormKey, Glyph, Icon, Sending, failure_of, signed},
    words,
};
use leptos::prelude::*;

/// Sends a picture from a page without scripts, which has no other way.
#[component]
pub(super) fn PlainPicture() -> impl IntoView {
    let lang = Lang::current();
    let door = Ticket::picture_door(use_ticket_context().number);
    view! {
        <form class="only-plain plain-picture" method="post" enctype="multipart/form-data"
            action=signed(&door)>
            <FormError failure=failure_of(Sending::to_path(PLAIN_PICTURE)) field="picture" />
            <FormKey name="act" />
            <input class="grow" type="file" name="picture" required accept=picture::ACCEPT
                aria-label=lang.say(words::live::PHOTO) />
            <button type="submit" class="button">
                <Icon glyph=Glyph::Camera />
                {lang.say(words::conversation::SEND_PHOTO)}
            </button>
        </form>
    }
}
