//! Every sentence people read, made from `locales/` by `build.rs`: `words::accounts::SIGN_IN`.
include!(concat!(env!("OUT_DIR"), "/words.rs"));
