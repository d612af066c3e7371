//! *Call me*: the step stays open, the lead sees it at once.
use super::{
    guide::Guide,
    plain_act::{PlainAct, PlainPath, refused},
};
use crate::{
    base::{Lang, Problem},
    features::{
        accounts::parse_phone,
        guidance::{Act, AskCall},
    },
    ui::{DialogButton, Glyph, Icon, ProblemText, press, problem_of, use_toasts},
    words,
};
use leptos::{html, prelude::*};

/// Asks for a call at the number of the profile, or another. Asked, the button says so; one may ask
/// again.
#[component]
pub(super) fn CallMe(guide: Guide) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let asked = Memo::new(move |_| guide.call().is_some());
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
    let refused = problem_of(refused::<AskCall>(), "phone");
    let problem = RwSignal::new(refused.get_untracked());
    let invalid = move || problem.with(Option::is_some).then_some("true");
    // A form that came back refused is shown again.
    Effect::new(move || open.set(problem.with_untracked(Option::is_some)));
    let submit = move |_| {
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
    let to = PlainPath::to::<AskCall>();
    view! {
        <PlainAct guide to class="form" act=submit>
            <p>{lang.say(words::guidance::CALL_TEXT)}</p>
            <div class="field">
                <label for="call-phone">{lang.say(words::guidance::PHONE)}</label>
                <input id="call-phone" name="phone" type="tel" autocomplete="tel"
                    value=guide.phone.get_value()
                    aria-describedby="call-phone-problem" aria-invalid=invalid node_ref=node />
                <ProblemText id="call-phone-problem" problem=problem.into() />
            </div>
            <div class="dialog-actions">
                <button type="button" class="button quiet" command="close" commandfor="call-me"
                    on:click=press(open, false)>
                    {lang.say(words::guidance::NOT_NOW)}
                </button>
                <button type="submit" class="button primary">
                    <Icon glyph=Glyph::Phone />
                    {lang.say(words::guidance::ASK_CALL)}
                </button>
            </div>
        </PlainAct>
    }
}
