//! What a picture that is added may be: said by the page before it is sent, and held to by the server.

/// At most so many megabytes.
pub const MAX_MEGABYTES: usize = 10;
/// At most so many bytes.
pub const MAX_BYTES: usize = MAX_MEGABYTES * 1024 * 1024;
/// What a page offers. The server looks at the picture itself.
pub const MEDIA_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// The same, as `accept` of a file input.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif";
