//! What people say on a ticket, and the pictures they add.
use crate::base::{Problem, events::Place, text::clean};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id!(
    /// A picture on a ticket; also the unguessable part of its address.
    AttachmentId
);

/// How an address names a picture that a page without scripts sent and that was refused.
pub const PLAIN_PICTURE: &str = "/files/tickets";

/// A message may be this many characters long.
pub const MAX_MESSAGE: usize = 4_000;

/// A recognised and re-encoded picture: no metadata, a thumbnail beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct Attachment {
    pub id: AttachmentId,
    pub name: String,
    pub media_type: String,
    /// In bytes, as stored.
    pub size: i64,
    pub width: i64,
    pub height: i64,
}

impl Attachment {
    /// Where the picture is.
    pub fn href(id: AttachmentId) -> String {
        format!("/files/{id}")
    }
    /// Where a picture of a deleted ticket is, for admins.
    pub fn deleted_href(id: AttachmentId) -> String {
        format!("/files/deleted/{id}")
    }
    /// Where its thumbnail is, at most 480 pixels wide.
    pub fn thumbnail(id: AttachmentId) -> String {
        format!("/files/{id}/thumbnail")
    }
}

crate::events!(
    /// What the conversation adds to a ticket's stream.
    ConversationEvent {
        Comment = "ajout_commentaire" [place: Place::Own, speaks: true] { text: String },
        /// `answers` is the act of the answer to a step that the picture belongs to.
        Picture = "piece_jointe" [place: Place::Own, speaks: true] {
            attachment: Attachment,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            answers: Option<Uuid>,
        },
    }
);

/// A message: 1 to [`MAX_MESSAGE`] readable characters.
pub fn parse_message(text: &str) -> Result<String, Problem> {
    clean(text, MAX_MESSAGE)
}

/// The body of the socket act that adds a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SayBody {
    pub text: String,
    /// The ticket waits for its requester from then on (staff).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
}

impl<T: Into<String>> From<T> for SayBody {
    fn from(text: T) -> Self {
        SayBody { text: text.into(), waits: false }
    }
}

impl SayBody {
    /// What the socket calls it.
    pub const VERB: &str = "conversation.say";
}
