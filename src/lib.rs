//! # The map of Cordée
//!
//! A help desk whose heart is live remote guidance: a technician leads an employee step by step, and the next
//! step waits until this one is answered. One workspace, one binary; the same code draws a page at the server
//! and takes it over in the browser.
//!
//! ## Where is what
//!
//! | folder | what it holds | knows |
//! |---|---|---|
//! | [`base`] | what both sides share: errors, ids, time, text, the socket's envelope | nothing |
//! | [`ui`] | the design system, the browser's end of the socket, outbox and uploads | `base` |
//! | [`server`] | the machine room: configuration, database, bus, socket, jobs, HTTP | `base` |
//! | [`features`] | the rooms, lower ones first, as its list has them | all three, and lower rooms by doors |
//! | [`app`] | the shell of a page and the table URL → page | the rooms' pages |
//! | [`cli`], [`demo`] | the command line, the demonstration company | everything |
//! | `wasm` | the program of the browser: [`app`], hydrated | the app |
//! | `bin/measure` | load generator and crash run, a program of its own (feature `measure`) | the wire |
//!
//! `base`, `ui`, `server`, `features` and `wasm` are members of the workspace, each with a `Cargo.toml` in
//! its folder and its root in `mod.rs`: an edit builds little, and *knows* is Cargo's own. A path is written
//! alike everywhere, since each member names those it knows: `crate::base::Time`, `crate::features::tickets`.
//! What a room tells in tests stands in the room, and is compiled with the named cast (`tests/world.rs`),
//! which knows them all.
//!
//! Beside `src/`: a room's sentences are `locales/<lang>/<room>.toml`, its style is `style/<room>.css`; both
//! are found by their name (`base/build.rs`; `bin/setup` lists the styles in the rooms' order in
//! `style/rooms.css`). How Leptos is used: [`ui`].
//!
//! A room is `mod` (the door), `types` (and `forms`), `rules`, `api`, `ui/`, `server/{service, store, …}`:
//! the file is guessed before it is searched. `tests::house_*` hold all of it, with the reasons.
//!
//! ## How a room registers
//!
//! Once: `server/mod.rs` of a room is one value, `pub const ROOM: Room = Room { name, about, endpoints, …,
//! ..Room::NONE }`, and `features/mod.rs` lists them ([`server::Room`] says what each field is). `cli` hands
//! the list to the machine room, which names none of them.
//!
//! What it brings, where that stands, and *what holds it*:
//!
//! - **an endpoint**: `server/rest.rs`: `.with(Scope::Write, routes!(handler))`; its tag is the room.
//!   *Without a scope it does not compile.*
//! - **a server function**: `api.rs`, and in `server_fns` (`SERVER_FNS` in `rest.rs`) with the endpoint that
//!   does the same. *A test compares the two.*
//! - **a verb**: `server/service.rs`; who may call stands first in what it takes: [`Signed`](server::Signed),
//!   [`Staff`](server::Staff), [`Admin`](server::Admin). A handler has it as an argument, a server function
//!   by `caller()?`. *Those for anybody ([`Ctx`](server::Ctx)) are a list with reasons.*
//! - **a kind of event**: `types.rs`: a variant of its [`events!`](events), with its word, its readers and
//!   its place in the stream. *Every `match` on it names it.*
//! - **what it is on a ticket**: `on_ticket.rs`: [`OnTicket`](features::tickets::OnTicket); a line in
//!   `desk/rooms.rs`, and one in `states` of `desk/server/service.rs`. *The list asks everything of every
//!   room.*
//! - **a statement**: `server/store.rs`: `run! leave! changed! maybe! one! all!`
//!   ([`server::db::statement`]). *A test finds SQL elsewhere.*
//! - **a verb of the socket**: `server/service.rs`: a [`live::Verb`](server::live::Verb), in `verbs`. *The
//!   test of server functions.*
//! - **a setting, a limit**: `server/settings.rs`, in `settings` and `limits`. *`--help`, `cordee doctor` and
//!   `Leptos.toml` tell them (a test).*
//! - **a page of the administration**: a line of `SUBJECTS` in `app/administration.rs`, and one of the table
//!   of pages, under the guard `Administration`.
//! - **a refusal** ([`Conflict`](base::Conflict)): under `[conflict]` in its `locales/<lang>/<room>.toml`:
//!   word and sentence. *`base/build.rs` makes the type of all of them.*
//! - **what others may use of it**: `server/{service, work, shapes}`: verbs, a unit of work, how its things
//!   look to programs. *`tests::house_rooms`.*
//!
//! ## One word per thing
//!
//! *ticket* · *requester* (who asked) · *lead* (the technician in charge) · *relation* (what a person is to
//! one ticket) · *participant* (invited: reads what the requester reads, writes beside them) · *watcher*
//! (staff who want to be told) · *label* (what a document of the search index is narrowed by) · *view* (a
//! list that somebody saved) · *link* (what another ticket is to this one) · *reference* (what another system
//! calls it) · *around* (the people, tags and references of a ticket) · *merge* (a ticket goes on in
//! another) · *stream* (the numbered events of one ticket) ·
//! *event* (what happened; the spine) · *act* (what a person does, under an id made by their browser) ·
//! *delivery* (how an act came: that id, its age)
//! · *picture* (what is shown on a ticket; its row is an *attachment*) · *unit of work* (what is committed
//! together) · *step* (a number and a wording: `3`, `3b`) · *instruction* (what a step asks) · *draft* (an
//! instruction that waits in the *queue*) · *rope* (a session drawn as knots) · *lift* (typing is free
//! again) · *hint* (a lease or a nudge without a number) · *line* (an open socket of a page) · *entry* (an
//! event as a stream or the reference documents show it) · *endpoint* (a method and a path of the HTTP API)
//! · *scope* (what a personal access token may do) · *setting* (what a deployment decides) · *limit* (how
//! often something may be done) · *refusal* (a word and a sentence: why the present state forbids an act) ·
//! *composer* (what stands behind a box in which something is written) · *browser* (what only the browser
//! around a page knows).
//!
//! ## One act, walked through: Ada answers step 3
//!
//! 1. `guidance/ui/answers.rs` shows the buttons because the state of the page says that a step is open.
//!    Ada's tap makes an [`Act::Answer`](features::guidance::Act) and gives it to the outbox
//!    (`ui/outbox.rs`), which keeps it until it is acknowledged.
//! 2. The line (`ui/live`) sends it with its id and its age. `server/live` finds the verb `guidance.act` by
//!    name and calls it.
//! 3. `guidance/server/service.rs` cleans every text and calls `tickets::server::perform`: a unit of work
//!    that raises the ticket's revision (or says 404), asks [`decide`](features::guidance::decide) what
//!    changes, records the events with the next numbers, and saves the state.
//! 4. What gives nothing back waits (`leave!`) and goes to SQLite's thread in one trip with the end of the
//!    unit. The writer (`server/db/writer.rs`) commits it together with its neighbours, on disk, and only
//!    then answers.
//! 5. The bus announces the events. Every line on this stream sends them with `prev`, the last number its
//!    reader may see; a gap is read from the database. Each page follows with
//!    [`TicketView::apply`](features::desk::TicketView::apply): *snapshot + events = fresh snapshot*.
//!
//! ## What happens afterwards
//!
//! - A **follower** (`server/followers`) is how a higher room reacts to what happened in a lower one: it
//!   reads the events in the order of their `position`, a batch and its cursor in one unit of work. Exactly
//!   once in effect; the verb pays nothing.
//! - A **job** (`server/jobs`) is what may fail outside or must happen later, enqueued in the unit of its
//!   cause; a **recurring** one has a calendar.
//! - A **sweep** is what a clock causes (the automatic lift) or removes (sessions, tokens, answers, files
//!   that nobody knows).
//!
//! A room hands all four over in its `ROOM`. What died or lags is at `/api/v1/jobs/dead` and
//! `/api/v1/followers` (`server/operations.rs`).
//!
//! ## The HTTP API
//!
//! The same verbs, three faces. `server/rest.rs` of a room holds our resources under `/api/v1/`; the room
//! `references` the paths and sockets of the reference documents, in their words; each handler says what it
//! answers, and from that `server/openapi.rs` of the machine room puts the description together
//! (`docs/openapi.json`, `/api/docs/`). `request.rs` reads requests, `response.rs` shapes answers,
//! `problem.rs` words refusals, `idempotency.rs` keeps first answers, `token_access.rs` knows what a personal
//! access token may do. Conventions and examples: `docs/API.md`. A test fails for a verb without a route.
//!
//! Both sockets (`/live` and the references') are a [`Connection`](server::live::Connection): session, pace,
//! heartbeat and closing stand once, each adds what it speaks.
//!
//! ## Where this house departs from its design, and why
//!
//! - **Sentences** come from `locales/<lang>/<room>.toml` by `base/build.rs` instead of a library:
//!   leptos_i18n brings ICU into the browser, rust-i18n looks keys up at run time. A key missing in one
//!   language, or with other holes there, does not compile; an unused one weighs nothing.
//! - **The command line stands in `src/cli.rs`**, not in the machine room: it names rooms.
//! - **Reading a stream with names** is tickets' (`tickets/server/store.rs`), since the machine room may not
//!   know accounts; writing it is the machine room's (`server/events.rs`).
//! - **The state of guidance is kept in a row** beside the events it follows from, so that an answer does not
//!   cost reading the whole story.
//! - **Silence** counts from what the requester could see the lead do: editing the hidden queue is silence to
//!   them. A new lead begins anew.
//! - **JSON is read in one way**, text → `Value` → type (`base/json.rs`): server functions have a protocol of
//!   ours (`ui/ask.rs`), forms a component (`ui/form.rs`), pages one kind of resource (`ui/fetched.rs`).
//!   Leptos' own bring a decoder of each type for each way it may come.
//! - **What a requester reads of a ticket's number and times** is `public_rev` and `public_updated_at`: the
//!   true ones move with the hidden queue.
//! - **The follower of search is tickets'**, though it tells of what higher rooms said as well: it knows none
//!   of their kinds, only how fields are named in which people write (`base::events::WRITTEN`).
//! - **Search is an inverted index of our own** in two tables (`server/search`), not FTS5 and `tsvector`: one
//!   code finds and ranks alike on both databases, a document grows by a sentence instead of being written
//!   anew for every event, and whose it is narrows a search like a word. Prototypes with 1,000,000 documents
//!   (FTS5, ours on SQLite, `tsvector`, ours on PostgreSQL): a word of 1,000 takes 0.24, 0.29, 1.5 and 0.2
//!   ms, two common words 3.8, 17, 4.7 and 10; two letters of a word being typed take FTS5 807. The price is
//!   the size: 50, 327, 440 and 2,036 MB.
//! - **The list of all tickets is narrowed by labels of the search index**, not by conditions on rows: any
//!   combination costs what its rarest label costs, and what is confidential or deleted is left out in one
//!   place. The price: a list follows an act within a second, when the index has (`Follower::then` tells it).
//! - **Links of a ticket are asked for, not followed** (`desk/ui/links.rs`): no event of a ticket may tell
//!   what becomes of another one, which its reader may not even see. What was merged is one row (`merges`):
//!   links lead through it when they are read, so that undoing it is taking that row away.
//! - **What merging takes over is erased where it is undone** (`entree_reprise`): the one payload that
//!   changes, since a conversation that went to the wrong people must not stay readable there.
//! - **What a merged ticket's requester said is for the team** unless whoever merges says that they take
//!   part, or both tickets are one person's and nobody was invited to the other: nobody reads another's words
//!   by a technician's slip. A confidential one goes only where the same people read it.
//! - **The order of the latest change has no index of its own**, which every act would pay for: the latest
//!   events say which tickets they are, and where these are about others, those that fit are put in order.
//! - **A number of another ticket is told only to whom that one is there when it is read** (`Kind::others`,
//!   `service/hidden_numbers.rs`), whatever it was when it was told: live too, such an event is read from the
//!   database for each reader.
//! - **Photos go along without scripts** (`server/plain_files.rs`): the form is done first, then each file
//!   goes through its page's own door. With scripts the program for photos comes by need
//!   (`tickets/ui/photos.rs`), a lazy piece in a page of the first visit; without it the form goes without.
//! - **Who has no e-mail address** (somebody who called) has one that nobody can have (`.invalid`, RFC 2606):
//!   rows and everything that reads them keep their rule.
//! - **A mistake is forgiven by shapes**, each word with one letter left out, not by trigrams: looked up by
//!   key, so that finding nothing costs no more where there are more words.
//! - **A moment in the browser is a number of our own** (`base/time/moment.rs`): chrono's reading and writing
//!   of dates were 18 KB of its program before packing.
//! - **Visitors' pages have no program** (`accounts/ui/door.rs`, `public/door.js`): they are forms, drawn
//!   whole by the server. The program comes while one types, for the page behind the door.
//! - **A page is taken over in parts** (`ui/later.rs`), which Leptos 0.8 does in one task: half of the time
//!   in which a phone takes no tap. A touch takes over all that is left, before whatever it was meant for.
//! - **Functions are ordered before they are compressed** (`bin/pack.mjs`, after the build of a release):
//!   those that are alike stand side by side. 10.6 KB of the employee's first visit.
//! - **A program's refresh token lasts** (`/api/token/`, `/api/login`) as long as its session, instead of
//!   being rotated: the reference clients keep the one they were given. It is fit for no cookie.
//! - **What a browser keeps is sealed** by a cipher of RustCrypto in the program (`ui/sealed.rs`, 2 KB of the
//!   first visit), not by the browser's own, which is missing on plain http and answers later.
//! - **A batch of one** is committed without a savepoint; the others share one transaction.

#![recursion_limit = "256"]

pub use cordee_base as base;
pub use cordee_base::words;
pub use cordee_features as features;
#[cfg(feature = "ssr")]
pub use cordee_server as server;
#[cfg(all(test, feature = "ssr"))]
use cordee_server::sql;
pub use cordee_ui as ui;

pub mod app;
#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(all(test, feature = "ssr"))]
mod tests;
