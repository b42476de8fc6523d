<?php
// agi1c {{VERSION}} ({{EDITION}}): спрашивает 1С, кто звонит / asks 1C who is calling
//
// НАСТРОЙКИ. Между кавычками '...' перед знаками ' и \ ставьте \
// SETTINGS. Between the quotes '...' put a \ before ' and before \

// Адрес веб-сервиса 1С / address of 1C's web service, for example
// http://192.168.0.10/base/ws/1C_MIKO_identify_number.1cws
$url     = '{{URL}}';

// Пользователь 1С и его пароль / 1C's user and password
$user_1c = '{{USER}}';
$pass_1c = '{{PASSWORD}}';

// Другие настройки, строками из agi1c.conf, например:  [commands]
// Other settings, lines of agi1c.conf, for example:    allow = name dial
$settings = '
{{MORE}}';

