//! Where a person is signed in, each with its end.
use crate::{
    base::{Lang, SessionId},
    features::accounts::Session,
    ui::{Ago, Card, Empty, Form, FormError, Glyph, Icon, Pill, Sending, Submit, Tone, failure_of},
    words,
};
use leptos::prelude::*;

/// The sessions; `mine` is the one this page is seen through, `others` the way to end all but that one.
#[component]
pub fn SessionList(
    sessions: Vec<Session>,
    revoke: Sending,
    mine: Option<SessionId>,
    #[prop(optional)] others: Option<Sending>,
) -> impl IntoView {
    let lang = Lang::current();
    let none = sessions.is_empty().then(|| {
        view! {
            <Empty glyph=Glyph::Device title=lang.say(words::accounts::NO_SESSIONS)
                text=lang.say(words::accounts::NO_SESSIONS_TEXT) />
        }
        .into_any()
    });
    let others = others.filter(|_| sessions.len() > 1).map(|others| {
        view! {
            <div class="card-foot">
                <FormError failure=failure_of(others) />
                <Form action=others>
                    <Submit pending=others.pending() class="button danger">
                        {lang.say(words::accounts::END_OTHERS)}
                    </Submit>
                </Form>
            </div>
        }
        .into_any()
    });
    let rows = sessions
        .into_iter()
        .map(|session| {
            let is_mine = mine == Some(session.id);
            view! { <SessionRow session is_mine revoke /> }.into_any()
        })
        .collect_view();
    let beside = view! { <FormError failure=failure_of(revoke) /> }.into_any();
    view! {
        <Card id="sessions" title=words::accounts::SESSIONS beside>
            {none}
            <ul class="lines">{rows}</ul>
            {others}
        </Card>
    }
}

#[component]
fn SessionRow(session: Session, is_mine: bool, revoke: Sending) -> impl IntoView {
    let lang = Lang::current();
    let device = device_of(&session.agent, lang);
    let is_phone = ["iPhone", "Android"].iter().any(|mark| session.agent.contains(mark));
    let glyph = if is_phone { Glyph::Mobile } else { Glyph::Device };
    let end = lang.fill(words::accounts::EndSessionOn { device: &device });
    let this = is_mine
        .then(|| view! { <Pill tone=Tone::Ok>{lang.say(words::accounts::THIS_SESSION)}</Pill> }.into_any());
    let other = (!is_mine).then(|| {
        view! {
            <Form action=revoke>
                <input type="hidden" name="id" value=session.id.to_string() />
                <span class="sr-only" id=session.id.to_string()>
                    {end}
                </span>
                <Submit pending=false class="button quiet danger">
                    {lang.say(words::accounts::END_SESSION)}
                </Submit>
            </Form>
        }
        .into_any()
    });
    view! {
        <li class="line">
            <Icon glyph />
            <div class="grow">
                <div class="strong">{device}</div>
                <div class="small muted">{session.address} " · " <Ago at=session.used_at /></div>
            </div>
            {this}
            {other}
        </li>
    }
}

/// The browser and the system of a user agent; names, so the same in every language.
fn device_of(agent: &str, lang: Lang) -> String {
    let browsers = [
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    ];
    let systems = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&browsers), named(&systems)) {
        (Some(browser), Some(system)) => [browser, " · ", system].concat(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => lang.say(words::accounts::UNKNOWN_DEVICE).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_by_browser_and_system() {
        let phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) \
            Chrome/126.0 Mobile Safari/537.36";
        assert_eq!(device_of(phone, Lang::Fr), "Chrome · Android");
        assert_eq!(
            device_of("Mozilla/5.0 (Windows NT 10.0) Gecko/2010 Firefox/128.0", Lang::Fr),
            "Firefox · Windows"
        );
        assert_eq!(device_of("", Lang::En), Lang::En.say(words::accounts::UNKNOWN_DEVICE));
    }
}
