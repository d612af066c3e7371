//! Pictures that wait, in the browser's own database, one for each account, sealed: they survive a reload.
//! Where there is none (a private window) nothing is kept, and nothing fails. Twins on the server do nothing.
use super::post::Picture;
use crate::base::AccountId;
use uuid::Uuid;

/// A picture that waited here: its act, the act it belongs to, and itself.
pub type Waiting = (Uuid, Option<Uuid>, Picture);

#[cfg(feature = "hydrate")]
mod browser {
    use super::*;
    use crate::{
        browser_database::{done, remove, store},
        sealed,
    };
    use js_sys::{Array, Uint8Array};
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{File, FilePropertyBag, IdbObjectStore};

    /// So many pictures may lie there; more of them have to do with memory.
    const MAX_KEPT: f64 = 50.0;

    /// What is to lie on the shelf: act, address, act it belongs to (or nothing), file.
    pub type Entry = Array;

    pub fn entry(id: Uuid, href: &str, answers: Option<Uuid>, picture: &Picture) -> Entry {
        let answers = answers.map(|act| act.to_string()).unwrap_or_default();
        Array::of4(&id.to_string().into(), &href.into(), &answers.into(), &picture.file().into())
    }

    /// What lies there: the act, and behind it, each closed for its place there, the address, the act it
    /// belongs to, the name, the type and the bytes of the file.
    async fn closed(entry: &Entry) -> Result<Array, JsValue> {
        let text = |at| entry.get(at).as_string().unwrap_or_default();
        let (id, file): (_, File) = (text(0), entry.get(3).dyn_into()?);
        let bytes = Uint8Array::new(&JsFuture::from(file.array_buffer()).await?).to_vec();
        let words = [text(1), text(2), file.name(), file.type_()].map(String::into_bytes);
        let kept = Array::of1(&id.clone().into());
        for part in words.into_iter().chain([bytes]) {
            let closed = sealed::close(&place(&id, kept.length()), &part).ok_or(JsValue::NULL)?;
            kept.push(&Uint8Array::from(closed.as_slice()));
        }
        Ok(kept)
    }

    fn read(kept: &Array, href: &str) -> Option<Waiting> {
        let id = kept.get(0).as_string()?;
        let opened = |at| sealed::open(&place(&id, at), &Uint8Array::new(&kept.get(at)).to_vec());
        let words = |at| String::from_utf8(opened(at)?).ok();
        let answers = words(1).filter(|of| of == href).and_then(|_| words(2))?;
        let wish = FilePropertyBag::new();
        wish.set_type(&words(4)?);
        let bytes = Array::of1(&Uint8Array::from(opened(5)?.as_slice()));
        let file = File::new_with_u8_array_sequence_and_options(&bytes, &words(3)?, &wish).ok()?;
        Some((id.parse().ok()?, answers.parse().ok(), Picture::new(file)))
    }

    fn place(id: &str, at: u32) -> String {
        [id, ".", &at.to_string()].concat()
    }

    fn name_of(me: AccountId) -> String {
        ["cordee.pictures.", &me.to_string()].concat()
    }

    /// This account's shelf for one piece of work.
    async fn shelf_of(me: AccountId) -> Result<IdbObjectStore, JsValue> {
        store(&name_of(me)).await
    }

    pub async fn keep(me: AccountId, entry: Entry) {
        let put = async {
            let closed = closed(&entry).await?;
            let shelf = shelf_of(me).await?;
            if done(&shelf.count()?).await?.as_f64() < Some(MAX_KEPT) {
                done(&shelf.put_with_key(&closed, &closed.get(0))?).await?;
            }
            Ok::<_, JsValue>(())
        };
        // What cannot be kept waits in memory.
        _ = put.await;
    }

    pub async fn holds_any(me: AccountId) -> bool {
        let count = async { done(&shelf_of(me).await?.count()?).await };
        count.await.is_ok_and(|count| count.as_f64() > Some(0.0))
    }

    pub async fn take_up(me: AccountId, href: &str) -> Vec<Waiting> {
        let all = async { done(&shelf_of(me).await?.get_all()?).await };
        let all = all.await.map(Array::unchecked_from_js);
        all.unwrap_or_default().iter().filter_map(|entry| read(entry.unchecked_ref(), href)).collect()
    }

    pub fn clear(me: AccountId) {
        remove(&name_of(me));
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
    /// Has this account anything there?
    pub async fn holds_any(_: AccountId) -> bool {
        false
    }
    /// What this account has waiting for this address, the oldest first.
    pub async fn take_up(_: AccountId, _: &str) -> Vec<Waiting> {
        Vec::new()
    }
    /// Nobody wants anything that lies there.
    pub fn clear(_: AccountId) {}
    /// It has arrived, or nobody wants it.
    pub async fn forget(_: AccountId, _: Uuid) {}
}
#[cfg(not(feature = "hydrate"))]
pub use nowhere::*;
