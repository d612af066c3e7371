//! What is typed about people, as a whole: every problem of a form is told at once.
use super::{Account, NewCaller, parse_password, parse_person_name, parse_phone, parse_username};
use crate::{
    base::{
        AccountId, AppResult, Drawn, Lang, Problem, Role, drawn::sent, email::EmailAddress, error::Fields,
        text::parse_choice,
    },
    features::departments::DepartmentId,
};
use serde::{Deserialize, Serialize};

/// A person who is to be added, and their first password.
pub struct NewPerson {
    pub account: Account,
    pub password: String,
}

/// The form of a visitor who registers, and of the first administrator.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RegisterForm {
    pub name: String,
    pub email: String,
    /// Not on the page: clients of the references send one.
    #[serde(default)]
    pub username: String,
    pub password: String,
}

impl RegisterForm {
    /// Every field's problem at once, or the person, who is an employee.
    pub fn parse(&self) -> AppResult<NewPerson> {
        let RegisterForm { name, email, username, password } = self.clone();
        let role = Role::Employee.word().to_owned();
        PersonForm { name, email, username, password, role, ..Default::default() }.parse()
    }
}

/// What a technician types of somebody who calls and whom nobody knows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CallerForm {
    pub name: String,
    /// An e-mail address or a telephone number.
    pub contact: String,
}

impl CallerForm {
    /// The problems of `caller_name` and `caller_contact`, or the person.
    pub fn parse(&self, fields: &mut Fields) -> Option<NewCaller> {
        let name = fields.take("caller_name", parse_person_name(&self.name));
        let (email, phone) = if self.contact.contains('@') {
            let address = fields.take("caller_contact", self.contact.parse::<EmailAddress>());
            (Some(address?.shown()), None)
        } else {
            let phone = parse_phone(&self.contact).and_then(|phone| phone.ok_or(Problem::Empty));
            (None, Some(fields.take("caller_contact", phone)?))
        };
        Some(NewCaller { name: name?, email, phone, department: None })
    }
}

/// What an admin types to add a person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PersonForm {
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub username: String,
    pub password: String,
    pub role: String,
    #[serde(default)]
    pub department: String,
    #[serde(default)]
    pub phone: String,
}

impl PersonForm {
    /// Every field's problem at once, or the person, under a new id.
    pub fn parse(&self) -> AppResult<NewPerson> {
        let mut fields = Fields::default();
        let name = fields.take("name", parse_person_name(&self.name));
        let email = fields.take("email", self.email.parse::<EmailAddress>());
        let username = fields.take("username", parse_username(&self.username));
        let password = fields.take("password", parse_password(&self.password));
        let role = fields.take("role", self.role.parse::<Role>());
        let department = fields.take("department", parse_choice(&self.department));
        let phone = fields.take("phone", parse_phone(&self.phone));
        let account = || {
            Some(Account {
                id: AccountId::new(),
                email: email?.shown(),
                username: username?,
                name: name?,
                role: role?,
                department: department?,
                phone: phone?,
                active: true,
                lang: Lang::Fr,
            })
        };
        fields.finish(|| Some(NewPerson { account: account()?, password: password? }))
    }
}

/// What an admin changes of a person; what is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonChange {
    #[serde(deserialize_with = "sent")]
    pub name: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub username: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub role: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub department: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub phone: Option<String>,
    /// `on`, or anything else.
    #[serde(deserialize_with = "sent")]
    pub active: Option<String>,
    /// The check box `active` was there: browsers send nothing where it is not checked.
    pub has_active: Option<String>,
    /// How the form showed the person; nothing where a program sends it.
    #[serde(skip)]
    pub drawn: Drawn,
}

/// A [`PersonChange`] whose every field holds.
pub struct ChangedPerson {
    pub name: Option<String>,
    pub username: Option<Option<String>>,
    pub role: Option<Role>,
    pub department: Option<Option<DepartmentId>>,
    pub phone: Option<Option<String>>,
    pub active: Option<bool>,
}

impl PersonChange {
    /// The form, as it shows this person.
    pub fn drawn(person: &Account) -> Drawn {
        let department = person.department.map(|id| id.to_string()).unwrap_or_default();
        Drawn::of(&[
            ("name", &person.name),
            ("username", person.username.as_deref().unwrap_or_default()),
            ("role", person.role.word()),
            ("department", &department),
            ("phone", person.phone.as_deref().unwrap_or_default()),
            ("active", if person.active { "on" } else { "" }),
        ])
    }
    /// Only what was changed in it since it was drawn.
    pub fn since(mut self, now: &Account) -> AppResult<Self> {
        if self.has_active.take().is_some() {
            self.active = self.active.or(Some(String::new()));
        }
        let sent: &mut [(&str, &mut Option<String>)] = &mut [
            ("name", &mut self.name),
            ("username", &mut self.username),
            ("role", &mut self.role),
            ("department", &mut self.department),
            ("phone", &mut self.phone),
            ("active", &mut self.active),
        ];
        self.drawn.settle(&PersonChange::drawn(now), sent)?;
        Ok(self)
    }
    /// Every field's problem at once, or what the person becomes.
    pub fn parse(&self) -> AppResult<ChangedPerson> {
        let mut fields = Fields::default();
        let name = fields.sent("name", self.name.as_deref(), parse_person_name);
        let username = fields.sent("username", self.username.as_deref(), parse_username);
        let role = fields.sent("role", self.role.as_deref(), str::parse);
        let department = fields.sent("department", self.department.as_deref(), parse_choice);
        let phone = fields.sent("phone", self.phone.as_deref(), parse_phone);
        let unchecked = self.has_active.as_ref().map(|_| false);
        let active = self.active.as_deref().map(|word| word == "on").or(unchecked);
        fields.finish(|| {
            Some(ChangedPerson {
                name: name?,
                username: username?,
                role: role?,
                department: department?,
                phone: phone?,
                active,
            })
        })
    }
}

impl ChangedPerson {
    /// The person with all this; what was not sent, and what nobody decides here, stays.
    pub fn of(self, before: Account) -> Account {
        Account {
            name: self.name.unwrap_or(before.name),
            username: self.username.unwrap_or(before.username),
            role: self.role.unwrap_or(before.role),
            department: self.department.unwrap_or(before.department),
            phone: self.phone.unwrap_or(before.phone),
            active: self.active.unwrap_or(before.active),
            ..before
        }
    }
}

/// What a person changes of themselves; what is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    #[serde(deserialize_with = "sent")]
    pub name: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub username: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub phone: Option<String>,
    #[serde(deserialize_with = "sent")]
    pub lang: Option<String>,
    /// How the form showed the account; nothing where a program sends it.
    #[serde(skip)]
    pub drawn: Drawn,
}

/// A [`ProfileForm`] whose every field holds.
pub struct Profile {
    pub name: Option<String>,
    pub username: Option<Option<String>>,
    pub phone: Option<Option<String>>,
    pub lang: Option<Lang>,
}

impl ProfileForm {
    /// The form, as it shows this account.
    pub fn drawn(account: &Account) -> Drawn {
        Drawn::of(&[
            ("name", &account.name),
            ("username", account.username.as_deref().unwrap_or_default()),
            ("phone", account.phone.as_deref().unwrap_or_default()),
            ("lang", account.lang.word()),
        ])
    }
    /// Only what was changed in it since it was drawn.
    pub fn since(mut self, now: &Account) -> AppResult<Self> {
        let sent: &mut [(&str, &mut Option<String>)] = &mut [
            ("name", &mut self.name),
            ("username", &mut self.username),
            ("phone", &mut self.phone),
            ("lang", &mut self.lang),
        ];
        self.drawn.settle(&ProfileForm::drawn(now), sent)?;
        Ok(self)
    }
    /// Every field's problem at once, or the profile.
    pub fn parse(&self) -> AppResult<Profile> {
        let mut fields = Fields::default();
        let name = fields.sent("name", self.name.as_deref(), parse_person_name);
        let username = fields.sent("username", self.username.as_deref(), parse_username);
        let phone = fields.sent("phone", self.phone.as_deref(), parse_phone);
        let lang = fields.sent("lang", self.lang.as_deref(), str::parse);
        let whole = || Some(Profile { name: name?, username: username?, phone: phone?, lang: lang? });
        fields.finish(whole)
    }
}

impl Profile {
    /// The person with all this; what was not sent stays.
    pub fn of(self, before: Account) -> Account {
        Account {
            name: self.name.unwrap_or(before.name),
            username: self.username.unwrap_or(before.username),
            phone: self.phone.unwrap_or(before.phone),
            lang: self.lang.unwrap_or(before.lang),
            ..before
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Problem;

    #[test]
    fn a_registration_tells_every_problem_at_once() {
        let form = RegisterForm {
            name: "".into(),
            email: "x".into(),
            username: "ada@x".into(),
            password: "court".into(),
        };
        let error = form.parse().err().unwrap();
        assert_eq!(error.problem_of("name"), Some(Problem::Empty));
        assert_eq!(error.problem_of("email"), Some(Problem::NotAnEmail));
        assert_eq!(error.problem_of("username"), Some(Problem::NotAUsername));
        assert_eq!(error.problem_of("password"), Some(Problem::TooShort { min: 8 }));
    }
}
