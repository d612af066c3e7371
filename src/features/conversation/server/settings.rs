//! How often pictures may be sent.
use crate::server::limits::{Limit, Per};

pub const UPLOAD: Limit =
    Limit { name: "upload", about: "pictures sent by one person", per: Per::Minute, times: |_| 60 };
