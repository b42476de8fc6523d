//! The few clients that show what there is to show: quotes, an ampersand, a manager, a wish that may
//! not be granted. The numbers are nobody's.

use super::contacts::Client;

/// The clients of the demonstration, and of a stand-in that was given no file.
pub fn clients() -> Vec<Client> {
    vec![
        Client::new("+7 (495) 229-30-42", "ООО \"Ромашка\""),
        Client::new("8 812 123-45-67", "ИП Щёголев «Рога & Копыта»"),
        Client { manager: "101".into(), ..Client::new("8 921 765-43-21", "Иванова Мария") },
        Client {
            commands: r#"{"goto":{"context":"outgoing","extension":"810"}}"#.into(),
            ..Client::new("8 343 222-33-44", "Уральский завод")
        },
        Client::new("8 383 333-44-55", "Сибирь-Телеком"),
    ]
}
