-- The search index (src/server/search): the words of each kind of document, and where each of them stands.

create table search_words (
    id        integer primary key,
    kind      text    not null,
    word      text    not null,              -- folded; a label begins with =
    french    text    not null,              -- its stems; empty for numbers and labels
    english   text    not null,
    documents bigint  not null default 0,    -- so many have it
    unique (kind, word)
);
create index search_words_french on search_words (kind, french) where french <> '';
create index search_words_english on search_words (kind, english) where english <> '';

-- A larger document is a newer one. Places are added up: see Place.
create table search_postings (
    word     bigint not null,
    document bigint not null,
    places   bigint not null,
    primary key (word, document)
) without rowid;

-- Words as they are and with one letter left out: what is one mistake apart has a shape in common.
create table search_shapes (
    kind  text   not null,
    shape text   not null,
    word  bigint not null,
    primary key (kind, shape, word)
) without rowid;

-- The numbers of documents about what has none of its own.
create table search_documents (
    kind     text   not null,
    about    uuid   not null,
    document bigint not null,
    primary key (kind, about),
    unique (kind, document)
);
insert into counters (name, value) values ('search document', 0);

-- Whoever is there already is found too.
insert into jobs (id, kind, payload, run_at)
select x'0000c0dee00040008000000000000012', 'accounts.index_people', '{}', '1970-01-01T00:00:00+00:00'
where exists (select 1 from accounts);
