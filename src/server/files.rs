//! Files people add, behind `object_store`: under generated names, read and written piece by piece. What a
//! picture must be is in `pictures`.
use super::pictures::{Picture, reencode};
use crate::base::{AccountId, AppResult, Error, Problem, Time};
use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream::BoxStream};
use moka::sync::Cache;
use object_store::{GetOptions, ObjectStore, PutPayload, local::LocalFileSystem, path::Path as Name};
use std::{ops::Range, path::Path, sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use uuid::Uuid;

/// So many pictures may be on their way in at a time, each wholly in memory; who waits longer than this for a
/// place tries again later.
const ARRIVING: usize = 16;
const PATIENCE: Duration = Duration::from_secs(10);
/// Of these, one person may have so many: nobody's slow line keeps the others out.
const ARRIVING_EACH: usize = 3;
/// So many are worked on at a time at the most, however many cores there are: each may take the memory of the
/// largest that is accepted.
const HANDS: usize = 3;

/// Where files lie. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// So many pictures are worked on at a time.
    hands: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// The same of each person; who sends nothing for a while is forgotten.
    own_places: Cache<AccountId, Arc<Semaphore>>,
}

/// A place for a picture on its way in, held until it is kept.
pub struct Place {
    _own: OwnedSemaphorePermit,
    _of_the_house: OwnedSemaphorePermit,
}

impl Files {
    /// In a local folder, made if need be.
    pub fn open(folder: &Path) -> std::io::Result<Files> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(std::io::Error::other)?;
        // One core is left to the conversation.
        let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
        Ok(Files {
            store: Arc::new(store),
            hands: Arc::new(Semaphore::new(cores.saturating_sub(1).clamp(1, HANDS))),
            places: Arc::new(Semaphore::new(ARRIVING)),
            own_places: Cache::builder().time_to_idle(Duration::from_secs(600)).build(),
        })
    }

    /// A place for a picture of this person: to be had before it is read.
    pub async fn make_room(&self, person: AccountId) -> AppResult<Place> {
        let own = self.own_places.get_with(person, || Arc::new(Semaphore::new(ARRIVING_EACH)));
        Ok(Place { _own: in_time(own).await?, _of_the_house: in_time(self.places.clone()).await? })
    }

    /// Recognises a picture by its content, turns it upright, and encodes it anew: no metadata survives.
    pub async fn recognise(&self, bytes: Bytes) -> AppResult<Picture> {
        let _hand = self.hands.acquire().await.map_err(|_| Error::Unavailable)?;
        let work = tokio::task::spawn_blocking(move || reencode(&bytes));
        let picture = work.await.unwrap_or(Err(Problem::NotAPicture));
        picture.map_err(|problem| Error::field("picture", problem))
    }

    /// Keeps a picture and its thumbnail under an unguessable name.
    pub async fn keep(&self, id: Uuid, picture: &Picture) -> AppResult<()> {
        for (name, bytes) in [(name(id, false), &picture.bytes), (name(id, true), &picture.thumbnail)] {
            self.store.put(&name, PutPayload::from_bytes(bytes.clone())).await.map_err(unavailable)?;
        }
        Ok(())
    }

    /// A file, or none. Nothing of it is read yet.
    pub async fn find(&self, id: Uuid, thumbnail: bool) -> AppResult<Option<Stored>> {
        let name = name(id, thumbnail);
        match self.store.head(&name).await {
            Ok(meta) => Ok(Some(Stored { store: self.store.clone(), name, size: meta.size })),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// What was kept before a moment; a picture and its thumbnail may both come.
    pub fn kept_before(&self, moment: Time) -> BoxStream<'_, AppResult<Uuid>> {
        let old = self.store.list(None).filter_map(move |found| async move {
            match found {
                Ok(file) if file.last_modified < moment => id_of(&file.location).map(Ok),
                Ok(_) => None,
                Err(error) => Some(Err(unavailable(error))),
            }
        });
        old.boxed()
    }

    /// Removes what was kept for an act that then failed.
    pub async fn discard(&self, id: Uuid) {
        for thumbnail in [false, true] {
            self.store.delete(&name(id, thumbnail)).await.ok();
        }
    }
}

async fn in_time(places: Arc<Semaphore>) -> AppResult<OwnedSemaphorePermit> {
    match timeout(PATIENCE, places.acquire_owned()).await {
        Ok(place) => place.map_err(|_| Error::Unavailable),
        Err(_) => Err(Error::TooMany { seconds: PATIENCE.as_secs() }),
    }
}

/// A file that is there.
pub struct Stored {
    store: Arc<dyn ObjectStore>,
    name: Name,
    /// In bytes.
    pub size: u64,
}

impl Stored {
    /// A part of it, read piece by piece as its reader takes it.
    pub async fn read(&self, part: Range<u64>) -> AppResult<Body> {
        let options = GetOptions { range: Some(part.into()), ..Default::default() };
        let found = self.store.get_opts(&self.name, options).await.map_err(unavailable)?;
        Ok(Body::from_stream(found.into_stream()))
    }
}

fn name(id: Uuid, thumbnail: bool) -> Name {
    Name::from(format!("{}/{id}{}", &id.simple().to_string()[30..], if thumbnail { ".thumb" } else { "" }))
}

/// Whose file it is; none where it is not one of ours.
fn id_of(name: &Name) -> Option<Uuid> {
    let file = name.filename()?;
    file.strip_suffix(".thumb").unwrap_or(file).parse().ok()
}

fn unavailable(error: object_store::Error) -> Error {
    tracing::error!(error = %error.to_string().escape_debug(), "a file could not be kept or read");
    Error::Unavailable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_person_leaves_places_for_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let (eve, ada) = (AccountId::new(), AccountId::new());
        let mut held = Vec::new();
        for _ in 0..ARRIVING_EACH {
            held.push(files.make_room(eve).await.unwrap());
        }
        assert!(matches!(files.make_room(eve).await.err(), Some(Error::TooMany { .. })));
        assert!(files.make_room(ada).await.is_ok());
        held.pop();
        assert!(files.make_room(eve).await.is_ok());
    }

    #[tokio::test]
    async fn a_file_is_read_piece_by_piece() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let bytes: Bytes = (0..200_000_u32).map(|place| (place % 251) as u8).collect::<Vec<_>>().into();
        let picture = Picture {
            media_type: "image/png",
            bytes: bytes.clone(),
            thumbnail: bytes.clone(),
            width: 1,
            height: 1,
        };
        let id = Uuid::now_v7();
        files.keep(id, &picture).await.unwrap();
        let stored = files.find(id, false).await.unwrap().unwrap();
        assert_eq!(stored.size, 200_000);
        let mut pieces = stored.read(100..150_000).await.unwrap().into_data_stream();
        let mut read = Vec::new();
        while let Some(piece) = futures_util::StreamExt::next(&mut pieces).await {
            let piece = piece.unwrap();
            assert!(piece.len() <= 64 * 1024, "{} bytes in memory at once", piece.len());
            read.extend_from_slice(&piece);
        }
        assert_eq!(read, bytes[100..150_000]);
        assert!(files.find(Uuid::now_v7(), false).await.unwrap().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn so_many_photos_arrive_at_once_and_the_next_is_asked_to_wait() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let mut places = Vec::new();
        for _ in 0..ARRIVING {
            places.push(files.make_room(AccountId::new()).await.unwrap());
        }
        assert!(matches!(files.make_room(AccountId::new()).await, Err(Error::TooMany { .. })));
        places.pop();
        assert!(files.make_room(AccountId::new()).await.is_ok());
    }
}
