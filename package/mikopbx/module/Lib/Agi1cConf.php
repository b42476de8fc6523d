<?php
/*
 * When the module does something: the hooks the system calls. Each may be called twice, and in any order; none may
 * fail, because it runs in the system's own processes.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

use MikoPBX\Common\Models\Extensions;
use MikoPBX\Core\Asterisk\Configs\ExtensionsConf;
use MikoPBX\Core\System\Configs\CronConf;
use MikoPBX\Core\System\PBX;
use MikoPBX\Modules\Config\ConfigClass;
use MikoPBX\Modules\PbxExtensionUtils;
use MikoPBX\PBXCoreREST\Lib\PBXApiResult;
use Modules\ModuleAgi1c\Models\Settings;
use Throwable;

class Agi1cConf extends ConfigClass
{
    /** Behind the phone books of other modules, whose name `name.keep` can keep; low numbers come first. */
    private const PRIORITY = 10100;

    public function getMethodPriority(string $methodName = ''): int
    {
        return self::PRIORITY;
    }

    public function generateIncomingRoutBeforeDialPreSystem(string $rout_number): string
    {
        return $this->quietly('', function (Agi1cMain $main): string {
            $program = $main->program();

            return $program === '' ? '' : Dialplan::incoming($program);
        });
    }

    public function generateOutRoutContext(array $rout): string
    {
        return $this->quietly('', function (Agi1cMain $main): string {
            $program = $main::fields()['outgoing'] === '1' ? $main->program() : '';

            return $program === '' ? '' : Dialplan::outgoing($program);
        });
    }

    public function createCronTasks(array &$tasks): void
    {
        $task = $this->quietly('', function (Agi1cMain $main): string {
            return Warm::cronLine($main->program(), $main::fields());
        });
        if ($task !== '') {
            $tasks[] = $task;
        }
    }

    public function onAfterModuleEnable(): void
    {
        $this->inForce();
    }

    public function onAfterModuleDisable(): void
    {
        $this->quietly(null, function (Agi1cMain $main): void {
            $main->withdraw();
        });
        $this->reload();
    }

    public function onAfterPbxStarted(): void
    {
        $this->quietly(null, function (Agi1cMain $main): void {
            $main->apply();
        });
    }

    public function modelsEventChangeData($data): void
    {
        $model = is_array($data) ? ($data['model'] ?? '') : '';
        if (!PbxExtensionUtils::isEnabled($this->moduleUniqueId)) {
            return;
        }
        if ($model === Settings::class) {
            $this->inForce();
        } elseif ($model === Extensions::class) {
            $this->quietly(null, function (Agi1cMain $main): void {
                if ($main::fields()['own'] === '1') {
                    $main->fillOwnPeople();
                }
            });
        }
    }

    public function moduleRestAPICallback(array $request): PBXApiResult
    {
        $result            = new PBXApiResult();
        $result->processor = __METHOD__;
        $action            = strtolower((string)($request['action'] ?? ''));
        $answer            = $this->quietly(null, function (Agi1cMain $main) use ($action, $request): ?array {
            switch ($action) {
                case 'check':
                    return $main->check();
                case 'lookup':
                    return $main->lookup((string)($request['data']['number'] ?? ''));
                case 'log':
                    return $main->log();
                default:
                    return null;
            }
        });
        $result->success = $answer !== null;
        // Older systems hand on the key of an array that has only one.
        $result->data = ['action' => $action, 'answer' => $answer];
        if ($answer === null) {
            $result->messages['error'][] = "ModuleAgi1c: no answer to '$action'";
        }

        return $result;
    }

    private function inForce(): void
    {
        $this->quietly(null, function (Agi1cMain $main): void {
            $main->apply();
        });
        $this->reload();
    }

    /** Enabling alone reloads nothing. Where the dialplan is read again differs between generations. */
    private function reload(): void
    {
        try {
            if (method_exists(ExtensionsConf::class, 'reload')) {
                ExtensionsConf::reload();
            } else {
                PBX::dialplanReload();
            }
            (new CronConf())->reStart();
        } catch (Throwable $error) {
            $this->report($error);
        }
    }

    /**
     * @param mixed $otherwise what counts where it fails
     *
     * @return mixed
     */
    private function quietly($otherwise, callable $what)
    {
        try {
            return $what(new Agi1cMain($this->moduleDir));
        } catch (Throwable $error) {
            $this->report($error);

            return $otherwise;
        }
    }

    /** A message of our own never holds a setting's value. */
    private function report(Throwable $error): void
    {
        $place = basename($error->getFile()) . ':' . $error->getLine();
        syslog(LOG_WARNING, "$this->moduleUniqueId: " . get_class($error) . " in $place: " . $error->getMessage());
    }
}
