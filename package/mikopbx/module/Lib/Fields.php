<?php
/*
 * The fields of the settings page: one list of their names, their defaults and the settings of agi1c.conf they
 * stand for. It writes nothing and asks nobody.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class Fields
{
    /** Field => value before anything was saved. */
    public const DEFAULTS = [
        'url'          => '',
        'protocol'     => 'soap',
        'auth'         => 'basic',
        'user'         => '',
        'password'     => '',
        'tls'          => '',
        'deadline'     => '2500',
        'charset'      => 'auto',
        'keep'         => '0',
        'stale'        => '30',
        'allow_name'   => '1',
        'allow_dial'   => '0',
        'allow_goto'   => '0',
        'allow_play'   => '0',
        'allow_set'    => '0',
        'allow_reject' => '0',
        'numbers'      => '',
        'targets'      => '',
        'own'          => '0',
        'outgoing'     => '0',
        'phonebook'    => '0',
        'warm'         => '0',
        'warm_from'    => '8',
        'warm_to'      => '19',
        'warm_days'    => '1-5',
        'more'         => '',
    ];

    /** Switches: '1' or '0'. */
    public const FLAGS = [
        'keep', 'allow_name', 'allow_dial', 'allow_goto', 'allow_play', 'allow_set', 'allow_reject',
        'own', 'outgoing', 'phonebook', 'warm',
    ];

    /** Fields whose text is the setting's value. */
    public const TEXTS = [
        'url'      => 'crm.url',
        'protocol' => 'crm.protocol',
        'user'     => 'crm.user',
        'tls'      => 'crm.tls',
        'deadline' => 'call.deadline',
        'charset'  => 'name.charset',
        'numbers'  => 'commands.numbers',
        'targets'  => 'commands.targets',
    ];

    /** Field => the command it lets 1C give. */
    public const COMMANDS = [
        'allow_name'   => 'name',
        'allow_dial'   => 'dial',
        'allow_goto'   => 'goto',
        'allow_play'   => 'play',
        'allow_set'    => 'set',
        'allow_reject' => 'reject',
    ];

    /** The office's own people are kept in this family of AstDB. */
    public const OWN_FAMILY = 'agi1c-own';

    /** The classic phone book's. */
    public const PHONEBOOK_FAMILY = 'cidname';

    /** Calls in the table. */
    public const LAST_CALLS = '200';

    public const DAY = 86400;

    /** What stands in place of a secret that is kept. */
    public const MASK = '********';

    /**
     * A saved row, or what came from the page, with a default where something is missing. Nothing else gets in.
     *
     * @param iterable|object|null $row
     * @return array<string, string>
     */
    public static function of($row): array
    {
        $fields = self::DEFAULTS;
        foreach ($fields as $name => $default) {
            $value = is_array($row) ? ($row[$name] ?? null) : ($row->$name ?? null);
            if (is_scalar($value)) {
                $fields[$name] = (string)$value;
            }
        }

        return $fields;
    }

    /** The field a setting stands in; what has none of its own is one of the further lines. */
    public static function ofSetting(string $key): string
    {
        $others = [
            'crm.password'    => 'password',
            'crm.token'       => 'password',
            'name.keep'       => 'keep',
            'cache.stale'     => 'stale',
            'cache.own'       => 'own',
            'cache.phonebook' => 'phonebook',
            'commands.allow'  => 'allow_name',
        ];
        $field = array_search($key, self::TEXTS, true);

        return $field !== false ? $field : ($others[$key] ?? 'more');
    }
}
