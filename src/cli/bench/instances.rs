//! Which instances a folder holds, and how `solve` is called for each.

use super::known::{Published, Set};
use anyhow::Context;
use releve_solver::formats::detect::{Kind, detect};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// An instance that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Folder and name.
    pub name: String,
    /// Arguments of `solve` that name its files.
    pub arguments: Vec<OsString>,
    /// Lowest published cost.
    pub best_known: Option<u64>,
}

/// What was looked for.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order of the table, then what the table does not name.
    pub present: Vec<Instance>,
    /// Names in the table whose files are not in the folder.
    pub absent: Vec<String>,
}

/// Looks for the instances that the table names, and for others of the Shift Scheduling Benchmarks.
///
/// # Errors
/// An I/O failure, with the name of the file or folder.
pub fn find(directory: &Path, known: &[Published]) -> anyhow::Result<Found> {
    let mut found = Found::default();
    let mut named = Vec::new();
    for Published { set, instance, best_known } in known {
        let (name, files) = match set {
            Set::Curtois => {
                let file = directory.join("curtois").join(format!("Instance{instance}.txt"));
                named.push(file.clone());
                (curtois_name(&file), Some(vec![(None, file)]))
            }
            Set::Inrc2Static => (format!("inrc2/{instance}"), inrc2_files(&directory.join("inrc2"), instance)),
        };
        match files.filter(|files| files.iter().all(|(_, file)| file.is_file())) {
            Some(files) => {
                let arguments = arguments(files);
                found.present.push(Instance { name, arguments, best_known: *best_known });
            }
            None => found.absent.push(name),
        }
    }
    for file in curtois_files(&directory.join("curtois"))? {
        if !named.contains(&file) {
            let name = curtois_name(&file);
            found.present.push(Instance { name, arguments: arguments(vec![(None, file)]), best_known: None });
        }
    }
    Ok(found)
}

/// Keeps the instances whose name holds a text, or the one whose name it is, with or without the folder.
pub fn keep(instances: &mut Vec<Instance>, text: &str) {
    let is_whole = |name: &str| name == text || name.split_once('/').is_some_and(|(_, name)| name == text);
    if instances.iter().any(|instance| is_whole(&instance.name)) {
        instances.retain(|instance| is_whole(&instance.name));
    } else {
        instances.retain(|instance| instance.name.contains(text));
    }
}

fn curtois_name(file: &Path) -> String {
    format!("curtois/{}", file.file_stem().unwrap_or_default().to_string_lossy())
}

/// An option of `solve` and the file that it takes; the file alone where there is no option.
type Argument = (Option<&'static str>, PathBuf);

fn arguments(files: Vec<Argument>) -> Vec<OsString> {
    files.into_iter().flat_map(|(option, file)| option.map(OsString::from).into_iter().chain([file.into()])).collect()
}

/// `n030w4_1_6-2-9-1` is scenario n030w4, history 1, weeks 6, 2, 9, 1; `None` for another sort of name.
fn inrc2_files(folder: &Path, instance: &str) -> Option<Vec<Argument>> {
    let mut parts = instance.split('_');
    let (scenario, history, weeks) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let file = |name: String| folder.join(scenario).join(name + ".txt");
    let mut files = vec![
        (Some("--scenario"), file(format!("Sc-{scenario}"))),
        (Some("--history"), file(format!("H0-{scenario}-{history}"))),
    ];
    files.extend(weeks.split('-').map(|week| (Some("--week"), file(format!("WD-{scenario}-{week}")))));
    Some(files)
}

/// The instances in a folder, which need not exist, Instance2 before Instance10.
fn curtois_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let cannot = |path: &Path| format!("cannot read {}", path.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| cannot(folder))? {
        let path = entry.with_context(|| cannot(folder))?.path();
        // Plans and notes may lie beside the instances.
        if path.extension().is_some_and(|extension| extension == "txt") && path.is_file() {
            let bytes = std::fs::read(&path).with_context(|| cannot(&path))?;
            if detect(&String::from_utf8_lossy(&bytes)) == Some(Kind::Curtois) {
                files.push(path);
            }
        }
    }
    files.sort_by_key(|path| (path.as_os_str().len(), path.clone()));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(instances: &[Instance]) -> Vec<&str> {
        instances.iter().map(|instance| instance.name.as_str()).collect()
    }

    #[test]
    fn what_is_there_is_found_in_the_order_of_the_table() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        for instance in ["Instance1", "Instance10", "Instance2"] {
            write(&format!("curtois/{instance}.txt"), "# made up\nSECTION_HORIZON\n");
        }
        write("curtois/plan.txt", "A,D,D\n");
        for file in ["Sc-t", "H0-t-1", "WD-t-6", "WD-t-2"] {
            write(&format!("inrc2/t/{file}.txt"), "");
        }
        let line = |set, instance: &str, best_known| Published { set, instance: instance.to_owned(), best_known };
        let known = [
            line(Set::Inrc2Static, "t_1_6-2-6", Some(30)),
            line(Set::Inrc2Static, "t_1_6-3", None),
            line(Set::Inrc2Static, "t", None),
            line(Set::Curtois, "2", Some(828)),
            line(Set::Curtois, "3", Some(1001)),
        ];
        let mut found = find(folder.path(), &known).expect("a look").present;
        let absent = find(folder.path(), &known).expect("a look").absent;
        let there = ["inrc2/t_1_6-2-6", "curtois/Instance2", "curtois/Instance1", "curtois/Instance10"];
        assert_eq!(names(&found), there);
        assert_eq!(absent, ["inrc2/t_1_6-3", "inrc2/t", "curtois/Instance3"]);
        let arguments: Vec<String> = found[0].arguments.iter().map(|a| a.to_string_lossy().into_owned()).collect();
        let options: Vec<&str> = arguments.iter().step_by(2).map(String::as_str).collect();
        assert_eq!(options, ["--scenario", "--history", "--week", "--week", "--week"]);
        assert!(arguments[5].ends_with("WD-t-6.txt") && arguments[7].ends_with("WD-t-2.txt"), "{arguments:?}");
        assert_eq!((found[0].best_known, found[1].best_known, found[2].best_known), (Some(30), Some(828), None));
        keep(&mut found, "curtois");
        assert_eq!(names(&found), &there[1..]);
        keep(&mut found, "Instance1");
        assert_eq!(names(&found), ["curtois/Instance1"], "a whole name is not also the beginning of another");
    }
}
