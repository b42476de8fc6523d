<?php
/*
 * Where the system finds the module's pages.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\App;

use Phalcon\Di\DiInterface;
use Phalcon\Mvc\Dispatcher;
use Phalcon\Mvc\ModuleDefinitionInterface;

class Module implements ModuleDefinitionInterface
{
    public function registerAutoloaders(?DiInterface $container = null)
    {
    }

    public function registerServices(DiInterface $container)
    {
        $container->set('dispatcher', static function (): Dispatcher {
            $dispatcher = new Dispatcher();
            $dispatcher->setDefaultNamespace('Modules\ModuleAgi1c\App\Controllers');

            return $dispatcher;
        });
    }
}
