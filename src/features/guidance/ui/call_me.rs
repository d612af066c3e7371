//! *Call me*: the step stays open, the lead sees it at once.
use super::{calls::call_asked, guide::Guide};
use crate::{
    base::{Lang, Problem},
    features::{
        accounts::{my_account, parse_phone},
        guidance::Act,
    },
    ui::{DialogButton, Glyph, Icon, ProblemText, use_toasts},
    words,
};
use leptos::{ev, html, prelude::*};

/// Asks for a call at the number of the profile, or another. Asked, the button says so; one may ask
/// again.
#[component]
pub(super) fn CallMe(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let asked = Memo::new(move |_| call_asked(guide).is_some());
    let said =
        move || lang.say(if asked.get() { words::guidance::CALL_WAITS } else { words::guidance::CALL_ME });
    view! {
        <DialogButton
            open
            id="call-me"
            said=Signal::derive(said)
            title=lang.say(words::guidance::CALL_ME)
            glyph=Glyph::Phone
            class="button quiet"
        >
            <CallForm guide open />
        </DialogButton>
    }
}

#[component]
fn CallForm(guide: Guide, open: RwSignal<bool>) -> impl IntoView {
    let lang = Lang::current();
    let toasts = use_toasts();
    let node = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<Problem>);
    let invalid = move || problem.with(Option::is_some).then_some("true");
    Effect::new(move || {
        if open.get() {
            leptos::task::spawn_local(propose_own(node));
        }
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let typed = parse_phone(&node.get().map(|node| node.value()).unwrap_or_default());
        match typed.and_then(|phone| phone.ok_or(Problem::Empty)) {
            Ok(phone) => {
                guide.act(&Act::CallMe { phone: Some(phone) });
                problem.set(None);
                open.set(false);
                toasts.good(lang.say(words::guidance::CALL_ASKED));
            }
            Err(what) => problem.set(Some(what)),
        }
    };
    view! {
        <form class="form" on:submit=submit>
            <p>{lang.say(words::guidance::CALL_TEXT)}</p>
            <div class="field">
                <label for="call-phone">{lang.say(words::guidance::PHONE)}</label>
                <input id="call-phone" type="tel" autocomplete="tel"
                    aria-describedby="call-phone-problem" aria-invalid=invalid node_ref=node />
                <ProblemText id="call-phone-problem" problem=problem.into() />
            </div>
            <div class="dialog-actions">
                <button type="button" class="button quiet" on:click=move |_| open.set(false)>
                    {lang.say(words::guidance::NOT_NOW)}
                </button>
                <button type="submit" class="button primary">
                    <Icon glyph=Glyph::Phone />
                    {lang.say(words::guidance::ASK_CALL)}
                </button>
            </div>
        </form>
    }
}

/// The number of the profile, where nothing has been typed yet.
async fn propose_own(node: NodeRef<html::Input>) {
    let phone = my_account().await.ok().and_then(|account| account.phone);
    if let Some((phone, node)) = phone.zip(node.get_untracked())
        && node.value().is_empty()
    {
        node.set_value(&phone);
    }
}
