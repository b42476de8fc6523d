//! Who is answered, and what the page itself may do: nobody but our own page, on this machine alone.

use std::process::Command;

use super::Page;

#[test]
fn the_page_is_served_and_may_do_nothing_but_what_is_its_own() {
    let page = Page::open();
    for (path, kind, part) in [
        ("/", "text/html; charset=utf-8", "<script src=\"/page.js\" defer></script>"),
        ("/page.js", "text/javascript; charset=utf-8", "'use strict'"),
        ("/page.css", "text/css; charset=utf-8", "prefers-color-scheme: dark"),
        ("/icon.svg", "image/svg+xml", "<svg"),
    ] {
        let answer = page.get(path);
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.head.contains(&format!("content-type: {kind}")), "{}", answer.head);
        assert!(answer.body.contains(part), "{path}");
        assert!(!answer.body.contains(&page.token), "{path}");
    }
    let not_there = page.post("/api/nothing", b"{}");
    assert_eq!(not_there.status, 404);
    for head in [page.get("/").head, not_there.head, page.get("/api/words").head] {
        for line in [
            "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
             connect-src 'self';",
            "frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "cache-control: no-store",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(line), "{line} is missing: {head}");
        }
        assert!(!head.contains("set-cookie") && !head.contains("access-control-allow"), "{head}");
    }
    let words = page.post("/api/words", b"{}");
    assert_eq!(words.json()["words"]["reason_login"][1], "Неверный пользователь или пароль.");
}

#[test]
fn nobody_but_our_own_page_is_answered() {
    let page = Page::open();
    let ours = page.head("/api/words");
    let (host, token) = (page.address.to_string(), page.token.clone());
    let with = |from: &str, to: &str| {
        assert!(ours.contains(from), "{from}");
        ours.replace(from, to)
    };
    let attacks = [
        ("another host's name", with(&format!("Host: {host}"), "Host: evil.example")),
        ("a name that leads here", with(&format!("Host: {host}"), "Host: 127.0.0.1.nip.io:80")),
        ("another page", with(&format!("Origin: http://{host}"), "Origin: http://evil.example")),
        ("another port", with(&format!("Origin: http://{host}"), "Origin: http://127.0.0.1:1")),
        ("a page from a file", with(&format!("Origin: http://{host}"), "Origin: null")),
        ("no page", with(&format!("Origin: http://{host}\r\n"), "")),
        ("a form of another page", with("same-origin", "cross-site")),
        ("another page of this machine", with("same-origin", "same-site")),
        ("no token", with(&format!("X-Agi1c-Token: {token}\r\n"), "")),
        ("a wrong token", with(&token, &token.chars().rev().collect::<String>())),
        ("the token as a cookie", with("X-Agi1c-Token: ", "Cookie: agi1c=")),
        ("half a token", with(&token, &token[..token.len() / 2])),
        ("reading", with("POST", "GET")),
        ("asking beforehand", with("POST", "OPTIONS")),
    ];
    for (who, head) in attacks {
        let answer = page.raw(format!("{head}Content-Length: 2\r\n\r\n{{}}").as_bytes());
        let expected = if ["reading", "asking beforehand"].contains(&who) { 405 } else { 403 };
        assert_eq!(answer.status, expected, "{who}: {}", answer.body);
        assert!(
            !answer.body.contains("reason_login") && !answer.body.contains(&token),
            "{who}: {}",
            answer.body
        );
    }
    assert_eq!(page.raw(format!("{ours}Content-Length: 2\r\n\r\n{{}}").as_bytes()).status, 200);
    // The token in the address is no token: it would stand in logs and histories.
    let answer = page.get(&format!("/api/words?token={token}"));
    assert_eq!(answer.status, 403, "{}", answer.body);
}

#[test]
fn no_other_machine_may_see_the_page() {
    for (listen, reason) in
        [("0.0.0.0:0", "only this machine may reach it"), ("nowhere", "expected ADDRESS:PORT")]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_agi1c-kit"))
            .args(["web", "--no-browser", "--listen", listen])
            .output()
            .expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!output.status.success() && said.contains(reason), "{said}");
    }
}
