//! The browser's own database. What one tab does in it is seen by the others in order, unlike its storage,
//! of which each tab may read an old copy.
use js_sys::Promise;
use leptos::{
    prelude::window,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode::Readwrite};

const STORE: &str = "waiting";

/// What a request answers.
pub(crate) async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let settled = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    JsFuture::from(settled).await?;
    request.result()
}

/// The store of this name for one piece of work: it ends by itself when nothing more is asked of it, and no
/// other tab is in it meanwhile.
pub(crate) async fn store(name: &str) -> Result<IdbObjectStore, JsValue> {
    let house = window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request = house.open_with_u32(name, 1)?;
    let empty = request.clone();
    let furnish = Closure::<dyn FnMut()>::new(move || {
        if let Ok(db) = empty.result() {
            // Where it fails the store is not found below.
            _ = db.unchecked_into::<IdbDatabase>().create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(furnish.as_ref().unchecked_ref()));
    let db: IdbDatabase = done(&request).await?.unchecked_into();
    let store = db.transaction_with_str_and_mode(STORE, Readwrite)?.object_store(STORE);
    db.close();
    store
}

/// Nobody wants what lies there.
pub(crate) fn remove(name: &str) {
    if let Ok(Some(house)) = window().indexed_db() {
        // Where there is none nothing lies there.
        _ = house.delete_database(name);
    }
}
