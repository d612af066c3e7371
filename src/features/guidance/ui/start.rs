//! Starting: beside the composer, far from where a ticket is taken, and with the word whether the other one
//! is there.
use super::{guide::use_guide, presence::RequesterPresence};
use crate::{
    base::Lang,
    features::guidance::Act,
    ui::{Glyph, Icon, When, focus_when},
    words,
};
use leptos::prelude::*;

/// For those who may start.
#[component]
pub fn Start() -> impl IntoView {
    let lang = Lang::current();
    let guide = use_guide();
    let may = Memo::new(move |_| guide.may(Act::Start));
    focus_when(may, ".begin .button");
    view! {
        <When is=move || may.get()>
            <div class="row wrap begin">
                <RequesterPresence guide />
                <span class="grow"></span>
                <button type="button" class="button primary" on:click=move |_| _ = guide.act(&Act::Start)>
                    <Icon glyph=Glyph::Rope />
                    {lang.say(words::guidance::START)}
                </button>
            </div>
        </When>
    }
}
