//! HireQ through its router and its use-cases, on a real Postgres.

mod account;
mod site;
mod support;
