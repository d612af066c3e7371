//! What happens in a ticket's own life.
use super::{Label, LinkKind, Nature, Part, Priority, Reference, Status};
use crate::{
    base::{
        Time,
        events::{Kind, Place},
        live::{Audience, Author, Event},
    },
    features::departments::{CategoryId, DepartmentId, TroubleKind},
};
use serde::{Deserialize, Serialize};

crate::events!(
    /// What happens in a ticket's own life; other rooms add theirs to the same stream.
    ///
    /// The number of another ticket is missing where the reader may not know of that one.
    TicketEvent {
        /// Whoever wrote it down for somebody else is its author.
        Opened = "creation" {
            title: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            requester: Option<Author>,
        },
        Assigned = "assignation" [moves_readers: true] { to: Author, from: Option<Author> },
        /// With what was done, where it is resolved, or why it is taken up again.
        StatusChanged = "changement_statut" [moves_readers: true] {
            from: Status,
            to: Status,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            note: Option<String>,
        },
        /// A word from whoever gave the ticket on, between those who work on it.
        HandedOver = "mot_de_passage" [audience: Audience::Staff] { note: String },
        /// Its fields from now on, and what those were that have changed.
        Edited = "modification" [moves_readers: true] {
            title: String,
            priority: Priority,
            category: CategoryId,
            category_name: String,
            #[serde(default)]
            other: OtherFields,
            #[serde(default)]
            before: Before,
        },
        /// It waits for its requester from now on, or no longer.
        Waits = "attente_demandeur" { waits: bool },
        Confidential = "confidentialite" [moves_readers: true] { confidential: bool },
        /// An admin has read a confidential ticket that is none of theirs; told once a day.
        ReadByAdmin = "lecture_admin" [audience: Audience::Staff, in_lists: false] {},
        Joined = "personne_ajoutee" [moves_readers: true] { who: Author, part: Part },
        Left = "personne_retiree" [moves_readers: true] { who: Author, part: Part },
        /// A technician or admin wants to be told, or no longer.
        Watched = "suivi" [Kind::HIDDEN] { who: Author, watches: bool },
        Tagged = "etiquettes" [audience: Audience::Staff] { added: Vec<Label>, removed: Vec<Label> },
        Linked = "lien_ajoute" [audience: Audience::Staff, others: "/other"] {
            link: LinkKind,
            other: Option<i64>,
        },
        Unlinked = "lien_retire" [audience: Audience::Staff, others: "/other"] {
            link: LinkKind,
            other: Option<i64>,
        },
        Referred = "reference_ajoutee" [audience: Audience::Staff] { reference: Reference },
        Unreferred = "reference_retiree" [audience: Audience::Staff] { reference: Reference },
        /// It should have been resolved, but another blocks it.
        HeldBack = "resolution_retenue" [audience: Audience::Staff, others: "/by"] { by: Vec<i64> },
        /// It is cancelled, since another goes on with it: of which number, where all staff see that one.
        Merged = "fusion" [moves_readers: true, staff_only: &["into"], others: "/into"] {
            into: Option<i64>,
        },
        /// It is what it was before it was merged.
        Unmerged = "fusion_annulee" [moves_readers: true] { as_before: AsBefore },
        /// The one that goes on with it is removed for good.
        Stranded = "fusion_sans_suite" {},
        /// Another was merged into this one.
        Received = "fusion_recue" [audience: Audience::Staff, others: "/from"] {
            from: Option<i64>,
            requester: Option<Author>,
        },
        /// What was said on the one that was merged, as it was said there.
        Copied = "entree_reprise" [place: Place::Run, others: "/from"] {
            from: Option<i64>,
            entry: Option<Event>,
        },
        /// The same where its requester shares it with nobody.
        CopiedForStaff = "entree_reprise_interne" [
            place: Place::Run,
            audience: Audience::Staff,
            others: "/from"
        ] {
            from: Option<i64>,
            entry: Option<Event>,
        },
        /// What is left of either once the merging is undone: its number, of which nobody needs to know.
        Erased = "entree_effacee" [place: Place::Nowhere, in_lists: false, others: "/from"] {
            from: Option<i64>,
        },
        /// The merging is undone: what was taken over is not there any more.
        Returned = "fusion_rendue" [audience: Audience::Staff, others: "/copies/from"] { copies: Copies },
        Withdrawn = "entrees_retirees" [place: Place::Nowhere, others: "/copies/from"] { copies: Copies },
        Deleted = "suppression" [moves_readers: true] { note: String },
        Restored = "restauration" [moves_readers: true] {},
    }
);

/// The fields that an edit of today may change besides, where it does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OtherFields {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TroubleKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub treated_by: Option<TreatedBy>,
}

/// The department that treats it, if any.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TreatedBy {
    pub department: Option<DepartmentId>,
    pub name: Option<String>,
}

/// What fields were before an edit changed them, as they were shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Before {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TroubleKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// Empty: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
}

/// How a ticket was before it was merged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AsBefore {
    pub status: Status,
    pub resolved_at: Option<Time>,
    pub waiting_since: Option<Time>,
}

/// Entries taken over from the ticket of this number: the first and the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copies {
    pub from: Option<i64>,
    pub first: i64,
    pub last: i64,
}
