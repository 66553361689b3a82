//! Names every file of `data/languages` in a list that `src/vocabulary` reads: a new language is a new file.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data/languages");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("data/languages");
    let mut files = fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let entry = |file: &std::path::PathBuf| {
        let code = file.file_stem().unwrap_or_default();
        format!("({:?}, include_str!({:?})),", code.to_string_lossy(), file.to_string_lossy())
    };
    let list: String = files.iter().map(entry).collect();
    fs::write(Path::new(&env::var("OUT_DIR")?).join("languages.rs"), format!("&[{list}]"))?;
    Ok(())
}
