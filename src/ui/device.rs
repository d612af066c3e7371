//! What the machine in the person's hands can do: keep a text, stay awake, put the focus somewhere,
//! print. Twins on the server do nothing.

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::{Function, Promise, Reflect};
    use leptos::{
        prelude::{document, window},
        wasm_bindgen::{JsCast, JsValue, closure::Closure},
        web_sys::HtmlElement,
    };
    use std::cell::RefCell;
    use web_sys::{AddEventListenerOptions, HtmlDocument, HtmlTextAreaElement, VisibilityState};

    fn storage() -> Option<web_sys::Storage> {
        window().local_storage().ok().flatten()
    }

    pub fn stored(key: &str) -> Option<String> {
        storage()?.get_item(key).ok().flatten()
    }

    pub fn store(key: &str, text: &str) -> bool {
        storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
    }

    pub fn forget(key: &str) {
        if let Some(storage) = storage() {
            // Refused storage keeps nothing anyway.
            _ = storage.remove_item(key);
        }
    }

    pub fn stored_keys() -> Vec<String> {
        let Some(storage) = storage() else { return Vec::new() };
        (0..storage.length().unwrap_or_default()).filter_map(|n| storage.key(n).ok().flatten()).collect()
    }

    fn tab() -> Option<web_sys::Storage> {
        window().session_storage().ok().flatten()
    }

    pub fn kept_in_tab(key: &str) -> Option<String> {
        tab()?.get_item(key).ok().flatten()
    }

    pub fn keep_in_tab(key: &str, text: Option<&str>) {
        let Some(tab) = tab() else { return };
        _ = match text {
            Some(text) => tab.set_item(key, text),
            None => tab.remove_item(key),
        };
    }

    pub fn is_visible() -> bool {
        document().visibility_state() == VisibilityState::Visible
    }

    pub fn has_mouse() -> bool {
        window()
            .match_media("(hover: hover) and (pointer: fine)")
            .ok()
            .flatten()
            .is_some_and(|query| query.matches())
    }

    fn element(id: &str) -> Option<HtmlElement> {
        document().get_element_by_id(id)?.dyn_into().ok()
    }

    pub fn focus(id: &str) {
        if let Some(element) = element(id) {
            _ = element.focus();
        }
    }

    pub fn focus_first(selector: &str) {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            _ = element.focus();
        }
    }

    pub fn focus_first_in(within: &HtmlElement, selector: &str) {
        let found = within.query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            _ = element.focus();
        }
    }

    pub fn copy(id: &str) -> bool {
        let Some(text) =
            document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlTextAreaElement>().ok())
        else {
            return false;
        };
        text.select();
        // `navigator.clipboard` is missing on plain http.
        document().unchecked_into::<HtmlDocument>().exec_command("copy").unwrap_or(false)
    }

    pub fn focus_is_on_main() -> bool {
        document().active_element().is_some_and(|e| e.tag_name() == "MAIN")
    }

    pub fn focus_is_lost_or_in(selector: &str) -> bool {
        document()
            .active_element()
            .is_none_or(|e| e.tag_name() == "BODY" || e.closest(selector).ok().flatten().is_some())
    }

    pub fn is_there(selector: &str) -> bool {
        document().query_selector(selector).is_ok_and(|found| found.is_some())
    }

    pub fn stands_aside(id: &str) -> bool {
        element(id).is_some_and(|element| element.offset_left() > 0)
    }

    pub fn is_scrolled(id: &str) -> bool {
        element(id).is_some_and(|element| element.scroll_top() > 0)
    }

    pub fn scroll_to_top(id: &str) {
        if let Some(element) = element(id) {
            element.set_scroll_top(0);
        }
    }

    pub fn scroll_to_end(id: &str) {
        // Such a box is laid out from its end; in a low window what is around it scrolls instead.
        scroll_to_top(id);
        if let Some(element) = element(id) {
            element.scroll_into_view_with_bool(false);
        }
    }

    pub fn bring_into_view(id: &str) {
        if let Some(element) = element(id) {
            element.scroll_into_view();
        }
    }

    /// Only as far as it must be.
    pub fn bring_near(id: &str) {
        if let Some(element) = element(id) {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    }

    pub fn print() {
        // Where printing is refused nothing happens.
        _ = window().print();
    }

    /// Runs at the first event of this kind on the page, before those it is meant for hear of it.
    pub fn at_first(event: &str, run: impl FnOnce() + 'static) {
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        options.set_once(true);
        let run = Closure::once_into_js(run);
        _ = window().add_event_listener_with_callback_and_add_event_listener_options(
            event,
            run.unchecked_ref(),
            &options,
        );
    }

    /// As long as this holds, a link that is pressed is the browser's own: none of ours hears of it.
    pub fn leave_links_while(holds: impl Fn() -> bool + 'static) {
        let leave = move |event: web_sys::Event| {
            let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if holds() && pressed.is_some_and(|target| target.closest("a[href]").is_ok_and(|a| a.is_some())) {
                event.stop_immediate_propagation();
            }
        };
        let leave = Closure::<dyn FnMut(web_sys::Event)>::new(leave).into_js_value();
        let target = window();
        _ = target.add_event_listener_with_callback_and_bool("click", leave.unchecked_ref(), true);
    }

    thread_local!(static AWAKE: RefCell<Option<JsValue>> = const { RefCell::new(None) });

    fn call(target: &JsValue, method: &str, argument: &JsValue) -> Option<Promise> {
        let method: Function = Reflect::get(target, &method.into()).ok()?.dyn_into().ok()?;
        method.call1(target, argument).ok()?.dyn_into().ok()
    }

    pub fn stay_awake() {
        leptos::task::spawn_local(async {
            let Ok(keeper) = Reflect::get(&window().navigator(), &"wakeLock".into()) else { return };
            let Some(asked) = call(&keeper, "request", &"screen".into()) else { return };
            if let Ok(lock) = wasm_bindgen_futures::JsFuture::from(asked).await {
                let before = AWAKE.with_borrow_mut(|awake| awake.replace(lock));
                release(before);
            }
        });
    }

    pub fn may_sleep() {
        release(AWAKE.with_borrow_mut(Option::take));
    }

    fn release(lock: Option<JsValue>) {
        if let Some(lock) = lock {
            // A lock the system took back is released already.
            drop(call(&lock, "release", &JsValue::UNDEFINED));
        }
    }
}
#[cfg(feature = "hydrate")]
pub use browser::*;

#[cfg(not(feature = "hydrate"))]
mod nowhere {
    /// What was kept under this key.
    pub fn stored(_: &str) -> Option<String> {
        None
    }
    /// Keeps a text; says whether it could.
    pub fn store(_: &str, _: &str) -> bool {
        false
    }
    /// Keeps it no longer.
    pub fn forget(_: &str) {}
    /// Under which keys anything is kept.
    pub fn stored_keys() -> Vec<String> {
        Vec::new()
    }
    /// What was kept under this key for this tab alone.
    pub fn kept_in_tab(_: &str) -> Option<String> {
        None
    }
    /// Keeps a text for this tab alone; nothing keeps it no longer.
    pub fn keep_in_tab(_: &str, _: Option<&str>) {}
    /// Is the page in front of the person?
    pub fn is_visible() -> bool {
        false
    }
    /// Is there a mouse, and so probably a keyboard?
    pub fn has_mouse() -> bool {
        false
    }
    /// Puts the focus on the element with this id.
    pub fn focus(_: &str) {}
    /// Puts the focus on the first element this selector names.
    pub fn focus_first(_: &str) {}
    /// Puts the focus on the first element within this one that the selector names.
    pub fn focus_first_in(_: &leptos::web_sys::HtmlElement, _: &str) {}
    /// Selects the text box with this id and copies what is in it; says whether it could.
    pub fn copy(_: &str) -> bool {
        false
    }
    /// Is the focus on the page as a whole, where going to another page has put it?
    pub fn focus_is_on_main() -> bool {
        false
    }
    /// Is the focus nowhere, or within what this selector names? Then moving it disturbs nobody.
    pub fn focus_is_lost_or_in(_: &str) -> bool {
        false
    }
    /// Does the page have what this selector names?
    pub fn is_there(_: &str) -> bool {
        false
    }
    /// Does something stand before the element with this id, on the same line?
    pub fn stands_aside(_: &str) -> bool {
        false
    }
    /// Has the element with this id been scrolled away from its top?
    pub fn is_scrolled(_: &str) -> bool {
        false
    }
    /// Scrolls the element to its top.
    pub fn scroll_to_top(_: &str) {}
    /// Scrolls the element to its end.
    pub fn scroll_to_end(_: &str) {}
    /// Scrolls until the element with this id begins in view.
    pub fn bring_into_view(_: &str) {}

    pub fn bring_near(_: &str) {}
    /// Prints the page.
    pub fn print() {}
    /// Keeps the screen lit.
    pub fn stay_awake() {}
    /// Lets the screen go dark again.
    pub fn may_sleep() {}
}
#[cfg(not(feature = "hydrate"))]
pub use nowhere::*;
