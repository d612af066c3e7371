//! What a deployment sets. Each setting stands with what it concerns, in a room or in the machine room;
//! `Leptos.toml`, the environment and the command line give values, and `--help`, `cordee doctor` and the
//! test of `Leptos.toml` tell all of them.
use super::Room;

/// A key of `Leptos.toml`, also an environment variable.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub key: &'static str,
    pub default: &'static str,
    /// What it means, in one sentence.
    pub about: &'static str,
    pub takes: Takes,
    /// May an admin change it while the house runs? Otherwise it is read once, at the start.
    pub while_running: bool,
}

/// What may be given.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    YesNo,
    Number {
        least: i64,
        most: i64,
    },
    /// One of these.
    Word(&'static [&'static str]),
    /// Whatever this finds nothing wrong with.
    Text(fn(&str) -> Result<(), String>),
}

impl Takes {
    /// What is wrong with a value, if anything.
    pub fn check(self, text: &str) -> Result<(), String> {
        let sound = |sound: bool, expected: String| if sound { Ok(()) } else { Err(expected) };
        match self {
            Takes::YesNo => sound(["true", "false"].contains(&text), "true or false expected".into()),
            Takes::Number { least, most } => sound(
                text.parse().is_ok_and(|n: i64| (least..=most).contains(&n)),
                format!("a number from {least} to {most} expected"),
            ),
            Takes::Word(words) => sound(words.contains(&text), format!("{} expected", words.join(", "))),
            Takes::Text(check) => check(text),
        }
    }
    /// For what an own type reads later.
    pub const ANY: Takes = Takes::Text(|_| Ok(()));
}

/// Every setting: the machine room's, then those of the rooms.
pub fn all(rooms: &'static [Room]) -> impl Iterator<Item = &'static Setting> {
    super::config::SETTINGS.iter().chain(rooms.iter().flat_map(|room| room.settings))
}

/// What `--help` says of them.
pub fn help(rooms: &'static [Room]) -> String {
    let line = |setting: &Setting| {
        let Setting { key, default, about, .. } = setting;
        let default = if default.is_empty() { "none" } else { default };
        format!("  {key} [default: {default}]\n          {about}")
    };
    let lines: Vec<String> = all(rooms).map(line).collect();
    let head = "Settings, in Leptos.toml by these names, or in the environment as CORDEE_NAME:";
    [head, &lines.join("\n")].join("\n")
}
