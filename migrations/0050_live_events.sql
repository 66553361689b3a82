-- What open pages are told, for an hour: keys only, with those who may hear of it. A page that was away asks for what it
-- missed. Keys are UUIDv7: they tell the time.

create table live_events (
    id uuid primary key,
    organizations uuid[] not null,
    candidates uuid[] not null,
    users uuid[] not null,
    event jsonb not null
);
