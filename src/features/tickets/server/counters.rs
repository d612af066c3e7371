//! What is counted of tickets for `/metrics`.
use super::store;
use crate::{
    features::tickets::Status,
    server::metrics::{Counter, Sample},
};

pub const COUNTERS: &[Counter] = &[
    Counter {
        name: "tickets",
        about: "Tickets by status",
        read: |house| {
            Box::pin(async move {
                let tally = store::tally(&mut house.db.glance().await?).await?;
                let of = |status: Status| tally.iter().filter(|row| row.0 == status).map(|row| row.2).sum();
                let sample = |status: &Status| Sample {
                    label: Some(("status", status.word().to_owned())),
                    value: of(*status),
                };
                Ok(Status::ALL.iter().map(sample).collect())
            })
        },
    },
    Counter {
        name: "tickets_guided",
        about: "Tickets that are being guided now",
        read: |house| {
            Box::pin(
                async move { Ok(vec![store::count_guided(&mut house.db.glance().await?).await?.into()]) },
            )
        },
    },
];
