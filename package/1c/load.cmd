@echo off
rem load.cmd: loads the extension of this folder into a base of 1C, or takes it out (load.cmd --remove). Safe to repeat.
rem The same steps as load.sh. Run in Wine's cmd with stand-ins of 1cv8 and PowerShell; not run on Windows.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "NAME=agi1c"
set "FOLDER=%~dp0extension"
set "REMOVE=no"
set "BASE="
set "USER="
set "USERGIVEN=no"
set "BIN="

:arguments
if "%~1"=="" goto start
if /i "%~1"=="--remove" (set "REMOVE=yes" & shift & goto arguments)
if /i "%~1"=="--base" (set "BASE=%~2" & shift & shift & goto arguments)
if /i "%~1"=="--user" (set "USER=%~2" & set "USERGIVEN=yes" & shift & shift & goto arguments)
if /i "%~1"=="--platform" (set "BIN=%~2\1cv8.exe" & shift & shift & goto arguments)
echo load.cmd [--remove] [--base БАЗА] [--user ИМЯ] [--platform КАТАЛОГ]
echo БАЗА: каталог файловой базы или СЕРВЕР\ИМЯ; КАТАЛОГ: где лежит 1cv8.exe. Чего нет, то будет спрошено.
exit /b 2

:start
if not defined BIN for /f "usebackq delims=" %%B in (`powershell -NoProfile -Command "Get-ChildItem 'C:\Program Files*\1cv8\8.*\bin\1cv8.exe' -ErrorAction SilentlyContinue | Sort-Object { [version]$_.Directory.Parent.Name } | Select-Object -Last 1 -ExpandProperty FullName"`) do set "BIN=%%B"
if not defined BIN (echo Не нашлась платформа 1С: укажите --platform КАТАЛОГ & exit /b 1)
if not exist "%BIN%" (echo Нет файла "%BIN%" & exit /b 1)
powershell -NoProfile -Command "$v = $null; if (-not [version]::TryParse((Get-Item -LiteralPath $env:BIN).Directory.Parent.Name, [ref]$v)) { exit 0 }; if ($v -lt [version]'8.3.17') { exit 1 }"
if errorlevel 1 (echo Платформа "%BIN%" старше 8.3.17, расширение в неё не загрузится & exit /b 1)
echo Платформа: "%BIN%"

if not defined BASE set /p "BASE=База (каталог или СЕРВЕР\ИМЯ): "
if not defined BASE (echo База не названа & exit /b 1)
if "%USERGIVEN%"=="no" set /p "USER=Администратор базы (пусто: без имени): "
set "PASSWORD="
rem The dot in front is taken off below: a line that begins with a semicolon would be passed over.
if defined USER for /f "usebackq delims=" %%P in (`powershell -NoProfile -Command "$p = Read-Host -AsSecureString 'Пароль'; '.' + [Runtime.InteropServices.Marshal]::PtrToStringAuto([Runtime.InteropServices.Marshal]::SecureStringToBSTR($p))"`) do set "PASSWORD=%%P"

rem From here on what was typed stands between exclamation marks: it is put in after the line has been read, so that a
rem bracket, an ampersand or a percent sign in a path or a password is no part of a command.
setlocal EnableDelayedExpansion
if defined PASSWORD if "!PASSWORD!"=="." (set "PASSWORD=") else set "PASSWORD=!PASSWORD:~1!"
if defined PASSWORD (
    echo Пароль уйдёт в параметры программы 1С и, пока идёт загрузка, виден в диспетчере задач этого компьютера.
    echo Если это важно, заведите администратора на время или входите именем пользователя Windows.
)
rem A path pasted with its quotes; slashes; a backslash at the end would take the closing quote along.
set "BASE=!BASE:"=!"
set "BASE=!BASE:/=\!"
if "!BASE:~-1!"=="\" set "BASE=!BASE:~0,-1!"
set "CONNECTION=/S "!BASE!""
if exist "!BASE!\" (
    set "CONNECTION=/F "!BASE!""
    if not exist "!BASE!\1Cv8.1CD" (echo В каталоге "!BASE!" нет файловой базы ^(1Cv8.1CD^) & exit /b 1)
) else if "!BASE:\=!"=="!BASE!" (echo "!BASE!" — ни каталог базы, ни СЕРВЕР\ИМЯ & exit /b 1)
if defined USER set "CONNECTION=!CONNECTION! /N "!USER!""
if defined PASSWORD set "CONNECTION=!CONNECTION! /P "!PASSWORD!""
set "OUT=%TEMP%\agi1c-%RANDOM%.txt"
set "RESULT=%TEMP%\agi1c-%RANDOM%-result.txt"

if "%REMOVE%"=="yes" goto remove

set "BATCH=/LoadConfigFromFiles "!FOLDER!" -Extension %NAME%"
call :designer "Загрузка"
if errorlevel 1 (
    echo Если в базе расширение, сделанное по шагам версии 0.1.0, уберите его ^(load.cmd --remove^) и загрузите снова:
    echo номера клиентов заполнятся заново, роль в профиле нужно будет отметить ещё раз.
    goto failed
)
set "BATCH=/CheckCanApplyConfigurationExtensions -Extension %NAME%"
call :designer "Проверка применимости"
if errorlevel 1 (
    echo База данных не изменена. Уберите загруженное: load.cmd --remove
    goto failed
)
set "BATCH=/UpdateDBCfg -Extension %NAME%"
call :designer "Обновление базы данных"
if errorlevel 1 (
    echo Нужен монопольный доступ: пусть все выйдут из базы, и запустите load.cmd ещё раз.
    goto failed
)
echo.
echo Дальше:
echo   1. Конфигуратор, Конфигурация - Расширения конфигурации, %NAME%: снимите «Безопасный режим» и
echo      «Защиту от опасных действий», иначе расширение не увидит данных.
echo   2. Перезапустите сеансы пользователей.
echo   3. Профиль групп доступа с ролью «agi1c: АТС» и базовыми правами; пользователь для АТС.
echo   4. default.vrd: строки из vrd\extension.vrd.
echo   5. В 1С, раздел «Телефония (agi1c)»: «Заполнить номера клиентов», один раз.
echo Подробно: README.ru.md.
call :clean
exit /b 0

:remove
set "BATCH=/DumpDBCfgList -AllExtensions"
call :designer "Список расширений"
if errorlevel 1 goto failed
rem As a word, for agi1c2 would be somebody else's; PowerShell reads the file in whatever encoding its mark says.
powershell -NoProfile -Command "exit [int]((Get-Content -Raw -LiteralPath $env:OUT) -notmatch '\bagi1c\b')"
if errorlevel 1 (
    echo Расширения %NAME% в базе нет: убирать нечего.
    call :clean
    exit /b 0
)
set "BATCH=/DeleteCfg -Extension %NAME%"
call :designer "Удаление расширения"
if errorlevel 1 goto failed
echo Расширение убрано вместе с его регистрами. Уберите и его строки из default.vrd.
call :clean
exit /b 0

:failed
call :clean
exit /b 1

:clean
del /q "!OUT!" "!RESULT!" 2>nul
exit /b 0

rem One start does one thing: of several batch commands in a line the designer carries out the last one only. Done means
rem exit status 0 and 0 in the file of /DumpResult.
:designer
set "WHAT=%~1"
del /q "!RESULT!" 2>nul
start "" /wait "!BIN!" DESIGNER !CONNECTION! /DisableStartupDialogs /DisableStartupMessages !BATCH! /Out "!OUT!" /DumpResult "!RESULT!"
set "CODE=%ERRORLEVEL%"
set "DONE=no"
if "%CODE%"=="0" if exist "!RESULT!" powershell -NoProfile -Command "exit [int]((Get-Content -Raw -LiteralPath $env:RESULT) -notmatch '^\D*0\D*$')" && set "DONE=yes"
if "%DONE%"=="yes" (echo %WHAT%: готово & exit /b 0)
echo %WHAT%: не удалось ^(код %CODE%^)
if exist "!OUT!" type "!OUT!"
exit /b 1
