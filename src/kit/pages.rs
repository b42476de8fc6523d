//! `agi1c-kit pages`: every page of the project in both languages, and what the pages speak of: recipes, the 1C side,
//! the sample settings. They are in the kit itself, so that one file is enough. Changes none of them.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use clap::Args;

/// Write the pages into a folder: what to do on which PBX, the settings, the recipes, the 1C side
#[derive(Args)]
#[command(after_help = "README.md (README.ru.md in Russian) is where to begin.")]
pub struct Pages {
    /// The folder; it is made where there is none
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// A file of the project, under its path there.
macro_rules! files {
    ($($path:literal)*) => {
        &[$(($path, include_bytes!(concat!("../../", $path)))),*]
    };
}

/// All of them, sorted; a test holds the list and the folders together.
pub const FILES: &[(&str, &[u8])] = files! {
    "CHANGELOG.md"
    "LICENSE"
    "README.md"
    "README.ru.md"
    "SECURITY.md"
    "benches/STRACE.md"
    "benches/peers/floor.c"
    "benches/results.md"
    "benches/results.svg"
    "benches/server/results.md"
    "cross/README.md"
    "cross/SIZES.md"
    "cross/targets.tsv"
    "package/1c/README.md"
    "package/1c/README.ru.md"
    "package/1c/call.md"
    "package/1c/call.ru.md"
    "package/1c/extension/CommonCommands/agi1c_ЗаполнитьНомера.xml"
    "package/1c/extension/CommonCommands/agi1c_ЗаполнитьНомера/Ext/CommandModule.bsl"
    "package/1c/extension/CommonCommands/agi1c_Настройка.xml"
    "package/1c/extension/CommonCommands/agi1c_Настройка/Ext/CommandModule.bsl"
    "package/1c/extension/CommonCommands/agi1c_Позвонить.xml"
    "package/1c/extension/CommonCommands/agi1c_Позвонить/Ext/CommandModule.bsl"
    "package/1c/extension/CommonModules/agi1c_ВызовСервера.xml"
    "package/1c/extension/CommonModules/agi1c_ВызовСервера/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_ЗапросыАТС.xml"
    "package/1c/extension/CommonModules/agi1c_ЗапросыАТС/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Звонки.xml"
    "package/1c/extension/CommonModules/agi1c_Звонки/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Источник.xml"
    "package/1c/extension/CommonModules/agi1c_Источник/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Клиент.xml"
    "package/1c/extension/CommonModules/agi1c_Клиент/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Книга.xml"
    "package/1c/extension/CommonModules/agi1c_Книга/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Набор.xml"
    "package/1c/extension/CommonModules/agi1c_Набор/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Настройки.xml"
    "package/1c/extension/CommonModules/agi1c_Настройки/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Номера.xml"
    "package/1c/extension/CommonModules/agi1c_Номера/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_НомераВТексте.xml"
    "package/1c/extension/CommonModules/agi1c_НомераВТексте/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Ответы.xml"
    "package/1c/extension/CommonModules/agi1c_Ответы/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Очередь.xml"
    "package/1c/extension/CommonModules/agi1c_Очередь/Ext/Module.bsl"
    "package/1c/extension/CommonModules/agi1c_Регистр.xml"
    "package/1c/extension/CommonModules/agi1c_Регистр/Ext/Module.bsl"
    "package/1c/extension/Configuration.xml"
    "package/1c/extension/Constants/agi1c_Параметры.xml"
    "package/1c/extension/EventSubscriptions/agi1c_ПередУдалениемКлиента.xml"
    "package/1c/extension/EventSubscriptions/agi1c_ПриЗаписиКлиента.xml"
    "package/1c/extension/Ext/ManagedApplicationModule.bsl"
    "package/1c/extension/HTTPServices/agi1c_HTTP.xml"
    "package/1c/extension/HTTPServices/agi1c_HTTP/Ext/Module.bsl"
    "package/1c/extension/InformationRegisters/agi1c_Звонки.xml"
    "package/1c/extension/InformationRegisters/agi1c_НомераКлиентов.xml"
    "package/1c/extension/InformationRegisters/agi1c_Очередь.xml"
    "package/1c/extension/Languages/Русский.xml"
    "package/1c/extension/Roles/agi1c_АТС.xml"
    "package/1c/extension/Roles/agi1c_АТС/Ext/Rights.xml"
    "package/1c/extension/Roles/agi1c_ЗвонкиБезМенеджера.xml"
    "package/1c/extension/Roles/agi1c_ЗвонкиБезМенеджера/Ext/Rights.xml"
    "package/1c/extension/Roles/agi1c_Сотрудник.xml"
    "package/1c/extension/Roles/agi1c_Сотрудник/Ext/Rights.xml"
    "package/1c/extension/ScheduledJobs/agi1c_ПолноеОбновление.xml"
    "package/1c/extension/ScheduledJobs/agi1c_ПолноеОбновление/Ext/Schedule.xml"
    "package/1c/extension/ScheduledJobs/agi1c_РазборОчереди.xml"
    "package/1c/extension/ScheduledJobs/agi1c_РазборОчереди/Ext/Schedule.xml"
    "package/1c/extension/Subsystems/agi1c_Телефония.xml"
    "package/1c/extension/WebServices/agi1c_MIKO_identify_number.xml"
    "package/1c/extension/WebServices/agi1c_MIKO_identify_number/Ext/Module.bsl"
    "package/1c/load.cmd"
    "package/1c/load.sh"
    "package/1c/modules/calls-ut103.bsl"
    "package/1c/modules/identify-small-base.bsl"
    "package/1c/modules/identify-ut103.bsl"
    "package/1c/modules/pop-up-ut103.bsl"
    "package/1c/modules/server-notifications.bsl"
    "package/1c/phonebook.md"
    "package/1c/phonebook.ru.md"
    "package/1c/request.xml"
    "package/1c/vrd/8.2.vrd"
    "package/1c/vrd/default.vrd"
    "package/1c/vrd/extension.vrd"
    "package/agi1c.conf"
    "package/answers.md"
    "package/answers.ru.md"
    "package/askozia-storage/README.md"
    "package/askozia-storage/README.ru.md"
    "package/askozia/README.md"
    "package/askozia/README.ru.md"
    "package/asterisk/README.md"
    "package/asterisk/README.ru.md"
    "package/https.md"
    "package/https.ru.md"
    "package/json.md"
    "package/json.ru.md"
    "package/load.md"
    "package/load.ru.md"
    "package/mikopbx/README.md"
    "package/mikopbx/README.ru.md"
    "package/mikopbx/page.png"
    "package/page.png"
    "package/page.ru.png"
    "package/phone.svg"
    "package/recipes/README.md"
    "package/recipes/README.ru.md"
    "package/recipes/black-list.conf"
    "package/recipes/branches.askozia.txt"
    "package/recipes/branches.conf"
    "package/recipes/by-status.askozia.txt"
    "package/recipes/by-status.conf"
    "package/recipes/destination.askozia.txt"
    "package/recipes/manager-first.conf"
    "package/recipes/name-only.conf"
    "package/recipes/outgoing-names.conf"
    "package/recipes/outgoing-names.pjsip.conf"
    "package/recipes/outgoing-names.sip.conf"
    "package/recipes/phonebook.askozia.txt"
    "package/recipes/services.md"
    "package/recipes/services.ru.md"
    "package/recipes/vip.askozia.txt"
    "package/recipes/vip.conf"
    "package/server/README.md"
    "package/server/README.ru.md"
    "package/server/agi1c-server.service"
    "package/server/dnsmasq.conf"
    "package/server/extensions.conf"
    "package/server/haproxy.cfg"
    "package/settings.md"
    "package/settings.ru.md"
    "package/statuses.md"
    "package/statuses.ru.md"
    "package/when-1c-fails.md"
    "package/when-1c-fails.ru.md"
};

/// The text of a page, `package/https.ru.md`; none where there is no such text.
pub fn page(path: &str) -> Option<&'static str> {
    let (_, bytes) = FILES.iter().find(|(name, _)| *name == path)?;
    str::from_utf8(bytes).ok()
}

impl Pages {
    /// Writes them and says where to begin.
    ///
    /// # Errors
    /// One sentence: the file that could not be written, or that is there and is another one.
    pub fn run(&self) -> Result<(), String> {
        for (name, bytes) in FILES {
            let path = name.split('/').fold(self.folder.clone(), |path, part| path.join(part));
            let failed = |error| format!("{}: {error}", path.display());
            match fs::read(&path) {
                Ok(there) if there == *bytes => continue,
                Ok(_) => {
                    return Err(format!("{}: another file is there: name an empty folder", path.display()));
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(failed(error)),
            }
            fs::create_dir_all(path.parent().unwrap_or(&self.folder)).map_err(failed)?;
            fs::write(&path, bytes).map_err(failed)?;
            #[cfg(unix)]
            if bytes.starts_with(b"#!") {
                fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755))
                    .map_err(failed)?;
            }
        }
        println!("{} files; begin with {}", FILES.len(), self.folder.join("README.md").display());
        Ok(())
    }
}
