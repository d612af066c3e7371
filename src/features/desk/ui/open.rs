//! A ticket's page at work: one view, kept fresh by its events, and the contexts its pieces ask.
use crate::{
    base::{
        Error,
        live::{Event, FromServer, HintKind},
    },
    features::{
        conversation::{
            ConversationEvent,
            ui::{TicketContext, Typing},
        },
        desk::TicketView,
        guidance::ui::Guide,
        tickets::{Reading, Ticket},
    },
    ui::{
        Sending, browser, device,
        live::{LineState, Live, use_live},
        upload::Uploads,
        waking::when_awake,
    },
};
use leptos::prelude::*;
use std::time::Duration;

/// The contexts of a view that the line keeps fresh, until the calling component goes.
pub(super) fn follow_ticket(view: TicketView) -> (TicketContext, Guide) {
    let view = provide_ticket(view);
    let (page, guide) = (expect_context::<TicketContext>(), expect_context::<Guide>());
    let caught = RwSignal::new(0_usize);
    page.live.follow(
        page.number,
        move || view.try_with_untracked(|view| view.seq).unwrap_or(0),
        move |frame| match frame {
            FromServer::Caught { .. } => _ = caught.try_update(|n| *n += 1),
            frame => hear(page, view, frame),
        },
    );
    tell_seen(page.live, page.number, Memo::new(move |_| view.with(|view| view.seq)), caught);
    tick(page);
    forget_who_is_here(page);
    page.uploads.take_up();
    (page, guide)
}

/// The contexts of a view nothing keeps fresh: a page on paper.
pub(super) fn provide_ticket(view: TicketView) -> RwSignal<TicketView> {
    let number = view.ticket.number;
    let me = StoredValue::new(view.reader.clone());
    let (lift_seconds, phone) = (view.lift_seconds, view.requester_phone.clone());
    let view = RwSignal::new(view);
    let last_said = move |view: &TicketView| {
        const COMMENT: &str = ConversationEvent::word("Comment");
        let mine = |event: &&Event| {
            event.kind == COMMENT && event.by.as_ref().is_some_and(|by| by.id == view.reader.id)
        };
        view.events.iter().rev().find(mine).map(|event| event.seq)
    };
    let page = TicketContext {
        number,
        me,
        ticket: Memo::new(move |_| view.with(|view| view.ticket.clone())),
        relation: Memo::new(move |_| view.with(TicketView::relation)),
        events: Memo::new(move |_| view.with(|view| view.events.clone())),
        readings: Memo::new(move |_| view.with(|view| view.rooms.readings.clone())),
        last_said: Memo::new(move |_| view.with(last_said)),
        typing: Typing::default(),
        here: RwSignal::new(Vec::new()),
        live: use_live(),
        uploads: Uploads::new(Ticket::picture_door(number)),
        clock: RwSignal::new(None),
    };
    let guide = Guide::new(
        page,
        Memo::new(move |_| view.with(|view| view.rooms.guidance.clone())),
        lift_seconds,
        phone,
    );
    provide_context(view);
    provide_context(page);
    provide_context(guide);
    view
}

fn hear(page: TicketContext, view: RwSignal<TicketView>, frame: FromServer) {
    match frame {
        FromServer::Event { event, .. } => {
            if event.by.as_ref().is_some_and(|by| by.id != page.me.with_value(|me| me.id)) {
                page.live.tell_news(page.number, event.seq);
            }
            let heard = event.clone();
            _ = view.try_update(|view| view.apply(event));
            page.typing
                .heard(&heard, view.try_with_untracked(|view| view.ticket.typing_paused).unwrap_or_default());
        }
        FromServer::Hint { kind: HintKind::Typing, who: Some(who), .. } => page.typing.show(&who),
        FromServer::Hint { kind: HintKind::Here, who: Some(who), .. } => {
            _ = page.here.try_update(|here| here.push(who.id));
        }
        FromServer::Hint { kind: HintKind::Gone, who: Some(who), .. } => {
            _ = page.here.try_update(|here| here.retain(|id| *id != who.id));
        }
        FromServer::Hint { kind: HintKind::Seen, who: Some(who), seq, at: Some(at), .. } => {
            let account = who.id;
            _ = view.try_update(|view| read_up_to(&mut view.rooms.readings, Reading { account, seq, at }));
        }
        // Whoever may no longer see it learns so from the server.
        FromServer::Refused {
            error: Error::NotFound | Error::Forbidden | Error::Unauthenticated, ..
        } => browser::reload(),
        _ => {}
    }
}

fn read_up_to(readings: &mut Vec<Reading>, new: Reading) {
    match readings.iter_mut().find(|reading| reading.account == new.account) {
        Some(reading) if reading.seq < new.seq => *reading = new,
        Some(_) => {}
        None => readings.push(new),
    }
}

/// Tells how far this person has read, while the page is in front of them: not before the line follows the
/// ticket, `caught` up so many times; before that nobody would hear it.
fn tell_seen(live: Live, number: i64, seq: Memo<i64>, caught: RwSignal<usize>) {
    let back = RwSignal::new(0_usize);
    Effect::new(move || {
        let listener =
            window_event_listener_untyped("visibilitychange", move |_| _ = back.try_update(|n| *n += 1));
        on_cleanup(move || listener.remove());
    });
    Effect::new(move |told: Option<i64>| {
        back.track();
        let (seq, told) = (seq.get(), told.unwrap_or(-1));
        if seq > told && caught.get() > 0 && live.is_online() && device::is_visible() {
            live.hint(number, HintKind::Seen, seq);
            return seq;
        }
        told
    });
}

/// Who is here is told anew each time the line follows the ticket again.
fn forget_who_is_here(page: TicketContext) {
    Effect::new(move || {
        if page.live.state.get() != LineState::Online {
            page.here.set(Vec::new());
        }
    });
}

/// The second hand.
fn tick(page: TicketContext) {
    when_awake(move || {
        page.clock.set(browser::now());
        let tick = move || _ = page.clock.try_set(browser::now());
        if let Ok(ticking) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || ticking.clear());
        }
    });
}

/// After a form that went well while the line was cut: nothing else would show it.
pub(super) fn refresh_without_line(action: Sending) {
    let live = use_live();
    crate::ui::when_done(action, move || {
        if live.state.get_untracked() != crate::ui::live::LineState::Online {
            browser::reload();
        }
    });
}
