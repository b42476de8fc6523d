<?php
/*
 * Installing and removing: the system's own ways are enough, they keep db/ where the settings are.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Setup;

use MikoPBX\Modules\Setup\PbxExtensionSetupBase;

class PbxExtensionSetup extends PbxExtensionSetupBase
{
}
