//! The repository as the scanners see it: tracked kinds of files, and Rust code without its comments, texts and tests.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that are not the product: what is built, fetched or run.
const NOT_OURS: [&str; 9] =
    ["target", "node_modules", ".git", ".venv", ".venv-peers", ".venv-solvers", "demo-data", "__pycache__", "dist"];

/// One file of the repository.
pub struct Source {
    /// Relative to the root, with forward slashes.
    pub path: String,
    /// What it holds.
    pub text: String,
    /// Whether its module, or one above it, is declared for tests only.
    pub in_test_module: bool,
}

impl Source {
    /// Whether the file is only there for tests, benchmarks, examples or the build.
    pub fn is_test(&self) -> bool {
        let folders = ["tests/", "benches/", "examples/"];
        let below = |folder: &&str| self.path.starts_with(*folder) || self.path.contains(&format!("/{folder}"));
        self.in_test_module || self.path.ends_with("build.rs") || folders.iter().any(below)
    }

    /// The code that flies: no comments, no texts, no test module.
    pub fn code(&self) -> String {
        code(&self.text)
    }
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the root").to_path_buf()
}

/// Every text file whose name ends in one of `endings`, sorted by path.
pub fn files(endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), &mut found);
    found.sort();
    let is_wanted = |path: &PathBuf| endings.iter().any(|ending| path.to_string_lossy().ends_with(ending));
    let mut wanted: Vec<Source> = found.into_iter().filter(is_wanted).filter_map(read).collect();
    let modules: Vec<String> = wanted.iter().flat_map(|file| test_modules(&file.path, &file.text)).collect();
    for file in &mut wanted {
        let stem = file.path.trim_end_matches(".rs");
        file.in_test_module = modules.iter().any(|one| stem == one || stem.starts_with(&format!("{one}/")));
    }
    wanted
}

/// The modules a file declares for tests only, as paths without an ending.
fn test_modules(path: &str, text: &str) -> Vec<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let base = match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        other => format!("{folder}/{}", other.trim_end_matches(".rs")),
    };
    let declared = text.split("#[cfg(test)]").skip(1).filter_map(|rest| {
        let line = rest.trim_start().lines().next()?.trim_end();
        line.strip_suffix(';')?.rsplit_once("mod ").map(|(_, name)| name.to_owned())
    });
    declared.map(|name| format!("{base}/{name}")).collect()
}

/// Every Rust file below one of `folders`.
pub fn rust_below(folders: &[&str]) -> Vec<Source> {
    let all = files(&[".rs"]);
    all.into_iter().filter(|file| folders.iter().any(|folder| file.path.starts_with(folder))).collect()
}

fn read(path: PathBuf) -> Option<Source> {
    let text = fs::read_to_string(&path).ok()?;
    let relative = path.strip_prefix(root()).ok()?.to_string_lossy().replace('\\', "/");
    Some(Source { path: relative, text, in_test_module: false })
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && !NOT_OURS.contains(&name.as_str()) {
            walk(&entry.path(), found);
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
}

/// Rust text without its test module at the end, without comments, with empty string literals.
pub fn code(text: &str) -> String {
    let flying =
        match text.find("#[cfg(test)]\nmod tests {").or_else(|| text.find("#[cfg(test)]\npub(super) mod tests {")) {
            Some(end) => &text[..end],
            None => text,
        };
    strip(flying)
}

fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_text(rest) {
            length
        } else if first == '"' {
            text_length(rest)
        } else if rest.starts_with("'\"'") {
            3
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        if first == '"' || first == 'r' {
            out.push_str("\"\"");
        }
        rest = &rest[skip..];
    }
    out
}

fn text_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw_text(rest: &str) -> Option<usize> {
    let hashes = rest.strip_prefix('r')?.chars().take_while(|letter| *letter == '#').count();
    let body = &rest[1 + hashes..];
    body.starts_with('"').then(|| {
        let close = format!("\"{}", "#".repeat(hashes));
        body[1..].find(&close).map_or(rest.len(), |end| 1 + hashes + 1 + end + close.len())
    })
}

/// The lines of `code` that hold one of `words`, as "path: line".
pub fn hits(path: &str, code: &str, words: &[&str]) -> Vec<String> {
    let is_bad = |line: &&str| words.iter().any(|word| line.contains(word));
    code.lines().filter(is_bad).map(|line| format!("{path}: {}", line.trim())).collect()
}

/// Fails with every hit and the way out.
pub fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}\n  {}", found.join("\n  "));
}

#[test]
fn code_is_seen_without_comments_texts_and_tests() {
    let text = "let a = \"// std::fs\"; // std::fs\n/* std::fs */ let b = r#\"std::fs \"quoted\"\"#; let c = '\"';\n\
                #[cfg(test)]\nmod tests {\n use std::fs;\n}\n";
    let seen = code(text);
    assert!(!seen.contains("std::fs"), "{seen}");
    assert!(seen.contains("let a") && seen.contains("let b") && seen.contains("let c"), "{seen}");
}

#[test]
fn a_hit_names_its_file_and_line() {
    assert_eq!(hits("a.rs", "use x;\n use std::fs;\n", &["std::fs"]), ["a.rs: use std::fs;"]);
}

#[test]
fn a_module_declared_for_tests_only_is_known_with_everything_below_it() {
    let text = "mod a;\n#[cfg(test)]\nmod trial;\n#[cfg(test)]\npub(crate) mod rig;\n#[cfg(test)]\nmod tests {\n";
    assert_eq!(test_modules("x/src/lib.rs", text), ["x/src/trial", "x/src/rig"]);
    assert_eq!(test_modules("x/src/y.rs", text), ["x/src/y/trial", "x/src/y/rig"]);
}
