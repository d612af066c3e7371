//! Files as the browser hands them over, and how they travel. Twins on the server hold nothing.
use crate::{base::AccountId, ui::ask::Answer};
use uuid::Uuid;

/// Pictures a person has chosen, pasted or dropped.
pub struct Picked(pub(super) Vec<Picture>);

impl Picked {
    /// Nothing was picked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Nothing yet.
    pub fn none() -> Self {
        Picked(Vec::new())
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::*;
    use crate::ask;
    use crate::base::picture::is_too_large;
    use leptos::{ev, prelude::window, wasm_bindgen::JsCast};
    use std::cell::RefCell;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{DataTransfer, File, FileList, FormData, HtmlInputElement, ImageBitmap, Url};

    thread_local!(static FILES: RefCell<Vec<(Uuid, File)>> = const { RefCell::new(Vec::new()) });

    /// A file of this machine. The file itself stays where the browser's things must stay; this is the key to
    /// it.
    pub struct Picture(Uuid);

    impl Picture {
        pub(in crate::upload) fn new(file: File) -> Self {
            let key = Uuid::now_v7();
            FILES.with_borrow_mut(|files| files.push((key, file)));
            Picture(key)
        }
        fn read<T>(&self, read: impl FnOnce(&File) -> T) -> Option<T> {
            FILES
                .with_borrow(|files| files.iter().find(|(key, _)| *key == self.0).map(|(_, file)| read(file)))
        }
        pub(in crate::upload) fn file(&self) -> Option<File> {
            self.read(File::clone)
        }
        pub fn name(&self) -> String {
            self.read(File::name).unwrap_or_default()
        }
        /// Where the page finds it, as long as it is held.
        pub fn href(&self) -> String {
            self.read(|file| Url::create_object_url_with_blob(file)).and_then(Result::ok).unwrap_or_default()
        }
        pub fn media_type(&self) -> String {
            self.read(|file| file.type_()).unwrap_or_default()
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a size is whole and not negative"
        )]
        pub fn size(&self) -> usize {
            self.read(|file| file.size()).unwrap_or_default() as usize
        }
    }

    impl Drop for Picture {
        fn drop(&mut self) {
            FILES.with_borrow_mut(|files| files.retain(|(key, _)| *key != self.0));
        }
    }

    fn all(files: Option<FileList>) -> Picked {
        let files =
            files.map(|files| (0..files.length()).filter_map(|n| files.get(n)).map(Picture::new).collect());
        Picked(files.unwrap_or_default())
    }

    /// Office programs send a picture of the text along: where there is text, the text is meant. A file that
    /// was copied comes with its name as text.
    fn carried(data: Option<DataTransfer>) -> Picked {
        let picked = all(data.as_ref().and_then(DataTransfer::files));
        let text = data.and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        let is_name = picked.0.iter().any(|picture| text.trim().ends_with(&picture.name()));
        if text.trim().is_empty() || is_name { picked } else { Picked::none() }
    }

    fn caught(picked: Picked, event: &ev::Event) -> Option<Picked> {
        if picked.is_empty() {
            return None;
        }
        event.prevent_default();
        Some(picked)
    }

    impl Picked {
        /// What was chosen in a file input, which is empty afterwards, so that the same file can be chosen
        /// again.
        pub fn from_input(event: &ev::Event) -> Picked {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            input.map_or_else(Picked::none, |input| Picked::of(&input))
        }
        /// The same, whenever it was chosen.
        pub fn of(input: &HtmlInputElement) -> Picked {
            let picked = all(input.files());
            input.set_value("");
            picked
        }
        /// What was pasted, if it is a picture and no text: then nothing else becomes of it.
        pub fn from_paste(event: &ev::ClipboardEvent) -> Option<Picked> {
            caught(carried(event.clipboard_data()), event)
        }
        /// What was dropped, if it is a picture and no text: then nothing else becomes of it.
        pub fn from_drop(event: &ev::DragEvent) -> Option<Picked> {
            caught(carried(event.data_transfer()), event)
        }
    }

    pub type Form = FormData;

    pub fn form(
        picture: &Picture,
        me: Option<AccountId>,
        act: Uuid,
        answers: Option<Uuid>,
        purpose: Option<&str>,
    ) -> Option<Form> {
        let form = FormData::new().ok()?;
        if let Some(me) = me {
            form.append_with_str("account", &me.to_string()).ok()?;
        }
        form.append_with_str("act", &act.to_string()).ok()?;
        if let Some(answers) = answers {
            form.append_with_str("answers", &answers.to_string()).ok()?;
        }
        if let Some(purpose) = purpose {
            form.append_with_str("for", purpose).ok()?;
        }
        picture.read(|file| form.append_with_blob_and_filename("picture", file, &file.name()))?.ok()?;
        Some(form)
    }

    pub fn post(href: &str, form: Form) -> Answer {
        ask::send(href, Ok(form.into()))
    }

    /// As the browser reads it; what it cannot read the server judges.
    pub fn has_too_many_pixels(picture: &Picture) -> impl Future<Output = bool> + use<> {
        let file = picture.file();
        async move {
            let asked = file.and_then(|file| window().create_image_bitmap_with_blob(&file).ok());
            let Some(asked) = asked else { return false };
            let Ok(bitmap) = JsFuture::from(asked).await else { return false };
            let bitmap: ImageBitmap = bitmap.unchecked_into();
            let too_many = is_too_large(bitmap.width(), bitmap.height());
            bitmap.close();
            too_many
        }
    }
}
#[cfg(feature = "hydrate")]
pub use browser::*;

#[cfg(not(feature = "hydrate"))]
mod nowhere {
    use super::*;
    use leptos::{ev, web_sys::HtmlInputElement};

    /// A file of this machine.
    pub struct Picture;

    impl Picture {
        /// The file's name.
        pub fn name(&self) -> String {
            String::new()
        }
        /// Where the page finds it.
        pub fn href(&self) -> String {
            String::new()
        }
        /// The type the machine takes it for.
        pub fn media_type(&self) -> String {
            String::new()
        }
        /// In bytes.
        pub fn size(&self) -> usize {
            0
        }
    }

    impl Picked {
        /// What was chosen in a file input.
        pub fn from_input(_: &ev::Event) -> Picked {
            Picked::none()
        }
        /// The same, whenever it was chosen.
        pub fn of(_: &HtmlInputElement) -> Picked {
            Picked::none()
        }
        /// What was pasted, if it is a file.
        pub fn from_paste(_: &ev::ClipboardEvent) -> Option<Picked> {
            None
        }
        /// What was dropped, if it is a file.
        pub fn from_drop(_: &ev::DragEvent) -> Option<Picked> {
            None
        }
    }

    /// What travels.
    pub type Form = ();

    /// The multipart form of a picture, saying whose it is.
    pub fn form(
        _: &Picture,
        _: Option<AccountId>,
        _: Uuid,
        _: Option<Uuid>,
        _: Option<&str>,
    ) -> Option<Form> {
        None
    }
    /// Sends it; what the server answered.
    pub fn post(_: &str, (): Form) -> Answer {
        Box::pin(std::future::ready(Err(crate::base::Error::Transport)))
    }
    /// Has it more pixels than the server takes?
    pub fn has_too_many_pixels(_: &Picture) -> impl Future<Output = bool> + use<> {
        std::future::ready(false)
    }
}
#[cfg(not(feature = "hydrate"))]
pub use nowhere::*;
