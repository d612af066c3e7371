//! Pictures that wait, in the browser's own database, one for each account: they survive a reload. Where
//! there is none (a private window) nothing is kept, and nothing fails. Twins on the server do nothing.
use super::post::Picture;
use crate::base::AccountId;
use uuid::Uuid;

/// A picture that waited here: its act, the act it belongs to, and itself.
pub type Waiting = (Uuid, Option<Uuid>, Picture);

#[cfg(feature = "hydrate")]
mod browser {
    use super::*;
    use js_sys::{Array, Promise};
    use leptos::{
        prelude::window,
        wasm_bindgen::{JsCast, JsValue, closure::Closure},
    };
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransactionMode::Readwrite};

    const STORE: &str = "waiting";
    /// So many pictures may lie there; more of them have to do with memory.
    const MAX_KEPT: f64 = 50.0;

    /// What lies on the shelf: act, address, act it belongs to (or nothing), file.
    pub type Entry = Array;

    pub fn entry(id: Uuid, href: &str, answers: Option<Uuid>, picture: &Picture) -> Entry {
        let answers = answers.map(|act| act.to_string()).unwrap_or_default();
        Array::of4(&id.to_string().into(), &href.into(), &answers.into(), &picture.file().into())
    }

    fn read(entry: &Array, href: &str) -> Option<Waiting> {
        let text = |at| entry.get(at).as_string();
        let here = text(1)? == href;
        let picture = entry.get(3).dyn_into().ok().filter(|_| here).map(Picture::new)?;
        Some((text(0)?.parse().ok()?, text(2)?.parse().ok(), picture))
    }

    async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
        let settled = Promise::new(&mut |done, failed| {
            request.set_onsuccess(Some(&done));
            request.set_onerror(Some(&failed));
        });
        JsFuture::from(settled).await?;
        request.result()
    }

    /// This account's shelf for one piece of work: it ends by itself when nothing more is asked of it.
    async fn shelf_of(me: AccountId) -> Result<IdbObjectStore, JsValue> {
        let house = window().indexed_db()?.ok_or(JsValue::NULL)?;
        let request = house.open_with_u32(&["cordee.pictures.", &me.to_string()].concat(), 1)?;
        let empty = request.clone();
        let furnish = Closure::<dyn FnMut()>::new(move || {
            if let Ok(db) = empty.result() {
                // Where it fails the shelf is not found below.
                _ = db.unchecked_into::<IdbDatabase>().create_object_store(STORE);
            }
        });
        request.set_onupgradeneeded(Some(furnish.as_ref().unchecked_ref()));
        let db: IdbDatabase = done(&request).await?.unchecked_into();
        let shelf = db.transaction_with_str_and_mode(STORE, Readwrite)?.object_store(STORE);
        db.close();
        shelf
    }

    pub async fn keep(me: AccountId, entry: Entry) {
        let put = async {
            let shelf = shelf_of(me).await?;
            if done(&shelf.count()?).await?.as_f64() < Some(MAX_KEPT) {
                done(&shelf.put_with_key(&entry, &entry.get(0))?).await?;
            }
            Ok::<_, JsValue>(())
        };
        // What cannot be kept waits in memory.
        _ = put.await;
    }

    pub async fn take_up(me: AccountId, href: &str) -> Vec<Waiting> {
        let all = async { done(&shelf_of(me).await?.get_all()?).await };
        let all = all.await.map(Array::unchecked_from_js);
        all.unwrap_or_default().iter().filter_map(|entry| read(entry.unchecked_ref(), href)).collect()
    }

    pub async fn forget(me: AccountId, id: Uuid) {
        let delete = async { done(&shelf_of(me).await?.delete(&id.to_string().into())?).await };
        // Where nothing is kept there is nothing to forget.
        _ = delete.await;
    }
}
#[cfg(feature = "hydrate")]
pub use browser::*;

#[cfg(not(feature = "hydrate"))]
mod nowhere {
    use super::*;

    /// What lies on the shelf.
    pub struct Entry;

    /// A picture with what must be known to send it.
    pub fn entry(_: Uuid, _: &str, _: Option<Uuid>, _: &Picture) -> Entry {
        Entry
    }
    /// Puts it on this account's shelf.
    pub async fn keep(_: AccountId, _: Entry) {}
    /// What this account has waiting for this address, the oldest first.
    pub async fn take_up(_: AccountId, _: &str) -> Vec<Waiting> {
        Vec::new()
    }
    /// It has arrived, or nobody wants it.
    pub async fn forget(_: AccountId, _: Uuid) {}
}
#[cfg(not(feature = "hydrate"))]
pub use nowhere::*;
