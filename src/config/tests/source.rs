use super::*;

#[test]
fn a_named_file_must_be_there_and_readable() {
    let folder = std::env::temp_dir().join(format!("agi1c-source-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("agi1c.conf");
    let error = |path: &Path| load_from(path, &[]).unwrap_err().to_string();

    let missing = error(&path);
    std::fs::write(&path, "[crm]\nurl = http://1c/ws\n").unwrap();
    let read = load_from(&path, &[]).unwrap();
    std::fs::write(&path, vec![b'\n'; 65_537]).unwrap();
    let large = error(&path);
    let unreadable = error(&folder);
    std::fs::remove_dir_all(&folder).unwrap();

    assert_eq!(missing, format!("{}: there is no such file", path.display()));
    assert_eq!(large, format!("{}: expected a settings file of at most 65536 bytes", path.display()));
    assert!(unreadable.starts_with(&format!("{}: could not be read: ", folder.display())), "{unreadable}");
    assert_eq!(read.profiles[0].url.as_str(), "http://1c/ws");
    assert_eq!(read.source, path.display().to_string());
}
