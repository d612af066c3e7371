//! What programs use in one's name: personal access tokens, each with its end.
use super::make_token::{FreshSecret, MakeTokenButton};
use crate::{
    base::{Lang, Scope},
    features::accounts::{FreshToken, OwnTokens, PersonalToken, RevokeToken, my_tokens},
    ui::{
        Ago, Card, Day, DialogButton, Each, Empty, Form, FormError, Glyph, Icon, Pill, Refusal, Sending,
        Submit, Tone, When, awaited, device, failure_of, fetched, use_toasts, when_done,
    },
    words,
};
use leptos::prelude::*;

/// The section of the caller's tokens, for whoever may have some; fetched again when `changed` has.
#[component]
pub fn TokenSection(changed: RwSignal<usize>) -> impl IntoView {
    let tokens = fetched(move || changed.get(), |_| my_tokens());
    awaited(move || async move {
        match tokens.await {
            Ok(own) if own.are_none_of_theirs() => None,
            Ok(own) => Some(view! { <TokenCard own /> }.into_any()),
            Err(error) => Some(view! { <Refusal error /> }.into_any()),
        }
    })
}

#[component]
fn TokenCard(own: OwnTokens) -> impl IntoView {
    let lang = Lang::current();
    let living = RwSignal::new(own.living);
    let fresh = RwSignal::new(None::<FreshToken>);
    let has_expired = !own.expired.is_empty();
    let expired =
        own.expired.into_iter().map(|token| view! { <ExpiredRow token /> }.into_any()).collect_view();
    let beside = view! {
        {own.may_make.then(|| view! { <MakeTokenButton living fresh /> }.into_any())}
        <p class="small muted">
            {lang.say(words::accounts::TOKENS_TEXT)} " "
            <a href="/api/docs/" rel="external">{lang.say(words::accounts::TOKENS_DOCS)}</a>
        </p>
    }
    .into_any();
    view! {
        <Card id="tokens" title=words::accounts::TOKENS beside>
            <FreshSecret fresh />
            <When is=move || !has_expired && living.with(Vec::is_empty)>
                <Empty glyph=Glyph::Key title=lang.say(words::accounts::NO_TOKENS)
                    text=lang.say(words::accounts::NO_TOKENS_TEXT) />
            </When>
            <ul class="lines">
                <Each each=move || living.get() key=|token| token.id let:token>
                    <LivingRow token living fresh />
                </Each>
                {expired}
            </ul>
        </Card>
    }
}

#[component]
fn LivingRow(
    token: PersonalToken,
    living: RwSignal<Vec<PersonalToken>>,
    fresh: RwSignal<Option<FreshToken>>,
) -> impl IntoView {
    let lang = Lang::current();
    let open = RwSignal::new(false);
    let name = token.name.clone();
    let label = lang.fill(words::accounts::RevokeToken { name: &name });
    let title = lang.fill(words::accounts::RevokeTitle { name: &name });
    let id = token.id;
    let done = Callback::new(move |()| {
        fresh.update(|fresh| _ = fresh.take_if(|fresh| fresh.token.id == id));
        living.update(|living| living.retain(|token| token.id != id));
    });
    view! {
        <li class="line token">
            <TokenFacts token expires=words::accounts::TOKEN_EXPIRES />
            <DialogButton
                open
                id=["revoke-", &id.to_string()].concat()
                said=lang.say(words::accounts::REVOKE)
                label
                title
                class="button quiet danger"
                afresh=true
            >
                <RevokeForm id=id.to_string() open done />
            </DialogButton>
        </li>
    }
}

#[component]
fn ExpiredRow(token: PersonalToken) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <li class="line token">
            <TokenFacts token expires=words::accounts::TOKEN_EXPIRED />
            <Pill tone=Tone::Bad>{lang.say(words::accounts::EXPIRED)}</Pill>
        </li>
    }
}

#[component]
fn TokenFacts(token: PersonalToken, expires: crate::base::Text) -> impl IntoView {
    let lang = Lang::current();
    let scopes =
        token.scopes.into_iter().map(|scope| view! { <ScopePill scope /> }.into_any()).collect_view();
    let used = match token.used_at {
        Some(at) => view! { <Ago at /> }.into_any(),
        None => lang.say(words::accounts::TOKEN_UNUSED).into_any(),
    };
    let fact =
        |name, told: AnyView| view! { <div><dt>{lang.say(name)}</dt> " " <dd>{told}</dd></div> }.into_any();
    view! {
        <Icon glyph=Glyph::Key />
        <div class="grow">
            <div class="row wrap">
                <span class="strong">{token.name}</span>
                {scopes}
            </div>
            <dl class="token-facts">
                {fact(words::accounts::TOKEN_CREATED, view! { <Day at=token.created_at /> }.into_any())}
                {fact(expires, view! { <Day at=token.expires_at /> }.into_any())}
                {fact(words::accounts::TOKEN_USED, used)}
            </dl>
        </div>
    }
}

/// What a scope is called.
pub fn scope_name(scope: Scope, lang: Lang) -> &'static str {
    match scope {
        Scope::Read => lang.say(words::accounts::SCOPE_READ),
        Scope::Write => lang.say(words::accounts::SCOPE_WRITE),
        Scope::Manage => lang.say(words::accounts::SCOPE_MANAGE),
    }
}

#[component]
fn ScopePill(scope: Scope) -> impl IntoView {
    let tone = match scope {
        Scope::Read => Tone::Plain,
        Scope::Write => Tone::Info,
        Scope::Manage => Tone::Accent,
    };
    view! { <Pill tone>{scope_name(scope, Lang::current())}</Pill> }
}

/// Asks once: what a program was given does not come back.
#[component]
fn RevokeForm(id: String, open: RwSignal<bool>, done: Callback<()>) -> impl IntoView {
    let lang = Lang::current();
    let revoke = Sending::to::<RevokeToken>();
    let failure = failure_of(revoke);
    let toasts = use_toasts();
    when_done(revoke, move || {
        open.set(false);
        done.run(());
        toasts.good(lang.say(words::accounts::TOKEN_REVOKED));
        // After the dialog has given the focus back to a button that is no more.
        request_animation_frame(|| device::focus("tokens"));
    });
    view! {
        <Form action=revoke class="form">
            <FormError failure />
            <input type="hidden" name="id" value=id />
            <p>{lang.say(words::accounts::REVOKE_TEXT)}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {lang.say(words::accounts::KEEP_TOKEN)}
                </button>
                <Submit pending=revoke.pending() class="button danger">
                    {lang.say(words::accounts::REVOKE)}
                </Submit>
            </div>
        </Form>
    }
}
