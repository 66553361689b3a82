-- The columns that a recruiter wants in every job's list beside those that it always has.
create table list_columns (
    user_id uuid primary key references users (id) on delete cascade,
    columns text[] not null
);
