create table departments (
    id   uuid primary key,
    name text not null,
    key  text not null unique               -- the name folded: no two that read alike
);

create table categories (
    id         uuid    primary key,
    name       text    not null,
    key        text    not null unique,
    is_default boolean not null default false
);
create unique index categories_default on categories (is_default) where is_default;
