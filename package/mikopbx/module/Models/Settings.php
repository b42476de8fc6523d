<?php
/*
 * What the page has saved: one row of db/module.db. The names are those of Lib/Fields.php; what they mean
 * to agi1c is decided there and in Lib/SettingsText.php, never here.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Models;

use MikoPBX\Modules\Models\ModulesModelsBase;

class Settings extends ModulesModelsBase
{
    /**
     * @Primary
     * @Identity
     * @Column(type="integer", nullable=false)
     */
    public $id;

    /**
     * @Column(type="string", nullable=true)
     */
    public $url;

    /**
     * @Column(type="string", nullable=true)
     */
    public $protocol;

    /**
     * none, basic, token
     *
     * @Column(type="string", nullable=true)
     */
    public $auth;

    /**
     * @Column(type="string", nullable=true)
     */
    public $user;

    /**
     * The password, or the token.
     *
     * @Column(type="string", nullable=true)
     */
    public $password;

    /**
     * @Column(type="string", nullable=true)
     */
    public $tls;

    /**
     * @Column(type="string", nullable=true)
     */
    public $deadline;

    /**
     * @Column(type="string", nullable=true)
     */
    public $charset;

    /**
     * @Column(type="string", nullable=true)
     */
    public $keep;

    /**
     * Days.
     *
     * @Column(type="string", nullable=true)
     */
    public $stale;

    /**
     * @Column(type="string", nullable=true)
     */
    public $allow_name;

    /**
     * @Column(type="string", nullable=true)
     */
    public $allow_dial;

    /**
     * @Column(type="string", nullable=true)
     */
    public $allow_goto;

    /**
     * @Column(type="string", nullable=true)
     */
    public $allow_play;

    /**
     * @Column(type="string", nullable=true)
     */
    public $allow_set;

    /**
     * @Column(type="string", nullable=true)
     */
    public $allow_reject;

    /**
     * @Column(type="string", nullable=true)
     */
    public $numbers;

    /**
     * @Column(type="string", nullable=true)
     */
    public $targets;

    /**
     * @Column(type="string", nullable=true)
     */
    public $own;

    /**
     * @Column(type="string", nullable=true)
     */
    public $outgoing;

    /**
     * @Column(type="string", nullable=true)
     */
    public $phonebook;

    /**
     * @Column(type="string", nullable=true)
     */
    public $warm;

    /**
     * @Column(type="string", nullable=true)
     */
    public $warm_from;

    /**
     * @Column(type="string", nullable=true)
     */
    public $warm_to;

    /**
     * @Column(type="string", nullable=true)
     */
    public $warm_days;

    /**
     * Lines in the manner of agi1c.conf.
     *
     * @Column(type="string", nullable=true)
     */
    public $more;

    public function initialize(): void
    {
        $this->setSource('m_ModuleAgi1c');
        parent::initialize();
    }
}
