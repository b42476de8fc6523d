#!/usr/bin/env bash
# load.sh: loads the extension of this folder into a base of 1C, or takes it out. Safe to repeat: what is loaded already
# is loaded over, and keeps its data. Only calls the platform's own programs, 1cv8 or ibcmd; writes nothing else.
set -euo pipefail

name=agi1c
folder=$(cd "$(dirname "$0")" && pwd)/extension
oldest=8.3.17

usage() {
    cat <<'TEXT'
Загрузка расширения agi1c в базу 1С.

  load.sh [--base БАЗА] [--user ИМЯ] [--platform КАТАЛОГ]      конфигуратором; чего нет, то спросит
  load.sh --ibcmd --db-path=КАТАЛОГ [--user=ИМЯ]               программой ibcmd, файловая база
  load.sh --ibcmd --dbms=PostgreSQL --db-server=… --db-name=… --db-user=… --request-db-pwd [--user=ИМЯ]
  load.sh --remove …                                           убрать расширение, с теми же параметрами

БАЗА      каталог файловой базы или СЕРВЕР/ИМЯ
ИМЯ       администратор базы; пустое: база без пользователей или вход именем пользователя ОС
КАТАЛОГ   где лежит 1cv8 или ibcmd; без него берётся самая новая платформа из /opt/1cv8 и /opt/1C
Пароль спрашивается; или переменная окружения AGI1C_1C_PASSWORD.
TEXT
}

fail() {
    printf 'load.sh: %s\n' "$*" >&2
    exit 1
}

remove=no ibcmd=no base='' user='' user_given=no platform='' connection=()
while [ $# -gt 0 ]; do
    case $1 in
        --remove) remove=yes ;;
        --ibcmd) ibcmd=yes ;;
        --base) base=${2-} && shift ;;
        --base=*) base=${1#*=} ;;
        --user) user=${2-} user_given=yes && shift ;;
        --user=*) user=${1#*=} user_given=yes ;;
        --platform) platform=${2-} && shift ;;
        --platform=*) platform=${1#*=} ;;
        --db-*=* | --dbms=* | --request-db-pwd | --data=* | --config=*) connection+=("$1") ;;
        -h | --help) usage && exit 0 ;;
        *) printf 'load.sh: непонятный параметр «%s»\n\n' "$1" >&2 && usage >&2 && exit 2 ;;
    esac
    shift || { usage >&2 && exit 2; }
done
if [ "$ibcmd" = yes ] && [ ${#connection[@]} = 0 ]; then
    printf 'load.sh: для ibcmd нужна база: --db-path=КАТАЛОГ или --dbms=…\n' >&2
    exit 2
fi

# The program: where it was told, else of the newest platform there is.
find_program() {
    local program=$1 found
    if [ -n "$platform" ]; then
        found=$platform/$program
        [ -x "$found" ] || fail "в каталоге $platform нет программы $program"
    else
        found=$(printf '%s\n' /opt/1cv8/*/8.*/"$program" /opt/1C/v8.3/*/"$program" | while read -r path; do
            [ -x "$path" ] && printf '%s\n' "$path"
        done | sort -V | tail -1)
        [ -n "$found" ] || fail "не нашлась программа $program: укажите --platform КАТАЛОГ"
    fi
    printf '%s\n' "$found"
}

# The version is the folder's name; where it is not, the platform itself refuses a dump it does not know.
check_version() {
    local version
    version=$(basename "$(dirname "$1")")
    case $version in
        8.*.*) ;;
        *) return 0 ;;
    esac
    [ "$(printf '%s\n' "$oldest" "$version" | sort -V | head -1)" = "$oldest" ] ||
        fail "платформа $version: расширению нужна $oldest или новее"
}

ask() {
    local answer
    [ -t 0 ] || fail "нет ответа на вопрос «$1»: задайте параметром"
    read -r -p "$1: " answer
    printf '%s\n' "$answer"
}

password=${AGI1C_1C_PASSWORD-}
ask_password() {
    if [ -n "$user" ] && [ -z "${AGI1C_1C_PASSWORD+set}" ]; then
        [ -t 0 ] || fail "нужен пароль пользователя «$user»: переменная AGI1C_1C_PASSWORD"
        read -r -s -p "Пароль пользователя «$user»: " password
        printf '\n'
    fi
    [ -z "$password" ] || printf '%s\n' \
        'Пароль уйдёт в параметры программы 1С (иначе она его не берёт) и, пока идёт загрузка, виден в списке процессов' \
        'этого компьютера. Если это важно, заведите администратора на время или входите именем пользователя ОС.'
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# One start of the designer does one thing: of several batch commands in a line it carries out the last one only.
# It has done it when its exit status is 0 and so is the number in the file of /DumpResult.
designer() {
    local what=$1 status=0 result
    shift
    printf '%s… ' "$what"
    : >"$scratch/out"
    rm -f "$scratch/result"
    "${start[@]}" DESIGNER "${connection[@]}" /DisableStartupDialogs /DisableStartupMessages "$@" \
        /Out "$scratch/out" /DumpResult "$scratch/result" || status=$?
    result=$(tr -dc '0-9' <"$scratch/result" 2>/dev/null || true)
    if [ "$status" = 0 ] && [ "${result:-none}" = 0 ]; then
        printf 'готово\n'
        return 0
    fi
    printf 'не удалось (код %s, итог %s)\n' "$status" "${result:-нет}"
    sed 's/^\xef\xbb\xbf//; s/^/    /' "$scratch/out"
    return 1
}

# Whether the list of extensions names ours: as a word, for agi1c2 would be somebody else's.
loaded() {
    grep -qw "$name" "$scratch/out"
}

nothing_to_remove() {
    printf 'Расширения %s в базе нет: убирать нечего.\n' "$name"
    exit 0
}

by_designer() {
    local program
    program=$(find_program 1cv8)
    check_version "$program"
    printf 'Платформа: %s\n' "$program"
    [ -n "$base" ] || base=$(ask 'База (каталог или СЕРВЕР/ИМЯ)')
    [ "$user_given" = yes ] || user=$(ask 'Администратор базы (пусто: без имени)')
    ask_password
    if [ -d "$base" ]; then
        [ -f "$base/1Cv8.1CD" ] || fail "в каталоге $base нет файловой базы (1Cv8.1CD)"
        connection=(/F "$base")
    else
        case $base in
            */* | *\\*) connection=(/S "${base//\//\\}") ;;
            *) fail "«$base» — ни каталог базы, ни СЕРВЕР/ИМЯ" ;;
        esac
    fi
    [ -z "$user" ] || connection+=(/N "$user")
    [ -z "$password" ] || connection+=(/P "$password")

    start=("$program")
    if [ -z "${DISPLAY-}" ]; then
        command -v xvfb-run >/dev/null || fail 'конфигуратору нужен экран: поставьте xvfb (xvfb-run) или возьмите --ibcmd'
        start=(xvfb-run -a "$program")
    fi

    if [ "$remove" = yes ]; then
        designer 'Список расширений' /DumpDBCfgList -AllExtensions || exit 1
        loaded || nothing_to_remove
        designer 'Удаление расширения' /DeleteCfg -Extension "$name" || exit 1
        after_remove
        return 0
    fi
    designer 'Загрузка' /LoadConfigFromFiles "$folder" -Extension "$name" || load_failed
    if ! designer 'Проверка применимости' /CheckCanApplyConfigurationExtensions -Extension "$name"; then
        printf 'База данных не изменена. Уберите загруженное: load.sh --remove, с теми же параметрами.\n'
        exit 1
    fi
    if ! designer 'Обновление базы данных' /UpdateDBCfg -Extension "$name"; then
        printf 'Нужен монопольный доступ: пусть все выйдут из базы, и запустите load.sh ещё раз.\n'
        exit 1
    fi
    printf '\nСнимите ограничения, иначе расширение не увидит данных: конфигуратор → Конфигурация → Расширения\n'
    printf 'конфигурации → %s: снимите «Безопасный режим» и «Защиту от опасных действий».\n' "$name"
    after_load
}

by_ibcmd() {
    local program
    program=$(find_program ibcmd)
    check_version "$program"
    printf 'Программа: %s. Служба 1С этой базы должна быть остановлена.\n' "$program"
    ask_password
    [ -z "$user" ] || connection+=("--user=$user")
    [ -z "$password" ] || connection+=("--password=$password")

    tell() {
        printf '%s… ' "$1"
        shift
        if "$program" infobase config "$@" "${connection[@]}" ${operand:+"$operand"} >"$scratch/out" 2>&1; then
            printf 'готово\n'
        else
            printf 'не удалось (код %s)\n' $?
            sed 's/^/    /' "$scratch/out"
            return 1
        fi
    }
    local operand='' there=no
    tell 'Список расширений' extension list || exit 1
    ! loaded || there=yes
    if [ "$remove" = yes ]; then
        [ "$there" = yes ] || nothing_to_remove
        tell 'Удаление расширения' extension delete "--name=$name" || exit 1
        after_remove
        return 0
    fi
    if [ "$there" = no ]; then
        tell 'Создание расширения' extension create "--name=$name" "--name-prefix=${name}_" || exit 1
    fi
    operand=$folder
    tell 'Загрузка' import "--extension=$name" || load_failed
    operand=''
    tell 'Обновление базы данных' apply "--extension=$name" --force || exit 1
    tell 'Безопасный режим — выключить' extension update "--name=$name" --safe-mode=no --unsafe-action-protection=no ||
        exit 1
    printf '\nЗапустите службу 1С.\n'
    after_load
}

load_failed() {
    cat <<'TEXT'
Если в базе расширение, сделанное по шагам версии 0.1.0, у него могут быть другие идентификаторы: уберите его
(load.sh --remove) и загрузите снова. Номера клиентов заполнятся заново, роль в профиле нужно будет отметить ещё раз.
TEXT
    exit 1
}

after_load() {
    cat <<'TEXT'
Дальше:
  1. Перезапустите сеансы пользователей: открытые расширения не видят.
  2. Профиль групп доступа с ролью «agi1c: АТС» и базовыми правами; пользователь для АТС.
  3. default.vrd: строки из vrd/extension.vrd.
  4. В 1С, раздел «Телефония (agi1c)»: «Заполнить номера клиентов», один раз.
Подробно: README.ru.md.
TEXT
}

after_remove() {
    printf 'Расширение убрано вместе с его регистрами. Уберите и его строки из default.vrd.\n'
}

if [ "$ibcmd" = yes ]; then by_ibcmd; else by_designer; fi
