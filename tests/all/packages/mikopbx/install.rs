//! Uploading, upgrading: what the installer's rules make of the ZIP.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use super::place::{MODULE, files, install, zip};

struct Modules(PathBuf);

impl Modules {
    fn new(name: &str) -> Modules {
        let path = std::env::temp_dir().join(format!("agi1c-modules-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a folder");
        Modules(path)
    }
}

impl Drop for Modules {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
#[ignore = "tests/run"]
fn uploaded_then_uploaded_again_the_settings_stay() {
    let modules = Modules::new("upgrade");
    install(zip(), &modules.0).expect("the first upload");
    let place = modules.0.join(MODULE);
    let module: serde_json::Value =
        serde_json::from_slice(&fs::read(place.join("module.json")).expect("module.json")).expect("JSON");
    assert_eq!(
        (&module["moduleUniqueID"], &module["version"]),
        (&MODULE.into(), &env!("CARGO_PKG_VERSION").into())
    );
    assert_eq!(module["min_pbx_version"], "2024.1.114");
    assert!(module.as_object().unwrap().keys().all(|key| !key.starts_with("lic_")), "free");
    let mode = |path: &str| fs::metadata(place.join(path)).expect(path).permissions().mode() & 0o777;
    assert_eq!(
        (mode("bin/agi1c-x86_64"), mode("bin/agi1c-aarch64"), mode("module.json")),
        (0o755, 0o755, 0o644)
    );
    let version = std::process::Command::new(place.join("bin/agi1c-x86_64")).arg("version").output().unwrap();
    assert!(version.status.success());

    fs::write(place.join("db/module.db"), "what was saved").unwrap();
    fs::write(place.join("Lib/Old.php"), "of the version before").unwrap();
    install(zip(), &modules.0).expect("the upgrade");
    assert_eq!(fs::read_to_string(place.join("db/module.db")).unwrap(), "what was saved");
    assert!(files(&place).iter().all(|(name, _)| name != "Lib/Old.php"), "the rest is new");
}

/// The test's own net: what the installer refuses.
#[test]
fn a_path_that_leaves_the_folder_is_refused() {
    use agi1c::kit::package::archive;
    let modules = Modules::new("refused");
    let zip = archive::zip(vec![archive::Entry::file("Lib/../../x.php", "<?php")]).expect("a ZIP");
    assert_eq!(install(&zip, &modules.0).unwrap_err(), "Lib/../../x.php: refused");
}
