//! Every sentence people read, made from `locales/<lang>/<room>.toml` by `build.rs`:
//! `words::accounts::SIGN_IN`, or with holes `words::accounts::MenuOf { name }`.
use crate::{
    Lang,
    text::{Count, Sentence, Text, fill},
};
include!(concat!(env!("OUT_DIR"), "/words.rs"));
