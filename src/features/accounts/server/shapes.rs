//! A person as programs see them: the words of the references, where they have one.
use super::service;
use crate::{
    base::{AccountId, AppResult, Lang, Role},
    features::{accounts::*, departments::DepartmentId},
    server::{Signed, response::named},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A person, in the words of the references.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "0199c1a2-7c11-7000-8000-000000000001", "email": "ada@cordee.test",
    "username": "ada", "nom": "Ada", "role": "employe", "departement": null, "telephone": "+33 1 23 45 67 89",
    "langue": "fr", "actif": true}))]
pub struct Person {
    pub id: AccountId,
    /// Empty where a technician wrote somebody down who has none.
    pub email: String,
    /// Signs in as well as the address.
    pub username: Option<String>,
    pub nom: String,
    pub role: Role,
    pub departement: Option<DepartmentId>,
    pub telephone: Option<String>,
    pub langue: Lang,
    pub actif: bool,
}

impl From<Account> for Person {
    fn from(a: Account) -> Self {
        let email = a.address().unwrap_or_default().to_owned();
        let Account {
            id,
            email: _,
            username,
            name: nom,
            role,
            department: departement,
            phone: telephone,
            active: actif,
            lang: langue,
        } = a;
        Person { id, email, username, nom, role, departement, telephone, langue, actif }
    }
}

/// What may be changed of oneself; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"nom": "Ada", "telephone": "+33 1 23 45 67 89", "langue": "fr"}))]
pub struct ProfileChange {
    #[schema(min_length = 1, max_length = 80)]
    nom: Option<String>,
    /// An empty text removes it.
    #[schema(max_length = 40, pattern = "^[^@]*$")]
    username: Option<String>,
    #[schema(max_length = 32)]
    telephone: Option<String>,
    #[schema(value_type = Option<Lang>)]
    langue: Option<String>,
}

impl ProfileChange {
    /// Changes the caller; returns them as they are then.
    pub async fn apply(self, ctx: &Signed) -> AppResult<Person> {
        let ProfileChange { nom: name, username, telephone: phone, langue: lang } = self;
        let form = ProfileForm { name, username, phone, lang, ..Default::default() };
        let names = [("name", "nom"), ("phone", "telephone"), ("lang", "langue")];
        service::change_profile(ctx, form).await.map_err(|e| named(e, &names))?;
        Ok(service::my_account(ctx).await?.into())
    }
}
