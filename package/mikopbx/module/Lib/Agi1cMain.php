<?php
/*
 * What the module does, apart from when: the settings into force and out of it, the office's people into AstDB, and
 * the answers to the page's questions. The system calls it through Agi1cConf, as root.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

use MikoPBX\Common\Models\Extensions;
use MikoPBX\Core\System\Util;
use Modules\ModuleAgi1c\Models\Settings;

class Agi1cMain
{
    private const ETC = '/etc/asterisk';

    /** Kinds of extensions that are people: a desk phone, a mobile phone. */
    private const PEOPLE = ['SIP', 'EXTERNAL'];

    /** @var string */
    private $moduleDir;

    /** @var SettingsFile */
    private $file;

    public function __construct(string $moduleDir)
    {
        $this->moduleDir = $moduleDir;
        $this->file      = new SettingsFile(self::ETC . '/agi1c.conf');
    }

    /**
     * The page's fields as they were saved, or their defaults.
     *
     * @return array<string, string>
     */
    public static function fields(): array
    {
        return Fields::of(Settings::findFirst());
    }

    /** What the dialplan calls; empty where nothing can be asked. */
    public function program(): string
    {
        return self::fields()['url'] === '' ? '' : Program::in($this->moduleDir);
    }

    /**
     * Puts the saved settings in force. Settings that agi1c refuses stay out of it: those in force go on.
     */
    public function apply(): void
    {
        $this->takeOver();
        $fields = self::fields();
        if ($fields['url'] === '') {
            return;
        }
        $text      = new SettingsText($fields);
        $complaint = self::complaint($this->moduleDir, $text);
        if ($complaint === null) {
            $this->file->write($text->text());
        } else {
            syslog(LOG_WARNING, "ModuleAgi1c: what was saved cannot be used, the settings in force stay: $complaint[message]");
        }
        if ($fields['own'] === '1') {
            $this->fillOwnPeople();
        }
    }

    /** As it was before the module. */
    public function withdraw(): void
    {
        $this->file->remove();
    }

    /** The office's people with their numbers, into AstDB. */
    public function fillOwnPeople(): void
    {
        $people = [];
        foreach (Extensions::find() as $extension) {
            if (in_array($extension->type, self::PEOPLE, true)) {
                $people[] = [(string)$extension->number, (string)$extension->callerid];
            }
        }
        OfficePeople::fill(self::asterisk(), $people);
    }

    /**
     * What agi1c finds wrong in a text, and the field it is about. The text is tried out of the way of calls.
     *
     * @return array<string, string>|null field, message in agi1c's own words
     */
    public static function complaint(string $moduleDir, SettingsText $text): ?array
    {
        $draft = SettingsFile::draft($text->text(), sys_get_temp_dir());
        try {
            $error = (new Program(Program::in($moduleDir), $draft))->complaint();
        } finally {
            unlink($draft);
        }
        if ($error === null) {
            return null;
        }
        $key   = trim(($error['section'] ?? '') . '.' . ($error['key'] ?? ''), '.');
        $field = $text->fieldOfLine((int)($error['line'] ?? 0)) ?? Fields::ofSetting($key);

        return ['field' => $field, 'message' => self::withoutPlace((string)($error['sentence'] ?? ''), $draft)];
    }

    /** A sentence of agi1c's without the file it was tried in, which is gone. */
    private static function withoutPlace(string $sentence, string $draft): string
    {
        return (string)preg_replace('/^' . preg_quote($draft, '/') . '(, line \d+)?:?\s*/', '', $sentence);
    }

    /** The steps between here and 1C. */
    public function check(): ?array
    {
        $this->apply();

        return $this->running()->check();
    }

    /** Who has this number, and how the phone will show it. */
    public function lookup(string $number): ?array
    {
        $number = (string)preg_replace('/[^0-9+]/', '', $number);

        return $number === '' ? null : $this->running()->lookup($number);
    }

    /** The last calls, and what else still asks. */
    public function log(): array
    {
        $dialplan = self::ETC . '/extensions.conf';
        $agiDir   = self::directory('astagidir', '/var/lib/asterisk/agi-bin');

        return [
            'calls'  => CallLog::read(self::asterisk()->family('agi1c')),
            'asking' => is_file($dialplan)
                ? Dialplan::stillAsking((string)file_get_contents($dialplan), $this->moduleDir, $agiDir) : [],
        ];
    }

    /** Settings that were here first fill the page, once: what has been saved there counts for more. */
    private function takeOver(): void
    {
        $foreign = $this->file->foreign();
        $saved   = Settings::findFirst();
        if ($foreign === null || Fields::of($saved)['url'] !== '') {
            return;
        }
        $saved = $saved ?: new Settings();
        foreach (SettingsReader::fields($foreign) as $name => $value) {
            $saved->$name = $value;
        }
        $saved->save();
    }

    private function running(): Program
    {
        return new Program(Program::in($this->moduleDir), $this->file->path(), self::directory('astrundir', ''));
    }

    private static function asterisk(): Asterisk
    {
        return new Asterisk([Util::which('asterisk')]);
    }

    /** One of the directories in asterisk.conf. */
    private static function directory(string $name, string $otherwise): string
    {
        $conf = self::ETC . '/asterisk.conf';
        $text = is_file($conf) ? (string)file_get_contents($conf) : '';

        return preg_match("/^\\s*$name\\s*=>?\\s*([^\\s;]+)/m", $text, $found) ? $found[1] : $otherwise;
    }
}
