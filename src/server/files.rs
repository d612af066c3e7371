//! Files people add, behind `object_store`: generated names, recognised content, pictures re-encoded without their metadata.
use crate::base::{AppResult, Error, Problem};
use bytes::Bytes;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use object_store::{ObjectStore, PutPayload, local::LocalFileSystem, path::Path as Name};
use std::{io::Cursor, path::Path, sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};
use uuid::Uuid;

/// A picture may have at most this many pixels on a side; asked before it is decoded.
const MAX_SIDE: u32 = 12_000;
/// And this many in all: what a phone takes, with room to spare.
const MAX_PIXELS: u64 = 50_000_000;
/// A decoder may use at most this much memory, in bytes, and what it gives as well.
const MAX_DECODED: u64 = 200 * 1024 * 1024;
/// So many pictures may be on their way in at a time, each wholly in memory; who waits longer than this for a place tries again later.
const ARRIVING: usize = 16;
const PATIENCE: Duration = Duration::from_secs(10);
/// What is kept is at most this wide and high.
const KEPT_SIDE: u32 = 2_400;
/// Thumbnails are at most this wide and high.
const THUMBNAIL_SIDE: u32 = 480;

/// Where files lie. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// So many pictures are worked on at a time.
    hands: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

/// A picture as it is kept.
pub struct Picture {
    pub media_type: &'static str,
    pub bytes: Bytes,
    pub thumbnail: Bytes,
    pub width: u32,
    pub height: u32,
}

impl Files {
    /// In a local folder, made if need be.
    pub fn open(folder: &Path) -> std::io::Result<Files> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(std::io::Error::other)?;
        Ok(Files {
            store: Arc::new(store),
            hands: Arc::new(Semaphore::new(2)),
            places: Arc::new(Semaphore::new(ARRIVING)),
        })
    }

    /// A place for a picture on its way in: to be had before it is read, and held until it is kept.
    pub async fn make_room(&self) -> AppResult<OwnedSemaphorePermit> {
        match timeout(PATIENCE, self.places.clone().acquire_owned()).await {
            Ok(place) => place.map_err(|_| Error::Unavailable),
            Err(_) => Err(Error::TooMany { seconds: PATIENCE.as_secs() }),
        }
    }

    /// Recognises a picture by its content, turns it upright, and encodes it anew: no metadata survives.
    pub async fn recognise(&self, bytes: Bytes) -> AppResult<Picture> {
        let _hand = self.hands.acquire().await.map_err(|_| Error::Unavailable)?;
        let work = tokio::task::spawn_blocking(move || reencode(&bytes));
        work.await.ok().flatten().ok_or(Error::field("picture", Problem::NotAPicture))
    }

    /// Keeps a picture and its thumbnail under an unguessable name.
    pub async fn keep(&self, id: Uuid, picture: &Picture) -> AppResult<()> {
        for (name, bytes) in [(name(id, false), &picture.bytes), (name(id, true), &picture.thumbnail)] {
            self.store.put(&name, PutPayload::from_bytes(bytes.clone())).await.map_err(unavailable)?;
        }
        Ok(())
    }

    /// A file, or none.
    pub async fn fetch(&self, id: Uuid, thumbnail: bool) -> AppResult<Option<Bytes>> {
        match self.store.get(&name(id, thumbnail)).await {
            Ok(found) => found.bytes().await.map(Some).map_err(unavailable),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// Removes what was kept for an act that then failed.
    pub async fn discard(&self, id: Uuid) {
        for thumbnail in [false, true] {
            self.store.delete(&name(id, thumbnail)).await.ok();
        }
    }
}

fn name(id: Uuid, thumbnail: bool) -> Name {
    Name::from(format!("{}/{id}{}", &id.simple().to_string()[30..], if thumbnail { ".thumb" } else { "" }))
}

fn unavailable(error: object_store::Error) -> Error {
    tracing::error!(error = %error.to_string().escape_debug(), "a file could not be kept or read");
    Error::Unavailable
}

fn reencode(bytes: &[u8]) -> Option<Picture> {
    let format = image::guess_format(bytes).ok()?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    // The limits above bind what the decoder uses itself, not what it gives.
    let mut decoder = reader.into_decoder().ok().filter(fits)?;
    let orientation = decoder.orientation().ok()?;
    let mut whole = DynamicImage::from_decoder(decoder).ok()?;
    whole.apply_orientation(orientation);
    if whole.width().max(whole.height()) > KEPT_SIDE {
        whole = whole.resize(KEPT_SIDE, KEPT_SIDE, image::imageops::FilterType::Triangle);
    }
    let thumbnail = whole.thumbnail(THUMBNAIL_SIDE.min(whole.width()), THUMBNAIL_SIDE.min(whole.height()));
    // Photos stay JPEG; drawings and screenshots keep their sharp edges as PNG.
    let (kept, media_type) = if format == ImageFormat::Jpeg {
        (ImageFormat::Jpeg, "image/jpeg")
    } else {
        (ImageFormat::Png, "image/png")
    };
    let (width, height) = (whole.width(), whole.height());
    Some(Picture {
        media_type,
        bytes: encode(whole, kept)?,
        thumbnail: encode(thumbnail, kept)?,
        width,
        height,
    })
}

fn fits(decoder: &impl ImageDecoder) -> bool {
    let (width, height) = decoder.dimensions();
    u64::from(width) * u64::from(height) <= MAX_PIXELS && decoder.total_bytes() <= MAX_DECODED
}

fn encode(picture: DynamicImage, format: ImageFormat) -> Option<Bytes> {
    let picture =
        if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(picture.into_rgb8()) } else { picture };
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).ok()?;
    Some(out.into_inner().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_refused_whatever_it_is_called() {
        for bytes in [&b""[..], b"<svg onload=alert(1)>", b"GIF89a", b"\x89PNG\r\n\x1a\n broken"] {
            assert!(reencode(bytes).is_none());
        }
    }

    #[test]
    fn a_few_bytes_that_unfold_to_a_wall_are_refused_before_they_do() {
        let dot = |side: u16| {
            let [low, high] = side.to_le_bytes();
            let screen =
                [b"GIF89a", &[low, high, low, high, 0x80, 0, 0, 255, 255, 255, 0, 0, 0][..]].concat();
            [&screen[..], &[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]].concat()
        };
        assert!(reencode(&dot(10)).is_some());
        assert!(reencode(&dot(7_100)).is_none(), "50 million pixels in 35 bytes");
    }

    #[tokio::test(start_paused = true)]
    async fn so_many_photos_arrive_at_once_and_the_next_is_asked_to_wait() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let mut places = Vec::new();
        for _ in 0..ARRIVING {
            places.push(files.make_room().await.unwrap());
        }
        assert!(matches!(files.make_room().await, Err(Error::TooMany { .. })));
        places.pop();
        assert!(files.make_room().await.is_ok());
    }

    #[test]
    fn the_position_in_a_photo_does_not_survive() {
        let mut jpeg = encode(DynamicImage::new_rgb8(40, 20), ImageFormat::Jpeg).unwrap().to_vec();
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS 48.8566 N";
        let mut segment = vec![0xff, 0xe1, 0, (exif.len() + 2) as u8];
        segment.extend_from_slice(exif);
        jpeg.splice(2..2, segment);
        let kept = reencode(&jpeg).unwrap();
        assert!(!kept.bytes.windows(3).any(|w| w == b"GPS"));
        assert_eq!((kept.width, kept.height), (20, 40), "turned upright as the photo said");
    }
}
