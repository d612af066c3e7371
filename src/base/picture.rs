//! What a picture that is added may be: said by the page before it is sent, and held to by the server.

/// At most so many megabytes.
pub const MAX_MEGABYTES: usize = 10;
/// At most so many bytes.
pub const MAX_BYTES: usize = MAX_MEGABYTES * 1024 * 1024;
/// It may have at most so many millions of pixels: what a phone takes, with room to spare.
pub const MAX_MEGAPIXELS: u32 = 50;
/// And so many on a side.
pub const MAX_SIDE: u32 = 12_000;
/// What a page offers. The server looks at the picture itself.
pub const MEDIA_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// The same, as `accept` of a file input.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif";

/// Has it too many pixels?
pub fn is_too_large(width: u32, height: u32) -> bool {
    let pixels = u64::from(width) * u64::from(height);
    width.max(height) > MAX_SIDE || pixels > u64::from(MAX_MEGAPIXELS) * 1_000_000
}
