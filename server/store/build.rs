//! A new migration is part of the program although no source changed.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
