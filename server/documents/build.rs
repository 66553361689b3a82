//! Generates the list of files in `data/languages` that `src/vocabulary` includes, so that adding a language means
//! adding a file.

use std::{env, error::Error, fmt::Write, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data/languages");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("data/languages");
    let mut files = fs::read_dir(folder)?.map(|file| Ok(file?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    // The files are copied and listed without their folder, because the build output may be reused from another
    // checkout.
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let mut list = String::new();
    for file in &files {
        let (code, name) = (file.file_stem().unwrap_or_default(), file.file_name().unwrap_or_default());
        fs::copy(file, out.join(name))?;
        write!(list, "({:?}, include_str!({:?})),", code.to_string_lossy(), name.to_string_lossy())?;
    }
    fs::write(out.join("languages.rs"), format!("&[{list}]"))?;
    Ok(())
}
