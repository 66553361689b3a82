//! Runs programs and turns failures into readable errors.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::EmbeddedPostgresError;

/// How many bytes of a program's output an error includes.
const TAIL: usize = 2_000;

/// Runs a program to its end and returns its output.
pub(crate) fn run(command: &mut Command) -> Result<String, EmbeddedPostgresError> {
    let path = command.get_program().to_owned();
    let output = command.output().map_err(EmbeddedPostgresError::io("cannot run", Path::new(&path)))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(failure(&path, &output))
}

/// Like `run`, for a program that reads `input`.
pub(crate) fn run_with(command: &mut Command, input: &[u8]) -> Result<String, EmbeddedPostgresError> {
    let path = command.get_program().to_owned();
    let failed = |error| EmbeddedPostgresError::io("cannot run", Path::new(&path))(error);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that stops at the first error closes its input: its exit status says more than the broken pipe.
        let _ = stdin.write_all(input);
    }
    let output = child.wait_with_output().map_err(failed)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(failure(&path, &output))
}

/// Runs blocking work away from the threads that serve requests.
pub(crate) async fn away<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EmbeddedPostgresError> + Send + 'static,
) -> Result<T, EmbeddedPostgresError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(EmbeddedPostgresError::Program {
            program: "a blocking task".into(),
            status: "ended early".into(),
            output: error.to_string(),
        }),
    }
}

fn failure(program: &OsStr, output: &Output) -> EmbeddedPostgresError {
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    EmbeddedPostgresError::Program {
        program: Path::new(program).file_name().unwrap_or(program).to_string_lossy().into_owned(),
        status: output.status.to_string(),
        output: tail(said.trim()).to_owned(),
    }
}

/// The end of a text, cut at a character boundary.
pub(crate) fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(TAIL);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errors_output_is_cut_between_characters() {
        let long = "é".repeat(TAIL);
        assert_eq!(tail(&long).chars().count(), TAIL / 2);
        assert_eq!(tail("short"), "short");
    }
}
