//! The lines of the list of all tickets: a dense table, on a phone cards.
use super::{listing_bulk::Chosen, queue_row};
use crate::{
    base::{Lang, Text},
    features::tickets::{
        Column, ListLine,
        ui::{ExcerptLine, PriorityPill, Unread, kind_name, nature_name, status_name},
    },
    ui::{Ago, Avatar, Pill, Tone},
    words,
};
use leptos::prelude::*;

/// What a column is called.
pub(super) fn column_name(column: Column) -> Text {
    match column {
        Column::Requester => words::desk::COLUMN_REQUESTER,
        Column::Status => words::desk::FILTER_STATUS,
        Column::Priority => words::desk::FILTER_PRIORITY,
        Column::Lead => words::desk::FILTER_LEAD,
        Column::Category => words::desk::FILTER_CATEGORY,
        Column::Kind => words::desk::FILTER_KIND,
        Column::Nature => words::desk::FILTER_NATURE,
        Column::Department => words::desk::FILTER_DEPARTMENT,
        Column::Tags => words::desk::FILTER_TAG,
        Column::Opened => words::desk::COLUMN_OPENED,
        Column::Activity => words::desk::COLUMN_ACTIVITY,
    }
}

/// The lines, with a box before each.
#[component]
pub(super) fn Table(lines: Vec<ListLine>, columns: Vec<Column>, chosen: Chosen) -> impl IntoView {
    let lang = Lang::current();
    let numbers: Vec<i64> = lines.iter().map(|line| line.ticket.number).collect();
    chosen.shows(numbers.clone());
    let head = |column: &Column| {
        view! { <th scope="col" class=column.word()>{lang.say(column_name(*column))}</th> }.into_any()
    };
    let heads = columns.iter().map(head).collect_view();
    let row = move |line| view! { <Line line columns=columns.clone() chosen /> }.into_any();
    let all = move || numbers.iter().all(|number| chosen.has(*number));
    view! {
        <table class="grid">
            <thead>
                <tr>
                    <th scope="col" class="choose">
                        <input type="checkbox" aria-label=lang.say(words::desk::CHOOSE_PAGE) prop:checked=all
                            on:change=move |event| chosen.choose_shown(event_target_checked(&event)) />
                    </th>
                    <th scope="col" class="num">{lang.say(words::tickets::NUMBER)}</th>
                    <th scope="col">{lang.say(words::desk::COLUMN_SUBJECT)}</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Line(line: ListLine, columns: Vec<Column>, chosen: Chosen) -> impl IntoView {
    let lang = Lang::current();
    let number = line.ticket.number;
    let text = number.to_string();
    let href = ["/desk/", &text].concat();
    let choose = lang.fill(words::desk::ChooseTicket { n: number });
    let guided = line.ticket.guided.then(|| {
        view! { <Pill tone=Tone::Accent>{lang.say(words::desk::GUIDANCE_BEGINS)}</Pill> }.into_any()
    });
    let confidential = line.ticket.confidential.then(|| queue_row::confidential(lang));
    let cells = columns.iter().map(|column| cell(lang, *column, &line)).collect_view();
    let ListLine { ticket, .. } = line;
    view! {
        <tr id=row_id(number) class:new=ticket.unread != 0 class:chosen=move || chosen.has(number)
            class:here=move || chosen.is_here(number)>
            <td class="choose">
                <input type="checkbox" aria-label=choose prop:checked=move || chosen.has(number)
                    on:change=move |event| chosen.choose(number, event_target_checked(&event)) />
            </td>
            <td class="num" translate="no">{text}</td>
            <td class="subject">
                <a href=href>{ticket.title}</a>
                {guided}
                {confidential}
                <Unread count=ticket.unread />
                <ExcerptLine excerpt=ticket.excerpt />
            </td>
            {cells}
        </tr>
    }
}

/// The id of a line: the keyboard brings it into view.
pub(super) fn row_id(number: i64) -> String {
    ["ticket-", &number.to_string()].concat()
}

fn cell(lang: Lang, column: Column, line: &ListLine) -> AnyView {
    let ticket = &line.ticket;
    let label = lang.say(column_name(column));
    let inside = match column {
        Column::Requester => {
            let under = ticket.requester_department.clone();
            view! { {ticket.requester.clone()} <span class="tiny muted">{under}</span> }.into_any()
        }
        Column::Status if ticket.waiting => {
            view! { <span class="waits">{lang.say(words::desk::WAITS_FOR_REQUESTER)}</span> }.into_any()
        }
        Column::Status => status_name(lang, ticket.status).into_any(),
        Column::Priority => view! { <PriorityPill priority=ticket.priority /> }.into_any(),
        Column::Lead => lead(lang, ticket.lead.clone(), ticket.lead_gone),
        Column::Category => line.category.clone().into_any(),
        Column::Kind => kind_name(lang, line.kind).into_any(),
        Column::Nature => nature_name(lang, line.nature).into_any(),
        Column::Department => ticket.department.clone().into_any(),
        Column::Tags => {
            let pill = |tag: String| view! { <Pill tone=Tone::Plain>{tag}</Pill> }.into_any();
            line.tags.iter().cloned().map(pill).collect_view().into_any()
        }
        Column::Opened => view! { <Ago at=ticket.created_at short=true /> }.into_any(),
        Column::Activity => view! { <Ago at=ticket.updated_at short=true /> }.into_any(),
    };
    view! { <td class=column.word() data-label=label>{inside}</td> }.into_any()
}

fn lead(lang: Lang, name: Option<String>, gone: bool) -> AnyView {
    match name {
        Some(name) if gone => view! {
            <span class="pill warn">{lang.say(words::desk::TO_TAKE_UP)}</span>
            <span class="tiny muted">{name}</span>
        }
        .into_any(),
        Some(name) => view! {
            <span class="row">
                <Avatar name=name.clone() class="small" />
                <span class="clip">{name}</span>
            </span>
        }
        .into_any(),
        None => view! { <span class="muted">{lang.say(words::desk::UNTAKEN_SHORT)}</span> }.into_any(),
    }
}
