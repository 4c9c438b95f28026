//! The `releve` command as people type it.

use std::path::Path;
use std::process::Command;

/// What a run of the command gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs `releve` in a folder with arguments that hold no spaces.
pub fn releve(directory: &Path, arguments: &str) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_releve"))
        .args(arguments.split_whitespace())
        .current_dir(directory)
        .output()
        .expect("the binary runs");
    Ran {
        code: ran.status.code().expect("an exit code"),
        out: String::from_utf8(ran.stdout).expect("UTF-8"),
        err: String::from_utf8(ran.stderr).expect("UTF-8"),
    }
}
