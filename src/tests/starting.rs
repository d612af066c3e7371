//! Starting a house, and looking at one: what stands in the way is told in words, and who looks changes
//! nothing.
use super::world::World;
use crate::{
    features::ROOMS,
    server::{
        House,
        clock::Clock,
        config::{Config, Given},
        data_lock, doctor,
    },
};
use std::{fs::Permissions, os::unix::fs::PermissionsExt};

fn given(pairs: &[(&str, &str)]) -> Given {
    pairs.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
}

#[tokio::test]
async fn doctor_looks_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("nowhere");
    let config = Config::parse(&given(&[("data", data.to_str().unwrap())]), ROOMS.list).unwrap();
    let findings = doctor::examine(&config).await;
    let trouble = |what: &str| {
        findings.iter().find(|f| f.what.starts_with(what)).and_then(|f| f.trouble.clone()).unwrap_or_default()
    };
    for what in ["data folder", "database"] {
        assert!(trouble(what).starts_with("is not there"), "{what}: {}", trouble(what));
    }
    assert!(!data.exists());
}

#[tokio::test]
async fn doctor_finds_a_sound_house_well_and_leaves_it_as_it_is() {
    let world = World::on_sqlite().await;
    let data = world.house.config.data.clone();
    std::fs::set_permissions(&data, Permissions::from_mode(0o700)).unwrap();
    let listing = || {
        let files = std::fs::read_dir(&data).unwrap().flatten();
        let mut files: Vec<_> =
            files.map(|f| (f.file_name(), f.metadata().unwrap().modified().unwrap())).collect();
        files.sort();
        files
    };
    let before = listing();
    let findings = doctor::examine(&world.house.config).await;
    for what in ["data folder", "database", "address"] {
        let found = findings.iter().find(|f| f.what.starts_with(what)).unwrap();
        assert_eq!(found.trouble, None, "{what}");
    }
    assert_eq!(listing(), before);
    let _served = data_lock::lock(&data).unwrap();
    let findings = doctor::examine(&world.house.config).await;
    assert!(findings.iter().any(|f| f.what.starts_with("a cordee works") && f.trouble.is_none()));
}

#[tokio::test]
async fn who_cannot_start_is_told_which_file_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let open = async |data: &str| {
        let config = Config::parse(&given(&[("data", data)]), ROOMS.list).unwrap();
        House::open(config, ROOMS, Clock::default()).await.err().unwrap_or_default()
    };
    std::fs::write(path("a file"), "not a folder").unwrap();
    let told = open(&path("a file")).await;
    assert!(told.starts_with(&path("a file")) && told.contains("write"), "{told}");
    std::fs::create_dir(path("broken")).unwrap();
    std::fs::write(path("broken/cordee.db"), "this is no database at all, only some words".repeat(99))
        .unwrap();
    let told = open(&path("broken")).await;
    assert!(told.contains(&path("broken/cordee.db")) && told.contains("put the last backup"), "{told}");
    let secret = "postgres://cordee:secret@127.0.0.1:9/cordee";
    let config = Config::parse(&given(&[("data", &path("new")), ("database", secret)]), ROOMS.list).unwrap();
    let told = House::open(config, ROOMS, Clock::default()).await.err().unwrap();
    assert!(told.contains("127.0.0.1:9/cordee") && !told.contains("secret"), "{told}");
}
