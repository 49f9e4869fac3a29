//! Builds the web console into the binary. Three ways: `WEB_DIST=dir` takes a built one (a release host without
//! network), `SKIP_WEB=1` lays a placeholder page (quick work on the server), otherwise npm and vite build `web/`.
//! Nothing is written into the source tree but `web/node_modules`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

const PLACEHOLDER: &str = "<!doctype html><meta charset=\"utf-8\"><title>Skyground</title>\
    <p>This binary was built without its web console (SKIP_WEB=1).";

const WAYS_OUT: &str = "Three ways out: (1) install Node 20 with npm and let it reach a package registry; \
    (2) set WEB_DIST=dir to a console built elsewhere with `npm run build`; \
    (3) set SKIP_WEB=1 to build without the console.";

fn main() {
    println!("cargo:rerun-if-env-changed=WEB_DIST");
    println!("cargo:rerun-if-env-changed=SKIP_WEB");
    println!("cargo:rerun-if-changed=build.rs");
    if let Err(why) = build() {
        // The message of a build script is its panic text: cargo shows it whole.
        eprintln!("\nThe web console could not be built: {why}\n{WAYS_OUT}\n");
        std::process::exit(1);
    }
}

fn build() -> Result<(), String> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("web-dist");
    if let Some(dist) = env::var_os("WEB_DIST") {
        return take_built(Path::new(&dist), &out);
    }
    if env::var_os("SKIP_WEB").is_some_and(|value| value != "0") {
        println!("cargo:warning=SKIP_WEB is set: this binary has a placeholder instead of the web console");
        return fresh(&out).and_then(|()| fs::write(out.join("index.html"), PLACEHOLDER)).map_err(text(&out));
    }
    build_from_source(&out)
}

fn take_built(dist: &Path, out: &Path) -> Result<(), String> {
    println!("cargo:rerun-if-changed={}", dist.display());
    if !dist.join("index.html").is_file() {
        return Err(format!("WEB_DIST={} holds no index.html", dist.display()));
    }
    fresh(out).map_err(text(out))?;
    copy(dist, out).map_err(text(dist))
}

fn build_from_source(out: &Path) -> Result<(), String> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?);
    let web = manifest.join("../../web");
    for source in
        ["src", "public", "index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json"]
    {
        println!("cargo:rerun-if-changed={}", web.join(source).display());
    }
    if !is_installed(&web) {
        run(&web, "npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    }
    fresh(out).map_err(text(out))?;
    let out = out.to_str().ok_or("OUT_DIR is not UTF-8")?;
    run(&web, "npx", &["vite", "build", "--logLevel", "warn", "--emptyOutDir", "--outDir", out])
}

/// Whether what is installed is what the lock file asks for: npm writes its own copy of the lock last.
fn is_installed(web: &Path) -> bool {
    let age = |path: PathBuf| fs::metadata(path).and_then(|file| file.modified());
    match (age(web.join("node_modules/.package-lock.json")), age(web.join("package-lock.json"))) {
        (Ok(installed), Ok(asked)) => installed >= asked,
        _ => false,
    }
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    let line = format!("{program} {}", arguments.join(" "));
    let done = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .map_err(|why| format!("`{line}` did not start: {why}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).join("\n");
    Err(format!("`{line}` in {} ended with {}:\n{said}", folder.display(), done.status))
}

fn fresh(out: &Path) -> io::Result<()> {
    match fs::remove_dir_all(out) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    fs::create_dir_all(out)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn text(place: &Path) -> impl FnOnce(io::Error) -> String {
    move |why| format!("{}: {why}", place.display())
}
