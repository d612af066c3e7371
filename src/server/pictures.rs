//! What becomes of a picture somebody adds: recognised by its content, turned upright, made smaller and
//! encoded anew. No metadata survives, neither where a photo was taken nor by what.
use crate::base::{Problem, picture};
use bytes::Bytes;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgba, RgbaImage, imageops};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use std::io::Cursor;

/// A decoder may use at most this much memory, in bytes, and what it gives as well.
const MAX_DECODED: u64 = 200 * 1024 * 1024;
/// A colour profile has at most so many bytes; a larger one is not followed.
const MAX_PROFILE: usize = 4 * 1024 * 1024;
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

/// The picture as it is kept, or why not.
pub(super) fn reencode(bytes: &[u8]) -> Result<Picture, Problem> {
    let format = image::guess_format(bytes).map_err(|_| unknown(bytes))?;
    let whole = decode(bytes, format)?;
    let thumbnail = whole.thumbnail(THUMBNAIL_SIDE.min(whole.width()), THUMBNAIL_SIDE.min(whole.height()));
    let png = if format == ImageFormat::Jpeg { None } else { encode(&whole, ImageFormat::Png) };
    let (kept, bytes) = match png.filter(|png| png.len() <= MAX_PNG) {
        Some(png) => (ImageFormat::Png, png),
        None => (ImageFormat::Jpeg, encode(&whole, ImageFormat::Jpeg).ok_or(Problem::NotAPicture)?),
    };
    let (width, height) = (whole.width(), whole.height());
    let thumbnail = encode(&thumbnail, kept).ok_or(Problem::NotAPicture)?;
    Ok(Picture { media_type: kept.to_mime_type(), bytes, thumbnail, width, height })
}

/// Upright, in the colours every screen shows, and of the size it is kept in.
fn decode(bytes: &[u8], format: ImageFormat) -> Result<DynamicImage, Problem> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Problem::NotAPicture)?;
    let (width, height) = decoder.dimensions();
    // The limits above bind what the decoder uses itself, not what it gives.
    if picture::is_too_large(width, height) || decoder.total_bytes() > MAX_DECODED {
        return Err(Problem::TooManyPixels { megapixels: picture::MAX_MEGAPIXELS });
    }
    let orientation = decoder.orientation().map_err(|_| Problem::NotAPicture)?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut whole = DynamicImage::from_decoder(decoder).map_err(|_| Problem::NotAPicture)?;
    whole.apply_orientation(orientation);
    if whole.width().max(whole.height()) > KEPT_SIDE {
        whole = whole.resize(KEPT_SIDE, KEPT_SIDE, imageops::FilterType::Triangle);
    }
    Ok(profile.and_then(|profile| in_srgb(&whole, &profile)).unwrap_or(whole))
}

/// The colours a profile means, in those a picture without one is taken to mean. None where it says nothing
/// of red, green and blue that can be followed.
fn in_srgb(picture: &DynamicImage, profile: &[u8]) -> Option<DynamicImage> {
    let profile = ColorProfile::new_from_slice(profile).ok().filter(|_| profile.len() <= MAX_PROFILE)?;
    if profile.color_space != DataColorSpace::Rgb || !picture.color().has_color() {
        return None;
    }
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    let meant = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options).ok()?;
    let told = picture.to_rgba8();
    let mut shown = RgbaImage::new(told.width(), told.height());
    meant.transform(&told, &mut shown).ok()?;
    let shown = DynamicImage::ImageRgba8(shown);
    Some(if picture.color().has_alpha() { shown } else { DynamicImage::ImageRgb8(shown.into_rgb8()) })
}

/// What is none of the formats we read: an iPhone's is told how to be one.
fn unknown(bytes: &[u8]) -> Problem {
    let brand = bytes.get(4..12).unwrap_or_default();
    let brands: [&[u8]; 4] = [b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"];
    if brands.contains(&brand) { Problem::PhonePicture } else { Problem::NotAPicture }
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
            assert_eq!(reencode(bytes).err(), Some(Problem::NotAPicture));
        }
        let heic = b"\0\0\0\x24ftypheic\0\0\0\0mif1";
        assert_eq!(reencode(heic).err(), Some(Problem::PhonePicture));
    }

    #[test]
    fn a_few_bytes_that_unfold_to_a_wall_are_refused_before_they_do() {
        let dot = |side: u16| {
            let [low, high] = side.to_le_bytes();
            let screen =
                [b"GIF89a", &[low, high, low, high, 0x80, 0, 0, 255, 255, 255, 0, 0, 0][..]].concat();
            [&screen[..], &[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]].concat()
        };
        assert!(reencode(&dot(10)).is_ok());
        for side in [7_100, 12_001] {
            let refused = reencode(&dot(side)).err();
            let expected = Some(Problem::TooManyPixels { megapixels: 50 });
            assert_eq!(refused, expected, "{side} squared in 35 bytes");
        }
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

    /// A JPEG of one colour that says in a profile what it means by red and green.
    fn swapped() -> Vec<u8> {
        let mut profile = ColorProfile::new_srgb();
        std::mem::swap(&mut profile.red_colorant, &mut profile.green_colorant);
        let profile = profile.encode().unwrap();
        let red = DynamicImage::ImageRgb8(image::RgbImage::from_pixel(16, 16, image::Rgb([255, 0, 0])));
        let mut jpeg = encode(&red, ImageFormat::Jpeg).unwrap().to_vec();
        let content = [b"ICC_PROFILE\0\x01\x01", &profile[..]].concat();
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        jpeg.splice(2..2, [&[0xff, 0xe2], &length[..], &content[..]].concat());
        jpeg
    }

    #[test]
    fn the_colours_are_those_its_profile_means() {
        let kept = reencode(&swapped()).unwrap();
        let seen = image::load_from_memory(&kept.bytes).unwrap().into_rgb8();
        let image::Rgb([red, green, _]) = *seen.get_pixel(8, 8);
        assert!(green > 200 && red < 60, "a viewer shows it green, not {:?}", seen.get_pixel(8, 8));
        assert!(!kept.bytes.windows(11).any(|part| part == b"ICC_PROFILE"));
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
