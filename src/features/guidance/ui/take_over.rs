//! Taking over from a lead who is silent.
use super::guide::{Guide, use_guide};
use crate::{
    base::Lang,
    features::guidance::{TakeOverGuidance, may_take_over},
    ui::{Form, FormError, Fresh, Glyph, Icon, Sending, Submit, When, failure_of},
    words,
};
use chrono::Duration;
use leptos::prelude::*;

/// For another technician or an admin, where the lead of a session has been silent too long, or has gone.
#[component]
pub fn TakeOver() -> impl IntoView {
    let lang = Lang::current();
    let guide = use_guide();
    let action = Sending::to::<TakeOverGuidance>();
    let silent = move || {
        let name = guide.page.lead_name().unwrap_or_default();
        lang.fill(words::guidance::LeadSilent { name: &name })
    };
    view! {
        <When is=move || takes_over(guide)>
            <div class="banner warn" role="status">
                <Icon glyph=Glyph::Clock />
                <div class="grow stack tight">
                    <Fresh text=Signal::derive(silent) />
                    <FormError failure=failure_of(action) />
                </div>
                <Form action>
                    <input type="hidden" name="number" value=guide.page.number.to_string() />
                    <Submit pending=action.pending()>{lang.say(words::guidance::TAKE_OVER)}</Submit>
                </Form>
            </div>
        </When>
    }
}

fn takes_over(guide: Guide) -> bool {
    let Some(now) = guide.page.clock.get() else { return false };
    let (who, delay) = (guide.page.relation.get(), Duration::seconds(guide.lift_seconds));
    guide.is_active()
        && guide.state.with(|state| {
            guide.page.ticket.with(|ticket| may_take_over(state, ticket, who, now, delay).is_ok())
        })
}
