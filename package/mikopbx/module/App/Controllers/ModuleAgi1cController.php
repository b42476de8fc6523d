<?php
/*
 * The settings page: shows it, hands out what is saved (never a secret), saves what agi1c takes. It runs as the web
 * server's user; what needs root goes through the module's REST actions.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\App\Controllers;

use MikoPBX\AdminCabinet\Controllers\BaseController;
use MikoPBX\AdminCabinet\Providers\AssetProvider;
use MikoPBX\Modules\PbxExtensionUtils;
use Modules\ModuleAgi1c\Lib\Agi1cMain;
use Modules\ModuleAgi1c\Lib\FieldError;
use Modules\ModuleAgi1c\Lib\Fields;
use Modules\ModuleAgi1c\Lib\Page;
use Modules\ModuleAgi1c\Models\Settings;

class ModuleAgi1cController extends BaseController
{
    private const MODULE = 'ModuleAgi1c';

    public function indexAction(): void
    {
        $this->view->logoImagePath = $this->url->get() . 'assets/img/cache/' . self::MODULE . '/logo.svg';
        $this->view->submitMode    = null;
        $this->assets->collection(AssetProvider::FOOTER_JS)
            ->addJs('js/cache/' . self::MODULE . '/module-agi1c-index.js', true);
        $this->view->pick('Modules/' . self::MODULE . '/ModuleAgi1c/index');
    }

    /** What is saved. */
    public function getAction(): void
    {
        $this->view->fields  = Page::shown(Agi1cMain::fields());
        $this->view->success = true;
    }

    public function saveAction(): void
    {
        if (!$this->request->isPost()) {
            return;
        }
        $row = Settings::findFirst() ?: new Settings();
        try {
            $fields = Page::saved($this->request->getPost(), Fields::of($row));
            Page::verify($fields, PbxExtensionUtils::getModuleDir(self::MODULE));
        } catch (FieldError $error) {
            $this->view->success = false;
            $this->view->field   = $error->field;
            $this->view->error   = trim($this->translation->_($error->getMessage()) . ' ' . $error->detail);

            return;
        }
        foreach ($fields as $name => $value) {
            $row->$name = $value;
        }
        $this->saveEntity($row);
        $this->view->fields = Page::shown($fields);
    }
}
