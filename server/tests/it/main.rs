//! HireQ through its router and its use-cases, on a real Postgres.

mod access;
mod account;
mod address;
mod admin;
mod applications;
mod apply;
mod bounds;
mod dashboard;
mod downloads;
mod jobs;
mod likeness;
mod live;
mod markup;
mod meaning;
mod pages;
mod power_cut;
mod process;
mod queue;
mod resumes;
mod security;
mod signed_out;
mod site;
mod slow_database;
mod storage;
mod support;
mod told;
