//! The script that starts the WebAssembly program. Unlike Leptos's own, it requests nothing before the page is painted,
//! because the program is forty times as large as the page.

use leptos::{config::LeptosOptions, hydration::HydrationScripts, nonce::use_nonce, prelude::*};
use std::sync::OnceLock;

const SCRIPT: &str = include_str!("hydration.js");

/// Starts the program once the page is painted.
#[component]
pub fn Hydration(options: LeptosOptions) -> impl IntoView {
    static CALL: OnceLock<String> = OnceLock::new();
    let call = CALL.get_or_init(|| {
        let [script, wasm] = ["js", "wasm"].map(|kind| address(&options, kind));
        format!("{SCRIPT}({script:?}, {wasm:?});")
    });
    // Rendered and dropped: not for its scripts, but because it tells the routes which parts of the program are in
    // which file.
    drop(view! { <HydrationScripts options/> });
    view! { <script type="module" nonce=use_nonce() inner_html=call.as_str()></script> }
}

/// The address of the program's file with this extension, including the hash added by the build.
fn address(options: &LeptosOptions, kind: &str) -> String {
    let LeptosOptions { output_name, site_pkg_dir, hash_files, hash_file, .. } = options;
    let beside = |file: &str| std::env::current_exe().ok().and_then(|path| Some(path.parent()?.join(file)));
    let hashes = (*hash_files).then(|| beside(hash_file)).flatten().and_then(|path| std::fs::read_to_string(path).ok());
    let hash = hashes.as_deref().and_then(|hashes| {
        hashes.lines().filter_map(|line| line.split_once(':')).find(|(file, _)| file.trim() == kind)
    });
    match hash {
        Some((_, hash)) => format!("/{site_pkg_dir}/{output_name}.{}.{kind}", hash.trim()),
        None => format!("/{site_pkg_dir}/{output_name}.{kind}"),
    }
}
