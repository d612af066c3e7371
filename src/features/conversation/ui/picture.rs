//! Pictures: small in the stream, large in a dialog.
use super::ticket_context::use_ticket_context;
use crate::{
    base::Lang,
    features::conversation::{Attachment, AttachmentId},
    ui::{Dialog, press},
    words,
};
use leptos::prelude::*;

/// A picture of the conversation.
#[component]
pub fn PictureView(attachment: Attachment) -> impl IntoView {
    let (width, height) = (Some(attachment.width), Some(attachment.height));
    view! { <Enlarging id=attachment.id name=attachment.name width height /> }
}

/// The picture of a step.
#[component]
pub fn InstructionPicture(id: AttachmentId, #[prop(optional)] large: bool) -> impl IntoView {
    let lang = Lang::current();
    let name = lang.say(words::conversation::STEP_PICTURE).to_owned();
    view! { <Enlarging id name width=None height=None large /> }
}

#[component]
fn Enlarging(
    id: AttachmentId,
    name: String,
    width: Option<i64>,
    height: Option<i64>,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let label = lang.fill(words::conversation::Enlarge { name: &name });
    let is_deleted = use_ticket_context().ticket.with_untracked(|ticket| ticket.deleted_at.is_some());
    let whole = if is_deleted { Attachment::deleted_href(id) } else { Attachment::href(id) };
    let small = if large { whole.clone() } else { [&whole, "/thumbnail"].concat() };
    let (title, alt) = (name.clone(), name.clone());
    let dialog = [if large { "step-picture-" } else { "picture-" }, &id.to_string()].concat();
    view! {
        <button type="button" class=if large { "thumb large" } else { "thumb" } aria-label=label
            command="show-modal" commandfor=dialog.clone() on:click=press(open, true)>
            <img src=small alt=name loading="lazy" width=width.map(|w| w.to_string())
                height=height.map(|h| h.to_string()) />
        </button>
        <Dialog open id=dialog title class="wide">
            <img class="whole" src=whole alt=alt loading="lazy" />
        </Dialog>
    }
}
