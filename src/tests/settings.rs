//! The settings of a deployment, wherever they are declared: checked by name, told everywhere alike, and the
//! defaults of `Leptos.toml`.
use super::house_text::House;
use crate::{
    features::ROOMS,
    server::{
        config::{Config, Given},
        doctor, limits,
        settings::{self, Setting},
    },
};

fn given(pairs: &[(&str, &str)]) -> Given {
    pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
}

#[test]
fn every_wrong_setting_is_told_by_name_at_once() {
    let wrong = [
        ("address", "here"),
        ("lift_seconds", "0"),
        ("registration", "oui"),
        ("colour", "red"),
        ("tls_cert", "a.pem"),
        ("cors_origins", "*"),
        ("personal_tokens", "me"),
        ("writes_per_minute", "9"),
        ("timezone", "Mars"),
    ];
    let problems = Config::parse(&given(&wrong), ROOMS.list).unwrap_err();
    for key in wrong.map(|(key, _)| key) {
        assert!(problems.iter().any(|p| p.contains(key)), "{key} in {problems:?}");
    }
    assert_eq!(problems.len(), wrong.len(), "{problems:?}");
}

#[test]
fn the_defaults_hold_and_the_database_lies_in_the_data_folder() {
    let config = Config::parse(&given(&[("data", "/srv/cordee")]), ROOMS.list).unwrap();
    assert_eq!(config.database, "sqlite:/srv/cordee/cordee.db");
    assert!(!config.is_secure());
    let registration = settings::all(ROOMS.list).find(|setting| setting.key == "registration").unwrap();
    assert!(!config.is_on(registration), "nobody opens an account by themselves in a fresh house");
    let wrong: Vec<&str> = settings::all(ROOMS.list)
        .filter(|s| !s.default.is_empty() && s.takes.check(s.default).is_err())
        .map(|s| s.key)
        .collect();
    assert_eq!(wrong, Vec::<&str>::new(), "a default that may not be given");
}

/// The comment right above `# key = value`, and the value.
fn told<'a>(file: &'a str, setting: &Setting) -> Option<(String, &'a str)> {
    let head = ["# ", setting.key, " = "].concat();
    let lines: Vec<&str> = file.lines().collect();
    let place = lines.iter().position(|line| line.starts_with(&head))?;
    let above =
        lines[..place].iter().rev().take_while(|line| line.starts_with("# ") && !line.contains(" = "));
    let above: Vec<&str> = above.map(|line| line.trim_start_matches("# ")).collect();
    Some((above.into_iter().rev().collect::<Vec<_>>().join(" "), lines[place].split_once(" = ")?.1))
}

#[test]
fn leptos_toml_tells_every_setting_with_its_default_and_no_other() {
    let file = House::file("Leptos.toml");
    for setting in settings::all(ROOMS.list) {
        let (above, value) = told(&file, setting).unwrap_or_else(|| panic!("{} is missing", setting.key));
        assert!(above.ends_with(setting.about), "{}: « {above} », not « {} »", setting.key, setting.about);
        let shown = value.trim_matches('"');
        assert!(setting.default.is_empty() || shown == setting.default, "{}: {shown}", setting.key);
    }
    let keys = file.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(" = ").map(|(key, _)| key));
    let unknown: Vec<&str> =
        keys.filter(|key| settings::all(ROOMS.list).all(|setting| setting.key != *key)).collect();
    assert_eq!(unknown, Vec::<&str>::new());
}

#[test]
fn doctor_and_help_tell_every_setting_and_limit_and_no_password() {
    let database = "postgres://cordee:secret@db.test/cordee";
    let config =
        Config::parse(&given(&[("database", database), ("lift_seconds", "60")]), ROOMS.list).unwrap();
    let told: Vec<String> = doctor::told(&config, ROOMS.list).collect();
    let help = settings::help(ROOMS.list);
    for setting in settings::all(ROOMS.list) {
        assert!(help.contains(&[setting.key, " ["].concat()) && help.contains(setting.about), "{help}");
        let line = ["setting  ", setting.key, " = "].concat();
        assert!(told.iter().any(|told| told.starts_with(&line)), "{}: {told:?}", setting.key);
    }
    for limit in limits::all(ROOMS.list) {
        assert!(told.iter().any(|told| told.contains(limit.about)), "{}: {told:?}", limit.name);
    }
    assert!(told.contains(&"setting  lift_seconds = \"60\" (given)".to_owned()), "{told:?}");
    let open = "limit    open_ticket: 60 an hour: tickets opened by one person";
    assert!(told.iter().any(|told| told == open), "a tenth of writes_per_minute: {told:?}");
    assert!(!told.concat().contains("secret"), "{told:?}");
}

#[test]
fn no_two_rooms_declare_the_same_setting_or_limit() {
    let mut keys: Vec<&str> = settings::all(ROOMS.list).map(|setting| setting.key).collect();
    let mut names: Vec<&str> = limits::all(ROOMS.list).map(|limit| limit.name).collect();
    for declared in [&mut keys, &mut names] {
        let before = declared.len();
        declared.sort_unstable();
        declared.dedup();
        assert_eq!(declared.len(), before, "{declared:?}");
    }
}
