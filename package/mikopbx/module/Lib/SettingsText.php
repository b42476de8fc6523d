<?php
/*
 * From the page's fields to the text of agi1c.conf, and from a line of that text back to its field. Whether a value
 * is a good one only agi1c itself decides; here it is only made sure that a value stays one value.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class SettingsText
{
    /** The first line of a file that the module wrote. */
    public const MARK = '; agi1c: this file is written by the module ModuleAgi1c; change the settings on its page';

    /** @var string[] */
    private $lines = [self::MARK];

    /** @var string[] line number, from 1 => field */
    private $fields = [];

    /**
     * @param array<string, string> $fields all of Fields::DEFAULTS
     *
     * @throws FieldError for a value that would not stay one line
     */
    public function __construct(array $fields)
    {
        $this->section('crm');
        $this->texts($fields, ['url', 'protocol']);
        if ($fields['auth'] === 'basic') {
            $this->texts($fields, ['user']);
            $this->pair('password', 'password', $fields['password']);
        } elseif ($fields['auth'] === 'token') {
            $this->pair('password', 'token', $fields['password']);
        }
        $this->texts($fields, ['tls']);
        $this->section('call');
        $this->texts($fields, ['deadline']);
        $this->section('name');
        $this->texts($fields, ['charset']);
        $this->pair('keep', 'keep', $fields['keep'] === '1' ? 'yes' : 'no');
        $this->section('cache');
        $this->pair('stale', 'stale', self::seconds($fields['stale']));
        $this->pair('own', 'own', $fields['own'] === '1' ? Fields::OWN_FAMILY : '');
        $this->pair('phonebook', 'phonebook', $fields['phonebook'] === '1' ? Fields::PHONEBOOK_FAMILY : '');
        $this->section('commands');
        $this->pair('allow_name', 'allow', self::commands($fields), true);
        $this->texts($fields, ['numbers', 'targets']);
        $this->more($fields['more']);
    }

    public function text(): string
    {
        return implode("\n", $this->lines) . "\n";
    }

    /** The field that the line of this number was made of. */
    public function fieldOfLine(int $line): ?string
    {
        return $this->fields[$line] ?? null;
    }

    private function section(string $name): void
    {
        $this->lines[] = "[$name]";
    }

    /** @param string[] $names */
    private function texts(array $fields, array $names): void
    {
        foreach ($names as $name) {
            $key = explode('.', Fields::TEXTS[$name])[1];
            $this->pair($name, $key, $fields[$name]);
        }
    }

    /** One setting. An empty one is left out: then agi1c's own default counts. */
    private function pair(string $field, string $key, string $value, bool $evenEmpty = false): void
    {
        if ($value === '' && !$evenEmpty) {
            return;
        }
        if (preg_match('/[\x00-\x1f\x7f]|\xc2[\x80-\x9f]/', $value) || !self::isUtf8($value)) {
            throw new FieldError($field, 'mod_agi1c_ErrorOneLine');
        }
        $this->lines[] = "$key = \"" . str_replace(['\\', '"'], ['\\\\', '\\"'], $value) . '"';
        $this->fields[count($this->lines)] = $field;
    }

    /** Further lines, as they are; the first belong to [crm], as in a pasted text. */
    private function more(string $more): void
    {
        if (!self::isUtf8($more) || preg_match('/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/', $more)) {
            throw new FieldError('more', 'mod_agi1c_ErrorControl');
        }
        $lines = SettingsReader::lines($more);
        if (!SettingsReader::has($more, 'log.last')) {
            $this->section('log');
            $this->pair('more', 'last', Fields::LAST_CALLS);
        }
        $this->section('crm');
        foreach ($lines as $line) {
            $this->lines[] = $line;
            $this->fields[count($this->lines)] = 'more';
        }
    }

    /** Days in seconds; what is no number goes on as it is, for agi1c to refuse it. */
    private static function seconds(string $days): string
    {
        return preg_match('/^[0-9]{1,6}$/D', $days) ? (string)((int)$days * Fields::DAY) : $days;
    }

    private static function commands(array $fields): string
    {
        $allowed = array_filter(Fields::COMMANDS, static function (string $field) use ($fields): bool {
            return $fields[$field] === '1';
        }, ARRAY_FILTER_USE_KEY);

        return implode(' ', $allowed);
    }

    private static function isUtf8(string $text): bool
    {
        return preg_match('//u', $text) === 1;
    }
}
