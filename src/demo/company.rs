//! Who works there and what breaks there. Names are those of people to whom computing owes something.
use crate::{
    base::Role::{self, Admin, Employee, Technician},
    features::departments::TroubleKind,
};

pub const DEPARTMENTS: [&str; 3] = ["Comptabilité", "Atelier", "Informatique"];
/// The place of theirs among these.
pub const TECHNICIANS: u128 = 2;
pub const CATEGORIES: [&str; 6] =
    ["Autre", "Imprimante", "Réseau et VPN", "Ordinateur", "Logiciel", "Accès et mots de passe"];

/// What trouble of a category is about.
pub fn kind_of(category: &str) -> TroubleKind {
    match category {
        "Imprimante" | "Ordinateur" => TroubleKind::Hardware,
        "Réseau et VPN" | "Logiciel" => TroubleKind::Software,
        _ => TroubleKind::Other,
    }
}

pub struct Person {
    pub login: &'static str,
    pub name: &'static str,
    pub role: Role,
    pub department: u128,
    pub phone: Option<&'static str>,
}

const fn person(
    login: &'static str,
    name: &'static str,
    role: Role,
    department: u128,
    phone: Option<&'static str>,
) -> Person {
    Person { login, name, role, department, phone }
}

/// So many of them are employees.
pub const EMPLOYEES: usize = 8;

pub const PEOPLE: [Person; 12] = [
    person("ada", "Ada Lovelace", Employee, 0, Some("01 44 55 02 14")),
    person("grace", "Grace Hopper", Technician, 2, Some("01 44 55 01 01")),
    person("linus", "Linus Torvalds", Admin, 2, Some("01 44 55 01 00")),
    person("radia", "Radia Perlman", Technician, 2, Some("01 44 55 01 02")),
    person("alan", "Alan Turing", Technician, 2, None),
    person("joan", "Joan Clarke", Employee, 0, Some("01 44 55 02 18")),
    person("ken", "Ken Thompson", Employee, 1, Some("01 44 55 03 07")),
    person("barbara", "Barbara Liskov", Employee, 0, None),
    person("dennis", "Dennis Ritchie", Employee, 1, Some("01 44 55 03 11")),
    person("margaret", "Margaret Hamilton", Employee, 1, None),
    person("edsger", "Edsger Dijkstra", Employee, 0, None),
    person("katherine", "Katherine Johnson", Employee, 0, Some("01 44 55 02 30")),
];

/// What people wrote, and how pressing it was.
pub const PROBLEMS: [(&str, &str); 20] = [
    (
        "L’imprimante P-12 n’imprime plus. \
         Bonjour, plus rien ne sort depuis ce matin, un voyant orange clignote.",
        "normal",
    ),
    (
        "VPN refusé depuis ce matin. \
         Le message dit « certificat expiré » et je suis en télétravail toute la semaine.",
        "critique",
    ),
    ("Écran noir au démarrage du portable. Le ventilateur tourne mais rien ne s’affiche.", "urgent"),
    (
        "Accès au dossier partagé Paie. Je remplace Katherine ce mois-ci et le dossier me reste fermé.",
        "normal",
    ),
    ("Ma souris sans fil se déconnecte toutes les dix minutes.", "faible"),
    ("Excel se ferme quand j’ouvre le budget 2026. Les autres classeurs s’ouvrent normalement.", "urgent"),
    ("Mot de passe oublié après les congés. Le compte est maintenant verrouillé.", "urgent"),
    ("Pas de son dans les visioconférences. On me voit mais je n’entends personne.", "normal"),
    ("Le scanner de l’atelier envoie des pages blanches.", "normal"),
    ("Le Wi-Fi ne passe plus au fond de l’atelier depuis qu’on a déplacé les machines.", "urgent"),
    ("Installer la nouvelle version du logiciel de découpe sur le poste 3.", "faible"),
    ("Messagerie pleine : je ne reçois plus rien depuis hier soir.", "critique"),
    ("Le clavier écrit en anglais, les lettres A et Q sont échangées.", "faible"),
    ("Mise à jour bloquée à 35 % depuis une heure, je n’ose pas éteindre.", "urgent"),
    ("Le vidéoprojecteur de la salle bleue reste rose.", "normal"),
    ("Impossible de signer un PDF, le bouton est grisé.", "normal"),
    ("Téléphone de bureau muet. Le combiné n’a plus de tonalité.", "urgent"),
    ("Un message étrange me demande mon mot de passe. Je n’ai rien cliqué.", "critique"),
    ("La badgeuse de l’entrée ne reconnaît plus mon badge.", "normal"),
    ("Le disque externe de l’atelier n’apparaît plus.", "normal"),
];

/// The place of the category of each among these.
pub const ABOUT: [u128; 20] = [1, 2, 3, 5, 3, 4, 5, 4, 1, 2, 4, 4, 3, 3, 0, 4, 0, 5, 0, 3];

/// What every sixth ticket is tagged with: the first the most often.
pub fn tags_of(place: usize) -> Vec<String> {
    const TAGS: [&str; 8] =
        ["Télétravail", "À racheter", "Récurrent", "Garantie", "Formation", "Salle bleue", "Nuit", "Audit"];
    if place % 6 != 1 {
        return Vec::new();
    }
    let place = place / 6;
    let often = (place % TAGS.len()).min(place / TAGS.len() % TAGS.len());
    let other = place.is_multiple_of(9).then(|| TAGS[TAGS.len() - 1]);
    [TAGS[often]].into_iter().chain(other).map(str::to_owned).collect()
}

/// What technicians answer first.
pub const REPLIES: [&str; 5] = [
    "Bonjour, je regarde cela tout de suite.",
    "Merci pour les précisions. Pouvez-vous me dire depuis quand exactement ?",
    "Je viens de vérifier de mon côté : le serveur répond. On va regarder votre poste.",
    "C’est noté, je passe vous voir avant midi.",
    "Pouvez-vous joindre une photo de l’écran ?",
];
