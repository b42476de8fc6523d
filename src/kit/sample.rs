//! The few clients that show what there is to show: quotes, an ampersand, a manager, a wish that may
//! not be granted. The numbers are nobody's: behind an area code none begins with 0.

use super::contacts::Client;

/// The clients of the demonstration, and of a stand-in that was given no file.
pub fn clients() -> Vec<Client> {
    vec![
        Client::new("+7 (495) 000-00-01", "ООО \"Ромашка\""),
        Client::new("8 812 000-00-02", "ИП Щёголев \"Рога & Копыта\""),
        Client { manager: "101".into(), ..Client::new("8 383 000-00-03", "Иванова Мария") },
        Client {
            commands: r#"{"goto":{"context":"outgoing","extension":"810"}}"#.into(),
            ..Client::new("8 343 000-00-04", "Уральский завод")
        },
        Client::new("8 423 000-00-05", "Приморский рыбзавод"),
    ]
}
