//! Every sentence people read, made from `locales/<lang>/<room>.toml` by `build.rs`: `words::accounts::SIGN_IN`.
include!(concat!(env!("OUT_DIR"), "/words.rs"));
