<?php
/*
 * The page in a plain HTML shell, and the system's answers to it: the controller's actions, the REST actions, both only
 * for who carries the system's token, as the system's own pages get it. For PHP's own web server.
 */

declare(strict_types=1);

require __DIR__ . '/stubs.php';

use Modules\ModuleAgi1c\App\Controllers\ModuleAgi1cController;
use Modules\ModuleAgi1c\Lib\Agi1cConf;
use Modules\ModuleAgi1c\Models\Settings;

const TOKEN = 'Bearer of the system';

/** Volt, as far as the page uses it: comments and translations. */
function volt(string $text, array $messages): string
{
    $text = preg_replace('/\{#.*?#}\s*/s', '', $text);

    return preg_replace_callback("/\{\{ t\._\('([^']+)'\) }}/", static function (array $word) use ($messages): string {
        return htmlspecialchars($messages[$word[1]], ENT_QUOTES);
    }, $text);
}

function shell(string $language): string
{
    $module   = MODULES_DIR . '/ModuleAgi1c';
    $messages = require "$module/Messages/$language.php";
    $page     = volt(file_get_contents("$module/App/Views/ModuleAgi1c/index.volt"), $messages);
    $title    = htmlspecialchars($messages['BreadcrumbModuleAgi1c']);
    $about    = htmlspecialchars($messages['SubHeaderModuleAgi1c']);
    $words    = json_encode($messages, JSON_HEX_TAG | JSON_UNESCAPED_UNICODE);
    $token    = json_encode(TOKEN);

    return <<<HTML
    <!DOCTYPE html>
    <html lang="$language">
    <head>
        <meta charset="utf-8"><title>$title</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/semantic.css">
    </head>
    <body>
    <div class="ui container" style="padding: 2em 0">
        <h1 class="ui dividing header">$title<div class="sub header">$about</div></h1>
        $page
    </div>
    <script src="/jquery.js"></script>
    <script>
        var globalRootUrl = '/', globalTranslate = $words;
        const Config = { pbxUrl: '' };
        // As the system's own token manager does it: whoever asks through $.ajax carries the token.
        (function (ajax) {
            $.ajax = function (options) {
                return ajax.call(this, $.extend({}, options, { headers: $.extend({ Authorization: $token }, options.headers) }));
            };
        }($.ajax));
    </script>
    <script src="/module-agi1c-index.js"></script>
    </body>
    </html>
    HTML;
}

function answer(array $what): void
{
    header('Content-Type: application/json');
    echo json_encode($what, JSON_UNESCAPED_UNICODE);
}

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/') {
    // The system keeps its language in the session.
    $language = ($_GET['lang'] ?? 'ru') === 'en' ? 'en' : 'ru';
    setcookie('language', $language);
    echo shell($language);
} elseif ($path === '/semantic.css') {
    header('Content-Type: text/css');
    // The one font it would fetch from elsewhere.
    echo preg_replace('/@import url\([^)]*\);/', '', file_get_contents('/agi1c-browser/node_modules/fomantic-ui-css/semantic.min.css'));
} elseif ($path === '/jquery.js' || $path === '/module-agi1c-index.js') {
    header('Content-Type: text/javascript');
    readfile($path === '/jquery.js' ? '/agi1c-browser/node_modules/jquery/dist/jquery.js'
        : MODULES_DIR . '/ModuleAgi1c/public/assets/js/module-agi1c-index.js');
} elseif (preg_match('#^/themes/(?:[\w-]+/)*[\w-]+\.\w+$#', $path)) {
    readfile("/agi1c-browser/node_modules/fomantic-ui-css$path");
} elseif (($_SERVER['HTTP_AUTHORIZATION'] ?? '') !== TOKEN) {
    http_response_code(401);
} elseif (preg_match('#^/module-agi1c/module-agi1c/(get|save)$#', $path, $action)) {
    $controller = new ModuleAgi1cController();
    $controller->translation->language = $_COOKIE['language'];
    $controller->request->post = $_SERVER['REQUEST_METHOD'] === 'POST' ? $_POST : null;
    $controller->{$action[1] . 'Action'}();
    if ($action[1] === 'save' && $controller->view->success) {
        (new Agi1cConf())->modelsEventChangeData(['model' => Settings::class]);
    }
    answer($controller->response());
} elseif (preg_match('#^/pbxcore/api/modules/ModuleAgi1c/(\w+)$#', $path, $action)) {
    answer((new Agi1cConf())->moduleRestAPICallback(['action' => $action[1], 'data' => $_POST])->getResult());
} else {
    http_response_code(404);
}
