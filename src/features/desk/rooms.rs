//! The rooms that live on a ticket. A new one is a line of this list, and what it knows of a ticket a line of
//! `states` in `server/service.rs`.
use crate::{
    base::{
        Lang,
        events::{Kind, Place},
        live::Event,
    },
    features::{
        conversation::ConversationEvent,
        desk::TicketView,
        guidance::GuidanceEvent,
        tickets::{OnTicket, Ticket, TicketEvent},
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// `name of its state: its events`, lower rooms first. All that is asked of the rooms is asked here of each,
/// so that none is forgotten.
macro_rules! rooms {
    ($($state:ident: $events:ty),+ $(,)?) => {
        /// What the rooms know of a ticket, each its own.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct States {
            $(pub $state: <$events as OnTicket>::State),+
        }

        impl States {
            /// Follows an event: *snapshot + events = fresh snapshot*.
            pub fn follow(&mut self, ticket: &mut Ticket, event: &Event) {
                $(<$events>::follow(&mut self.$state, ticket, event);)+
            }
        }

        /// The kinds of events of each room.
        pub const KINDS: &[&[Kind]] = &[$(<$events>::KINDS),+];

        /// Who did what, in the words of the room whose event it is.
        pub fn sentence(lang: Lang, event: &Event) -> Option<String> {
            None$(.or_else(|| <$events>::sentence(lang, event)))+
        }

        /// Where an event stands in the stream; nowhere where a higher room shows it as a part of something
        /// else.
        pub fn place(event: &Event) -> Place {
            let shown = [$(<$events>::shows(event)),+].contains(&true);
            kind(&event.kind).filter(|_| !shown).map_or(Place::Nowhere, |kind| kind.place)
        }

        /// Draws what the stream leaves to its room.
        pub fn draw(events: Memo<Vec<Event>>) -> AnyView {
            let kind = events.with_untracked(|events| events.first().map(|event| event.kind.clone()));
            let kind = kind.unwrap_or_default();
            $(if <$events>::KINDS.iter().any(|of| of.word == kind) {
                return <$events>::draw(events);
            })+
            ().into_any()
        }

        /// What the rooms show staff beside the conversation.
        pub fn panels(ticket: Memo<Ticket>, view: RwSignal<TicketView>) -> AnyView {
            let panels = ($(
                <$events>::panel(ticket, Memo::new(move |_| view.with(|view| view.rooms.$state.clone()))),
            )+);
            panels.into_any()
        }
    };
}

rooms! {
    ticket: TicketEvent,
    readings: ConversationEvent,
    guidance: GuidanceEvent,
}

/// The kind of this word.
fn kind(word: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().flatten().find(|kind| kind.word == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::live::Audience;

    /// The words of the wire, who may see each kind, and whether lists are told: written out once more.
    #[test]
    fn every_kind_keeps_its_word_and_its_readers() {
        let declared: Vec<_> = KINDS.concat().iter().map(|k| (k.word, k.audience, k.in_lists)).collect();
        let everyone = |word| (word, Audience::Everyone, true);
        let staff = |word| (word, Audience::Staff, true);
        let hidden = |word| (word, Audience::Staff, false);
        let hidden_from_lists = |word| (word, Audience::Everyone, false);
        let wanted = [
            everyone("creation"),
            everyone("assignation"),
            everyone("changement_statut"),
            staff("mot_de_passage"),
            everyone("modification"),
            everyone("attente_demandeur"),
            everyone("confidentialite"),
            hidden("lecture_admin"),
            everyone("personne_ajoutee"),
            everyone("personne_retiree"),
            hidden("suivi"),
            staff("etiquettes"),
            staff("lien_ajoute"),
            staff("lien_retire"),
            staff("reference_ajoutee"),
            staff("reference_retiree"),
            staff("resolution_retenue"),
            everyone("fusion"),
            everyone("fusion_annulee"),
            everyone("fusion_sans_suite"),
            staff("fusion_recue"),
            everyone("entree_reprise"),
            staff("entree_reprise_interne"),
            hidden_from_lists("entree_effacee"),
            staff("fusion_rendue"),
            everyone("entrees_retirees"),
            everyone("suppression"),
            everyone("restauration"),
            everyone("ajout_commentaire"),
            everyone("piece_jointe"),
            everyone("guidage_debut"),
            everyone("instruction"),
            everyone("confirmation_etape"),
            everyone("reponse_tardive"),
            everyone("precision"),
            everyone("reponse_corrigee"),
            everyone("appel_demande"),
            everyone("appel_termine"),
            everyone("pause_levee"),
            everyone("guidage_reprise"),
            hidden("attente_ajoutee"),
            hidden("attente_modifiee"),
            hidden("attente_deplacee"),
            hidden("attente_retiree"),
            everyone("guidage_fin"),
        ];
        assert_eq!(declared, wanted);
    }
}
