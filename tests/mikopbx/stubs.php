<?php
/*
 * What a module finds in MikoPBX: the classes it extends and calls, with MikoPBX's signatures and nothing behind them
 * but what a test can see. Written from those signatures; no line of the system's own.
 * GENERATION says which of the two: 2024 or 2026. Nothing here knows what the module does.
 */

declare(strict_types=1);

namespace {
    final class Seen
    {
        /** @var string[] what the module had the system do */
        public static $did = [];

        /** @var array<int, array<string, string>> */
        public static $extensions = [];

        /** @var bool */
        public static $enabled = true;
    }

    define('MODULES_DIR', getenv('MODULES_DIR') ?: '/mnt/programs');
    define('GENERATION', getenv('GENERATION') ?: '2026');
    spl_autoload_register(static function (string $class): void {
        $path = MODULES_DIR . '/' . str_replace('\\', '/', substr($class, strlen('Modules\\'))) . '.php';
        if (strpos($class, 'Modules\\') === 0 && is_file($path)) {
            require $path;
        }
    });
}

namespace MikoPBX\PBXCoreREST\Lib {
    class PBXApiResult
    {
        public bool $success = false;
        public array $data = [];
        public array $messages = [];
        public string $processor = '';
        public string $function = '';

        /** 2024.1 hands on the key where data has only one. */
        public function getResult(): array
        {
            $data = GENERATION === '2024' && count($this->data) === 1 ? array_key_first($this->data) : $this->data;

            return ['result' => $this->success, 'data' => $data, 'messages' => $this->messages];
        }
    }
}

namespace MikoPBX\Modules {
    class PbxExtensionUtils
    {
        public static function getModuleDir(string $moduleUniqueID): string
        {
            return MODULES_DIR . '/' . $moduleUniqueID;
        }

        public static function isEnabled(string $moduleUniqueID): bool
        {
            return \Seen::$enabled;
        }
    }
}

namespace MikoPBX\Modules\Config {
    use MikoPBX\PBXCoreREST\Lib\PBXApiResult;

    abstract class ConfigClass
    {
        public string $moduleUniqueId;
        protected string $moduleDir;

        public function __construct()
        {
            $parts                = explode('\\', static::class);
            $this->moduleUniqueId = $parts[1];
            $this->moduleDir      = MODULES_DIR . '/' . $parts[1];
        }

        public function getMethodPriority(string $methodName = ''): int
        {
            return 10000;
        }

        public function generateIncomingRoutBeforeDialPreSystem(string $rout_number): string
        {
            return '';
        }

        public function generateOutRoutContext(array $rout): string
        {
            return '';
        }

        public function extensionGenContexts(): string
        {
            return '';
        }

        public function createCronTasks(array &$tasks): void
        {
        }

        public function onAfterModuleEnable(): void
        {
        }

        public function onAfterModuleDisable(): void
        {
        }

        public function onAfterPbxStarted(): void
        {
        }

        public function modelsEventChangeData($data): void
        {
        }

        public function moduleRestAPICallback(array $request): PBXApiResult
        {
            return new PBXApiResult();
        }
    }
}

namespace MikoPBX\Modules\Setup {
    abstract class PbxExtensionSetupBase
    {
        public function __construct(string $moduleUniqueID)
        {
        }

        public function installDB(): bool
        {
            return true;
        }

        public function unInstallDB(bool $keepSettings = false): bool
        {
            return true;
        }

        public function installFiles(): bool
        {
            return true;
        }
    }
}

namespace MikoPBX\Modules\Models {
    use PDO;

    /** Rows in db/module.db; a column for each property that is annotated so, as the system makes the table. */
    abstract class ModulesModelsBase
    {
        private string $source = '';

        public function __construct()
        {
            $this->initialize();
        }

        public function initialize(): void
        {
        }

        public function setSource(string $source): void
        {
            $this->source = $source;
        }

        /** @return static|null */
        public static function findFirst()
        {
            $model = new static();
            $row   = $model->table()->query("SELECT * FROM $model->source LIMIT 1")->fetch(PDO::FETCH_ASSOC);
            if ($row === false) {
                return null;
            }
            foreach ($row as $name => $value) {
                $model->$name = $value;
            }

            return $model;
        }

        public function save(): bool
        {
            $table = $this->table();
            $names = $this->columns();
            $marks = implode(',', array_fill(0, count($names), '?'));
            $write = $table->prepare("REPLACE INTO $this->source (" . implode(',', $names) . ") VALUES ($marks)");
            $write->execute(array_map(function (string $name) {
                return $this->$name;
            }, $names));
            $this->id = $this->id ?? $table->lastInsertId();

            return true;
        }

        public function getMessages(): array
        {
            return [];
        }

        private function table(): PDO
        {
            $database = new PDO('sqlite:' . MODULES_DIR . '/' . explode('\\', static::class)[1] . '/db/module.db');
            $database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
            $columns = implode(',', array_map(static function (string $name): string {
                return $name === 'id' ? 'id INTEGER PRIMARY KEY AUTOINCREMENT' : "$name TEXT";
            }, $this->columns()));
            $database->exec("CREATE TABLE IF NOT EXISTS $this->source ($columns)");

            return $database;
        }

        private function columns(): array
        {
            $names = [];
            foreach ((new \ReflectionClass(static::class))->getProperties(\ReflectionProperty::IS_PUBLIC) as $property) {
                if (strpos((string)$property->getDocComment(), '@Column(') !== false) {
                    $names[] = $property->getName();
                }
            }

            return $names;
        }
    }
}

namespace MikoPBX\Common\Models {
    class Extensions
    {
        public static function find($parameters = null): array
        {
            return array_map(static function (array $row) {
                return (object)$row;
            }, \Seen::$extensions);
        }
    }
}

namespace Modules\ModuleAgi1c\Lib {
    /** The system's log. */
    function syslog(int $priority, string $message): bool
    {
        \Seen::$did[] = "log $message";

        return true;
    }
}

namespace MikoPBX\Core\System {
    class Util
    {
        public static function which(string $command): string
        {
            return "/agi1c-tests/$command";
        }
    }

    if (GENERATION === '2024') {
        class PBX
        {
            public static function dialplanReload(): void
            {
                \Seen::$did[] = 'dialplan';
            }
        }
    }
}

namespace MikoPBX\Core\System\Configs {
    class CronConf
    {
        public function reStart()
        {
            \Seen::$did[] = 'cron';

            return GENERATION === '2024' ? 0 : true;
        }
    }
}

namespace MikoPBX\Core\Asterisk\Configs {
    if (GENERATION === '2024') {
        class ExtensionsConf
        {
        }
    } else {
        class ExtensionsConf
        {
            public static function reload(): void
            {
                \Seen::$did[] = 'dialplan';
            }
        }
    }
}

namespace Phalcon\Di {
    interface DiInterface
    {
        public function set(string $name, $definition, bool $shared = false);
    }
}

namespace Phalcon\Mvc {
    use Phalcon\Di\DiInterface;

    interface ModuleDefinitionInterface
    {
        public function registerAutoloaders(?DiInterface $container = null);

        public function registerServices(DiInterface $container);
    }

    class Dispatcher
    {
        /** @var string */
        public $namespace = '';

        public function setDefaultNamespace(string $namespace): void
        {
            $this->namespace = $namespace;
        }
    }
}

namespace MikoPBX\AdminCabinet\Providers {
    class AssetProvider
    {
        public const FOOTER_JS = 'footerJS';
    }
}

namespace MikoPBX\AdminCabinet\Controllers {
    /** Everything a controller's action touches: one object that takes what is set and hands it out. */
    class Anything extends \stdClass
    {
        public function get(): string
        {
            return '/';
        }

        public function collection(string $name): self
        {
            return $this;
        }

        public function addJs(string $path, bool $local = false): self
        {
            return $this;
        }

        public function pick(string $path): void
        {
        }
    }

    class Request
    {
        /** @var array|null */
        public $post;

        public function isPost(): bool
        {
            return $this->post !== null;
        }

        public function getPost(): array
        {
            return $this->post ?? [];
        }
    }

    class Translation
    {
        /** @var string */
        public $language = 'en';

        public function _(string $key): string
        {
            $messages = require MODULES_DIR . "/ModuleAgi1c/Messages/$this->language.php";

            return $messages[$key] ?? $key;
        }
    }

    class BaseController
    {
        public $view;
        public $url;
        public $assets;
        public $request;
        public $translation;

        public function __construct()
        {
            $this->view        = new Anything();
            $this->url         = new Anything();
            $this->assets      = new Anything();
            $this->request     = new Request();
            $this->translation = new Translation();
        }

        protected function saveEntity($entity, string $reloadPath = ''): bool
        {
            $this->view->success = $entity->save();

            return $this->view->success;
        }

        /** What the browser gets from an action, as the system sends it to $.ajax. */
        public function response(): array
        {
            return get_object_vars($this->view) + ['success' => true, 'reload' => false, 'message' => []];
        }
    }
}
