-- Where mail is sent, an account is made once the link that its address was mailed was opened: until then it waits here,
-- and nobody learns whether the address had one.

create table sign_ups (
    token_hash bytea primary key,
    email text not null,
    email_key text not null,
    name text not null,
    password_hash text not null,
    role text not null constraint sign_ups_role_check check (role in ('hr', 'candidate')),
    organization text,
    -- The page that was wanted.
    next text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create index sign_ups_email_idx on sign_ups (email_key, created_at);

-- What happened to an account is shown to its owner.
create index audit_log_subject_idx on audit_log (subject_id, created_at desc);
