//! What becomes of a picture somebody adds: recognised by its content, turned upright, made smaller and
//! encoded anew. No metadata survives, neither where a photo was taken nor by what.
use bytes::Bytes;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba, RgbaImage, imageops};
use std::io::Cursor;

/// A picture may have at most this many pixels on a side; asked before it is decoded.
const MAX_SIDE: u32 = 12_000;
/// And this many in all: what a phone takes, with room to spare.
const MAX_PIXELS: u64 = 50_000_000;
/// A decoder may use at most this much memory, in bytes, and what it gives as well.
const MAX_DECODED: u64 = 200 * 1024 * 1024;
/// What is kept is at most this wide and high.
const KEPT_SIDE: u32 = 2_400;
/// Drawings and screenshots keep their sharp edges up to this size; what is larger as PNG is a photo,
/// whatever it came as.
const MAX_PNG: usize = 3 * 1024 * 1024;
/// Thumbnails are at most this wide and high.
const THUMBNAIL_SIDE: u32 = 480;

/// A picture as it is kept.
pub struct Picture {
    pub media_type: &'static str,
    pub bytes: Bytes,
    pub thumbnail: Bytes,
    pub width: u32,
    pub height: u32,
}

/// The picture as it is kept; none where it is no picture, or too large a one.
pub(super) fn reencode(bytes: &[u8]) -> Option<Picture> {
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
        whole = whole.resize(KEPT_SIDE, KEPT_SIDE, imageops::FilterType::Triangle);
    }
    let thumbnail = whole.thumbnail(THUMBNAIL_SIDE.min(whole.width()), THUMBNAIL_SIDE.min(whole.height()));
    let png = if format == ImageFormat::Jpeg { None } else { encode(&whole, ImageFormat::Png) };
    let (kept, bytes) = match png.filter(|png| png.len() <= MAX_PNG) {
        Some(png) => (ImageFormat::Png, png),
        None => (ImageFormat::Jpeg, encode(&whole, ImageFormat::Jpeg)?),
    };
    let (width, height) = (whole.width(), whole.height());
    Some(Picture {
        media_type: kept.to_mime_type(),
        bytes,
        thumbnail: encode(&thumbnail, kept)?,
        width,
        height,
    })
}

fn fits(decoder: &impl ImageDecoder) -> bool {
    let (width, height) = decoder.dimensions();
    u64::from(width) * u64::from(height) <= MAX_PIXELS && decoder.total_bytes() <= MAX_DECODED
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Option<Bytes> {
    let mut out = Cursor::new(Vec::new());
    match format {
        ImageFormat::Jpeg => on_white(picture).write_to(&mut out, format).ok()?,
        _ => picture.write_to(&mut out, format).ok()?,
    }
    Some(out.into_inner().into())
}

/// As JPEG keeps it: nothing shines through.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.to_rgb8());
    }
    let mut paper = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([255; 4]));
    imageops::overlay(&mut paper, &picture.to_rgba8(), 0, 0);
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(paper).into_rgb8())
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

    /// A picture that no PNG makes small, half of it to be seen through.
    fn noise(side: u32) -> DynamicImage {
        let mut seed = 1_u32;
        DynamicImage::ImageRgba8(RgbaImage::from_fn(side, side, |_, y| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [_, r, g, b] = seed.to_le_bytes();
            if y < side / 2 { Rgba([r, g, b, 255]) } else { Rgba([0; 4]) }
        }))
    }

    #[test]
    fn what_is_kept_does_not_outgrow_what_came() {
        let photo = encode(&noise(1_500), ImageFormat::Png).unwrap();
        assert!(photo.len() > MAX_PNG);
        let kept = reencode(&photo).unwrap();
        assert_eq!(kept.media_type, "image/jpeg");
        assert!(kept.bytes.len() < MAX_PNG, "{} of {}", kept.bytes.len(), photo.len());
        let seen = image::load_from_memory(&kept.bytes).unwrap().into_rgb8();
        assert!(seen.get_pixel(700, 1_400).0.iter().all(|part| *part > 250), "on white paper");
        let drawing = encode(&noise(200), ImageFormat::Png).unwrap();
        assert_eq!(reencode(&drawing).unwrap().media_type, "image/png");
    }

    #[test]
    fn the_position_in_a_photo_does_not_survive() {
        let mut jpeg = encode(&DynamicImage::new_rgb8(40, 20), ImageFormat::Jpeg).unwrap().to_vec();
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0GPS 48.8566 N";
        let mut segment = vec![0xff, 0xe1, 0, (exif.len() + 2) as u8];
        segment.extend_from_slice(exif);
        jpeg.splice(2..2, segment);
        let kept = reencode(&jpeg).unwrap();
        assert!(!kept.bytes.windows(3).any(|w| w == b"GPS"));
        assert_eq!((kept.width, kept.height), (20, 40), "turned upright as the photo said");
    }
}
