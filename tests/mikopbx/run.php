<?php
/*
 * Does to the module what the system would: a list of steps as JSON on stdin, the list of their outcomes on stdout.
 */

declare(strict_types=1);

require __DIR__ . '/stubs.php';

use MikoPBX\Common\Models\Extensions;
use Modules\ModuleAgi1c\App\Controllers\ModuleAgi1cController;
use Modules\ModuleAgi1c\Lib\Agi1cConf;
use Modules\ModuleAgi1c\Lib\Asterisk;
use Modules\ModuleAgi1c\Lib\CallLog;
use Modules\ModuleAgi1c\Lib\Dialplan;
use Modules\ModuleAgi1c\Lib\FieldError;
use Modules\ModuleAgi1c\Lib\Fields;
use Modules\ModuleAgi1c\Lib\SettingsReader;
use Modules\ModuleAgi1c\Lib\SettingsText;
use Modules\ModuleAgi1c\Models\Settings;

error_reporting(E_ALL);
set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    if (error_reporting() & $level) {
        throw new ErrorException($message, 0, $level, $file, $line);
    }

    return true;
});

/** @return mixed */
function step(Agi1cConf $conf, string $what, $with)
{
    switch ($what) {
        case 'save':
            $row = Settings::findFirst() ?: new Settings();
            foreach ($with + Fields::of($row) as $name => $value) {
                $row->$name = $value;
            }

            return $row->save();
        case 'saved':
            return Fields::of(Settings::findFirst());
        case 'enable':
            Seen::$enabled = true;
            $conf->onAfterModuleEnable();

            return null;
        case 'disable':
            Seen::$enabled = false;
            $conf->onAfterModuleDisable();

            return null;
        case 'boot':
            $conf->onAfterPbxStarted();

            return null;
        case 'changed':
            $conf->modelsEventChangeData(['model' => $with === 'Extensions' ? Extensions::class : Settings::class]);

            return null;
        case 'people':
            Seen::$extensions = $with;

            return null;
        case 'incoming':
            return $conf->generateIncomingRoutBeforeDialPreSystem($with);
        case 'outgoing':
            return $conf->generateOutRoutContext($with);
        case 'cron':
            $tasks = ["0 1 * * * true\n"];
            $conf->createCronTasks($tasks);

            return $tasks;
        case 'rest':
            return $conf->moduleRestAPICallback(['action' => $with[0], 'data' => $with[1]])->getResult();
        case 'did':
            $did = Seen::$did;
            Seen::$did = [];

            return $did;
        case 'page':
            $controller = new ModuleAgi1cController();
            $controller->request->post = $with[1] ?? null;
            $controller->{$with[0] . 'Action'}();

            return $controller->response();
        case 'text':
            try {
                return ['text' => (new SettingsText($with + Fields::DEFAULTS))->text()];
            } catch (FieldError $error) {
                return ['field' => $error->field, 'error' => $error->getMessage()];
            }
        case 'read':
            return SettingsReader::fields($with);
        case 'masked':
            return SettingsReader::masked($with);
        case 'unmasked':
            return SettingsReader::unmasked($with[0], $with[1]);
        case 'asking':
            return Dialplan::stillAsking($with, MODULES_DIR . '/ModuleAgi1c', '/mnt/agi-bin');
        case 'calls':
            return array_column(CallLog::read($with), 'digits');
        case 'family':
            return (new Asterisk(['/agi1c-tests/asterisk']))->family($with);
    }
    throw new InvalidArgumentException($what);
}

$outcomes = [];
$conf     = new Agi1cConf();
foreach (json_decode(stream_get_contents(STDIN), true, 64, JSON_THROW_ON_ERROR) as [$what, $with]) {
    $outcomes[] = step($conf, $what, $with);
}
echo json_encode($outcomes, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
