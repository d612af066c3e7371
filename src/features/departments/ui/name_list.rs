//! A list of names: each is changed where it stands, and one is added at its foot.
use crate::{
    base::{Drawn, Lang, Text},
    features::departments::MAX_NAME,
    ui::{
        Card, DrawnField, Form, FormError, Glyph, Icon, Sending, Submit, TextField, clear_form, failure_of,
        problem_of, when_done,
    },
    words,
};
use leptos::prelude::*;

/// How names are added and changed; shared by all the lines of a list.
#[derive(Clone, Copy)]
pub(super) struct Naming {
    pub add: Sending,
    pub rename: Sending,
}

impl Naming {
    /// Changes whenever a name did.
    pub fn version(self) -> usize {
        self.add.version().get() + self.rename.version().get()
    }
}

/// A name, and what stands behind it.
pub(super) struct Named {
    pub id: String,
    pub name: String,
    pub mark: Option<AnyView>,
}

/// The list; its children stand where it is empty.
#[component]
pub(super) fn NameList(
    id: &'static str,
    title: Text,
    /// What the field asks for that adds one.
    new: Text,
    names: Vec<Named>,
    naming: Naming,
    /// What else may be refused.
    #[prop(optional)]
    failure: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let beside = view! { <FormError failure=failure_of(naming.rename) field="name" /> {failure} }.into_any();
    let empty = names.is_empty().then(children);
    let lines =
        names.into_iter().map(move |named| view! { <NameLine named rename=naming.rename /> }.into_any());
    view! {
        <Card id title beside>
            {empty}
            <ul class="lines">{lines.collect_view()}</ul>
            <div class="card-foot">
                <AddName id=["new-", id].concat() label=Lang::current().say(new) add=naming.add />
            </div>
        </Card>
    }
}

/// The name as a field; what saves it shows while one is in it.
#[component]
fn NameLine(named: Named, rename: Sending) -> impl IntoView {
    let lang = Lang::current();
    let Named { id, name, mark } = named;
    let label = lang.fill(words::departments::Rename { name: &name });
    let drawn = Drawn::of(&[("name", &name)]);
    view! {
        <li class="line">
            <Form action=rename kept=["name.", &id].concat()>
                <div class="name-row">
                    <DrawnField drawn />
                    <input type="hidden" name="id" value=id />
                    <input class="control" name="name" value=name required=true dir="auto"
                        aria-label=label.clone() autocomplete="off" />
                    <button type="submit" class="button square"
                        aria-label=[lang.say(words::ui::SAVE), ": ", &label].concat()>
                        <Icon glyph=Glyph::Check />
                    </button>
                </div>
            </Form>
            {mark.map(|mark| view! { <div class="marks row wrap">{mark}</div> }.into_any())}
        </li>
    }
}

/// The field and the button that add a name.
#[component]
fn AddName(id: String, label: &'static str, add: Sending) -> impl IntoView {
    let (node, problem) = (NodeRef::new(), problem_of(failure_of(add), "name"));
    when_done(add, move || clear_form(node));
    view! {
        <Form action=add node_ref=node kept=id.clone()>
            <div class="inline-form add-row">
                <TextField name="name" id label required=true max=MAX_NAME autocomplete="off" problem />
                <Submit pending=add.pending() class="button">
                    {Lang::current().say(words::ui::ADD)}
                </Submit>
            </div>
        </Form>
    }
}
