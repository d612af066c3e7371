//! What becomes of a picture somebody adds: recognised by its content, turned upright, made smaller and
//! encoded anew. No metadata survives, neither where a photo was taken nor by what.
use crate::base::{Problem, picture};
use bytes::Bytes;
use image::{
    AnimationDecoder, DynamicImage, Frames, GenericImageView, ImageDecoder, ImageFormat, ImageReader, Limits,
    Rgba, RgbaImage,
    codecs::{gif::GifDecoder, png::PngDecoder, webp::WebPDecoder},
    imageops,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use std::io::Cursor;

/// A decoder may use at most this much memory, in bytes, and what it gives as well.
const MAX_DECODED: u64 = 200 * 1024 * 1024;
/// A colour profile has at most so many bytes; a larger one is not followed.
const MAX_PROFILE: usize = 4 * 1024 * 1024;
/// What is kept is at most this wide and high.
const KEPT_SIDE: u32 = 2_400;
/// A picture of more pixels is first made this wide and high, coarsely.
const FINELY_RESIZED: u64 = 16_000_000;
const COARSE_SIDE: u32 = KEPT_SIDE * 3 / 2;
/// Drawings and screenshots keep their sharp edges up to this size; what is larger as PNG is a photo,
/// whatever it came as.
const MAX_PNG: usize = 3 * 1024 * 1024;
/// So many pixels of an animation are looked through for its first frame that shows something, in so many
/// frames at most.
const LOOKED_THROUGH: u64 = 100_000_000;
const MAX_FRAMES: u64 = 100;
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
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|_| Problem::NotAPicture)?;
    let (width, height) = decoder.dimensions();
    // The limits above bind what the decoder uses itself, not what it gives.
    if picture::is_too_large(width, height) || decoder.total_bytes() > MAX_DECODED {
        return Err(Problem::TooManyPixels { megapixels: picture::MAX_MEGAPIXELS });
    }
    let orientation = decoder.orientation().map_err(|_| Problem::NotAPicture)?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut whole = DynamicImage::from_decoder(decoder).map_err(|_| Problem::NotAPicture)?;
    if is_blank(&whole) {
        whole = first_shown(bytes, format, &whole).unwrap_or(whole);
    }
    let mut whole = shrunk(whole);
    whole.apply_orientation(orientation);
    Ok(profile.and_then(|profile| in_srgb(&whole, &profile)).unwrap_or(whole))
}

/// Of the size it is kept in. What is finely resized takes sixteen bytes for each of its pixels meanwhile: a
/// large picture is made smaller by averages first, which need no more than what comes of them.
fn shrunk(mut whole: DynamicImage) -> DynamicImage {
    if u64::from(whole.width()) * u64::from(whole.height()) > FINELY_RESIZED {
        whole = whole.thumbnail(COARSE_SIDE, COARSE_SIDE);
    }
    if whole.width().max(whole.height()) > KEPT_SIDE {
        whole = whole.resize(KEPT_SIDE, KEPT_SIDE, imageops::FilterType::Triangle);
    }
    whole
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED);
    limits
}

/// Is there nothing to be seen on it?
fn is_blank(picture: &DynamicImage) -> bool {
    picture.color().has_alpha() && picture.pixels().all(|(_, _, Rgba([_, _, _, alpha]))| alpha == 0)
}

/// The first frame of an animation on which there is something, as it stands on its canvas: some begin with
/// an empty one. None where there is none, or looking for it would take too long.
fn first_shown(bytes: &[u8], format: ImageFormat, canvas: &DynamicImage) -> Option<DynamicImage> {
    let pixels = u64::from(canvas.width()) * u64::from(canvas.height());
    let most = (LOOKED_THROUGH / pixels.max(1)).min(MAX_FRAMES) as usize;
    // A canvas, a frame, and both of them together are held at once.
    if pixels * 12 > MAX_DECODED {
        return None;
    }
    let shown = |frames: Frames<'_>| {
        let frames = frames.take(most).map_while(Result::ok);
        frames.map(|frame| DynamicImage::ImageRgba8(frame.into_buffer())).find(|frame| !is_blank(frame))
    };
    let from = Cursor::new(bytes);
    match format {
        ImageFormat::Gif => {
            let mut animation = GifDecoder::new(from).ok()?;
            animation.set_limits(limits()).ok()?;
            shown(animation.into_frames())
        }
        ImageFormat::WebP => {
            let mut picture = WebPDecoder::new(from).ok()?;
            picture.set_limits(limits()).ok()?;
            if picture.has_animation() { shown(picture.into_frames()) } else { None }
        }
        ImageFormat::Png => {
            let picture = PngDecoder::with_limits(from, limits()).ok()?;
            if picture.is_apng().ok()? { shown(picture.apng().ok()?.into_frames()) } else { None }
        }
        _ => None,
    }
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

    #[test]
    fn a_large_picture_is_made_smaller_and_keeps_its_shape_and_colours() {
        let halves = image::RgbImage::from_fn(5_000, 4_000, |x, _| {
            image::Rgb(if x < 2_500 { [255, 0, 0] } else { [0, 0, 255] })
        });
        let large = DynamicImage::ImageRgb8(halves);
        assert!(u64::from(large.width() * large.height()) > FINELY_RESIZED);
        let kept = reencode(&encode(&large, ImageFormat::Png).unwrap()).unwrap();
        assert_eq!((kept.width, kept.height), (2_400, 1_920));
        let seen = image::load_from_memory(&kept.bytes).unwrap().into_rgb8();
        let pixels = [1_150, 1_250].map(|x| seen.get_pixel(x, 1_000).0);
        assert_eq!(pixels, [[255, 0, 0], [0, 0, 255]]);
    }

    const CLEAR: Rgba<u8> = Rgba([0; 4]);
    const RED: Rgba<u8> = Rgba([255, 0, 0, 255]);

    fn gif_of(frames: &[Rgba<u8>]) -> Vec<u8> {
        let mut gif = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
        for colour in frames {
            encoder.encode_frame(image::Frame::new(RgbaImage::from_pixel(16, 16, *colour))).unwrap();
        }
        drop(encoder);
        gif
    }

    fn webp_of(frames: &[Rgba<u8>]) -> Vec<u8> {
        let chunk = |name: &[u8; 4], content: &[u8]| {
            let length = u32::try_from(content.len()).unwrap().to_le_bytes();
            [&name[..], &length[..], content, &[0][..content.len() % 2]].concat()
        };
        let mut inside = chunk(b"VP8X", &[0x12, 0, 0, 0, 15, 0, 0, 15, 0, 0]);
        inside.extend(chunk(b"ANIM", &[0; 6]));
        for colour in frames {
            let still = DynamicImage::ImageRgba8(RgbaImage::from_pixel(16, 16, *colour));
            let still = encode(&still, ImageFormat::WebP).unwrap();
            let place = [0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 100, 0, 0, 0];
            inside.extend(chunk(b"ANMF", &[&place[..], &still[12..]].concat()));
        }
        chunk(b"RIFF", &[&b"WEBP"[..], &inside].concat())
    }

    #[test]
    fn an_animation_that_begins_with_nothing_is_kept_as_its_first_frame_with_something() {
        let seen = |bytes: &[u8]| {
            let kept = reencode(bytes).unwrap();
            *image::load_from_memory(&kept.bytes).unwrap().into_rgba8().get_pixel(8, 8)
        };
        for animation in [gif_of, webp_of] {
            // A GIF chooses its colours.
            let is_red = |Rgba([red, green, blue, alpha])| red > 250 && green < 5 && blue < 5 && alpha == 255;
            assert!(is_red(seen(&animation(&[CLEAR, CLEAR, RED, CLEAR]))));
            assert!(is_red(seen(&animation(&[RED, CLEAR]))));
            assert_eq!(seen(&animation(&[CLEAR, CLEAR])).0[3], 0, "there is nothing to be seen");
        }
        assert_eq!(seen(&webp_of(&[CLEAR])).0[3], 0);
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
