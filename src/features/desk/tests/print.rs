//! A ticket on paper: however much was said, a sheet has an end, and every entry is on one.
use crate::{
    features::{conversation::server::service as conversation, tickets::server::service as tickets},
    tests::api_world::Api,
};

#[tokio::test]
async fn every_entry_is_on_a_sheet_and_no_sheet_is_without_end() {
    let api = Api::open().await;
    let number = api.world.open_ticket().await;
    for place in 0..650 {
        conversation::say(&api.world.ada, number, format!("mot-{place}-fin").into(), Default::default())
            .await
            .unwrap();
    }
    let ada = api.token(&api.world.ada).await;
    let (mut seen, mut sheets) = (vec![false; 650], 0);
    let mut next = Some(format!("/tickets/{number}/print"));
    while let Some(path) = next {
        let html = api.get(&path).with("accept", "text/html").by(&ada).send().await;
        let html = String::from_utf8(html.bytes).unwrap();
        let text = "<p class=\"pre\">mot-";
        let said = html.split(text).skip(1).filter_map(|rest| rest.split('-').next()?.parse::<usize>().ok());
        let said: Vec<usize> = said.collect();
        assert!((1..=300).contains(&said.len()), "{path}: {} entries", said.len());
        said.into_iter().for_each(|place| seen[place] = true);
        let before = html.split(&format!("/tickets/{number}/print?before=")).nth(1);
        next = before
            .and_then(|rest| rest.split('"').next())
            .map(|n| format!("/tickets/{number}/print?before={n}"));
        sheets += 1;
    }
    assert!(seen.iter().all(|seen| *seen));
    assert!((3..6).contains(&sheets), "{sheets}");
    assert_eq!(tickets::find(&api.world.ada, number).await.unwrap().rev, 651);
}
