//! What is typed in a form is kept until it has been sent: a reload, an ended session or a tab that the phone
//! has closed lose nothing of it. Passwords and files are not kept. Twins on the server do nothing.
use super::{live::use_live, outbox::Drawer};
use crate::{base::Lang, ui::When, words};
use leptos::{html, prelude::*};
use serde_json::Map;
use std::time::Duration;

/// Fields may come later than their form: so often, and so long after one another, they are looked for.
const LOOKS: u32 = 25;
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// Of each field that was touched its name, and what stands in it.
type Touched = Map<String, serde_json::Value>;

/// What is kept of one form.
#[derive(Clone, Copy)]
pub(super) struct KeptInput {
    form: NodeRef<html::Form>,
    drawer: StoredValue<Option<Drawer>>,
    /// Something was put back.
    is_back: RwSignal<bool>,
}

impl KeptInput {
    /// Keeps what is typed in this form at this place; an empty place keeps nothing.
    pub(super) fn new(form: NodeRef<html::Form>, place: &str) -> Self {
        let drawer = use_live().drawer(place);
        let kept = KeptInput { form, drawer: StoredValue::new(drawer), is_back: RwSignal::new(false) };
        Effect::new(move || {
            if form.get().is_some() {
                kept.put_back(LOOKS);
            }
        });
        kept
    }

    fn kept(self) -> Option<(Drawer, Touched)> {
        let drawer = self.drawer.try_get_value().flatten()?;
        let touched = drawer.text().and_then(|text| crate::base::json::read(&text).ok()).unwrap_or_default();
        Some((drawer, touched))
    }

    /// The person typed or chose.
    pub(super) fn keep(self) {
        let Some(form) = self.form.get_untracked() else { return };
        let Some((drawer, before)) = self.kept() else { return };
        let touched = browser::touched(&form, before);
        let text =
            if touched.is_empty() { String::new() } else { serde_json::Value::from(touched).to_string() };
        drawer.keep(&text);
    }

    /// What was typed has arrived.
    pub(super) fn forget(self) {
        if let Some(drawer) = self.drawer.try_get_value().flatten() {
            drawer.keep("");
        }
        _ = self.is_back.try_set(false);
    }

    /// Fields that were typed in before the page woke up stay as they are.
    fn put_back(self, looks: u32) {
        let Some(form) = self.form.try_get_untracked().flatten() else { return };
        let Some((_, kept)) = self.kept() else { return };
        let missing = kept.keys().any(|name| !browser::has(&form, name));
        if browser::put_back(&form, &kept) {
            self.is_back.set(true);
        }
        if missing && looks > 0 {
            set_timeout(move || self.put_back(looks - 1), BETWEEN_LOOKS);
        }
    }

    fn throw_away(self) {
        self.forget();
        if let Some(form) = self.form.get_untracked() {
            browser::reset(&form);
        }
    }
}

/// Says that something begun earlier is there again, and lets it go.
#[component]
pub(super) fn InputBack(kept: KeptInput) -> impl IntoView {
    let lang = Lang::current();
    view! {
        <When is=move || kept.is_back.try_get().unwrap_or_default()>
            <div class="banner draft-back" role="status">
                <span class="grow">{lang.say(words::ui::DRAFT_BACK)}</span>
                <button type="button" class="button compact" on:click=move |_| kept.throw_away()>
                    {lang.say(words::ui::DRAFT_THROW_AWAY)}
                </button>
            </div>
        </When>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Touched;
    use js_sys::{Array, Reflect};
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use serde_json::Value;
    use web_sys::{Event, EventInit, EventTarget, HtmlFormElement};

    /// What the person has not typed: nobody's secret, and nothing that is proposed.
    const NOT_KEPT: [&str; 5] = ["", "hidden", "password", "file", "submit"];

    struct Field(JsValue);

    impl Field {
        fn get(&self, key: &str) -> JsValue {
            Reflect::get(&self.0, &key.into()).unwrap_or_default()
        }
        fn text(&self, key: &str) -> String {
            self.get(key).as_string().unwrap_or_default()
        }
        fn is_box(&self) -> bool {
            matches!(&*self.text("type"), "checkbox" | "radio")
        }
        fn is_touched(&self) -> bool {
            if self.is_box() {
                return self.get("checked") != self.get("defaultChecked");
            }
            let options = self.get("options");
            if options.is_undefined() {
                return self.get("value") != self.get("defaultValue");
            }
            let is_default = |option: JsValue| {
                Reflect::get(&option, &"defaultSelected".into()).is_ok_and(|yes| yes.is_truthy())
            };
            let default = Array::from(&options).iter().position(is_default).unwrap_or_default();
            self.get("selectedIndex").as_f64() != Some(default as f64)
        }
        fn is_proposed(&self) -> bool {
            Reflect::has(&self.get("dataset"), &"proposed".into()).unwrap_or_default()
        }
        fn value(&self) -> Value {
            if self.is_box() { self.get("checked").is_truthy().into() } else { self.text("value").into() }
        }
        fn set(&self, value: &Value) {
            let (key, value) = match value {
                Value::Bool(yes) => ("checked", JsValue::from_bool(*yes)),
                value => ("value", value.as_str().unwrap_or_default().into()),
            };
            _ = Reflect::set(&self.0, &key.into(), &value);
            self.tell();
        }
        /// Whoever listens to the field hears of it as if it had been typed.
        fn tell(&self) {
            let wish = EventInit::new();
            wish.set_bubbles(true);
            for kind in ["input", "change"] {
                if let (Ok(event), Some(field)) =
                    (Event::new_with_event_init_dict(kind, &wish), self.0.dyn_ref::<EventTarget>())
                {
                    _ = field.dispatch_event(&event);
                }
            }
        }
    }

    fn fields(form: &HtmlFormElement) -> impl Iterator<Item = Field> {
        let all = Array::from(form.elements().as_ref()).into_iter().map(Field);
        all.filter(|field| !field.text("name").is_empty() && !NOT_KEPT.contains(&&*field.text("type")))
    }

    pub fn has(form: &HtmlFormElement, name: &str) -> bool {
        fields(form).any(|field| field.text("name") == name)
    }

    pub fn touched(form: &HtmlFormElement, mut kept: Touched) -> Touched {
        for field in fields(form) {
            kept.remove(&field.text("name"));
            if field.is_touched() && !field.is_proposed() {
                kept.insert(field.text("name"), field.value());
            }
        }
        kept
    }

    pub fn put_back(form: &HtmlFormElement, kept: &Touched) -> bool {
        let mut is_back = false;
        for field in fields(form).filter(|field| !field.is_touched()) {
            if let Some(value) = kept.get(&field.text("name")).filter(|value| field.value() != **value) {
                field.set(value);
                is_back = true;
            }
        }
        is_back
    }

    pub fn reset(form: &HtmlFormElement) {
        form.reset();
        fields(form).for_each(|field| field.tell());
    }
}

#[cfg(not(feature = "hydrate"))]
mod browser {
    use super::Touched;
    use leptos::web_sys::HtmlFormElement;

    /// Has the form a field of this name?
    pub fn has(_: &HtmlFormElement, _: &str) -> bool {
        false
    }
    /// What was touched in the form, and what was kept of fields it has not.
    pub fn touched(_: &HtmlFormElement, kept: Touched) -> Touched {
        kept
    }
    /// Puts what was kept into fields that nobody has touched; was there any?
    pub fn put_back(_: &HtmlFormElement, _: &Touched) -> bool {
        false
    }
    /// As it was drawn.
    pub fn reset(_: &HtmlFormElement) {}
}
