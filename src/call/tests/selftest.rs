use super::*;

fn plan(country: &str, trunk: &str, length: usize, international: &[&str]) -> NumberingPlan {
    let international = international.iter().map(|prefix| prefix.to_string()).collect();
    NumberingPlan {
        country: country.into(),
        trunk: trunk.into(),
        area: "495".into(),
        length,
        international,
        strip: Vec::new(),
    }
}

#[test]
fn the_client_behind_the_application_s_own_number() {
    let ru = plan("7", "8", 10, &["810", "00"]);
    let de = plan("49", "0", 0, &["00"]);
    let us = plan("1", "1", 10, &["011"]);
    for (plan, dialled, client) in [
        (&ru, "*1284952293042", Some("84952293042")),
        (&ru, "*1274952293042", Some("74952293042")),
        (&ru, "*124952293042", Some("4952293042")),
        (&ru, "*84952293042", Some("4952293042")),
        (&ru, "*1884952293042", Some("84952293042")),
        (&ru, "12*84952293042", Some("84952293042")),
        (&ru, "*12", None),
        (&ru, "2410", None),
        (&ru, "*122293042", None),
        (&ru, "s", None),
        (&ru, "", None),
        (&us, "*2412125550123", Some("12125550123")),
        (&de, "*1203012345678", Some("03012345678")),
        (&de, "*124930123456", Some("4930123456")),
        (&de, "*24100", None),
    ] {
        assert_eq!(dialled_client(dialled, plan).as_deref(), client, "{dialled}");
    }
}
