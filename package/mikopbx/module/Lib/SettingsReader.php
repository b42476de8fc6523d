<?php
/*
 * Reads an agi1c.conf that was there before the module, line by line, into the page's fields: what the page has a
 * field for goes there, everything else stays lines. It also keeps secrets among those lines off the page.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class SettingsReader
{
    /**
     * @return array<string, string> all of Fields::DEFAULTS
     */
    public static function fields(string $text): array
    {
        $fields  = Fields::DEFAULTS;
        $more    = [];
        $written = 'crm';
        // A name is allowed unless the file says otherwise; nobody has logged in yet.
        $fields['auth'] = 'none';
        foreach (self::placed($text, '') as [$line, $section, $pair]) {
            if ($pair === null || self::take($fields, "$section.$pair[0]", $pair[1])) {
                continue;
            }
            if ($section !== $written) {
                $more[]  = "[$section]";
                $written = $section;
            }
            $more[] = $line;
        }
        $fields['more'] = implode("\n", $more);

        return $fields;
    }

    /** @return string[] */
    public static function lines(string $text): array
    {
        $text = trim(str_replace(["\r\n", "\r", "\xef\xbb\xbf"], ["\n", "\n", ''], $text), "\n");

        return $text === '' ? [] : explode("\n", $text);
    }

    /** Whether further lines set this. */
    public static function has(string $more, string $key): bool
    {
        foreach (self::placed($more) as [, $section, $pair]) {
            if ($pair !== null && "$section.$pair[0]" === $key) {
                return true;
            }
        }

        return false;
    }

    /** The lines with a mask in place of each password and token. */
    public static function masked(string $more): string
    {
        return self::secrets($more, static function (string $place, string $line): string {
            return self::keyPart($line) . ' ' . Fields::MASK;
        });
    }

    /** The lines from the page, with the secrets that are kept ($kept) back in place of their masks. */
    public static function unmasked(string $more, string $kept): string
    {
        $known = [];
        self::secrets($kept, static function (string $place, string $line) use (&$known): string {
            $known[$place] = $line;

            return $line;
        });

        return self::secrets($more, static function (string $place, string $line) use ($known): string {
            $value = self::line($line)[1];

            return $value === Fields::MASK && isset($known[$place]) ? $known[$place] : $line;
        });
    }

    /** @param callable $each (place, line): line, for each line with a secret */
    private static function secrets(string $more, callable $each): string
    {
        $lines = [];
        foreach (self::placed($more) as [$line, $section, $pair]) {
            $secret  = $pair !== null && in_array($pair[0], ['password', 'token'], true);
            $lines[] = $secret ? $each("$section.$pair[0]", $line) : $line;
        }

        return implode("\n", $lines);
    }

    /**
     * Every line with the section that it stands in, and its pair, or null where it sets nothing. Further lines begin
     * in [crm], a file in no section.
     *
     * @return iterable<array{0: string, 1: string, 2: string[]|null}>
     */
    private static function placed(string $text, string $section = 'crm'): iterable
    {
        foreach (self::lines($text) as $line) {
            $read    = self::line($line);
            $section = is_string($read) ? $read : $section;
            yield [$line, $section, is_array($read) ? $read : null];
        }
    }

    private static function keyPart(string $line): string
    {
        preg_match('/^[^=]*=>?/', $line, $key);

        return $key[0];
    }

    /**
     * A section's name, a pair, or null for a line that says nothing (or nothing that can be understood).
     *
     * @return string|string[]|null
     */
    private static function line(string $line)
    {
        $line = trim($line, " \t");
        if (preg_match('/^\[([^]]*)]/', $line, $section)) {
            return trim($section[1], " \t");
        }
        if ($line === '' || $line[0] === ';' || !preg_match('/^([^\s;"=]+)[ \t]*=>?(.*)$/Ds', $line, $pair)) {
            return null;
        }

        return [$pair[1], self::value($pair[2])];
    }

    private static function value(string $value): string
    {
        if (preg_match('/^[ \t]*"((?:[^"\\\\]|\\\\.)*)"/s', $value, $quoted)) {
            return preg_replace('/\\\\(["\\\\])/', '$1', $quoted[1]);
        }

        return trim(preg_replace('/[ \t];.*$/Ds', '', $value), " \t");
    }

    /** Takes a setting over into its field. False: it has none, or the field could not say it. */
    private static function take(array &$fields, string $key, string $value): bool
    {
        switch ($key) {
            case 'crm.password':
            case 'crm.user':
                $fields['auth'] = $value === '' ? $fields['auth'] : 'basic';
                break;
            case 'crm.token':
                $fields['auth'] = $value === '' ? $fields['auth'] : 'token';
                break;
            case 'name.keep':
                $fields['keep'] = $value === 'yes' ? '1' : '0';

                return $value === 'yes' || $value === 'no';
            case 'cache.stale':
                $fields['stale'] = ctype_digit($value) ? (string)ceil((int)$value / Fields::DAY) : $value;

                return true;
            case 'cache.own':
                $fields['own'] = $value === Fields::OWN_FAMILY ? '1' : '0';

                return $fields['own'] === '1' || $value === '';
            case 'cache.phonebook':
                $fields['phonebook'] = $value === Fields::PHONEBOOK_FAMILY ? '1' : '0';

                return $fields['phonebook'] === '1' || $value === '';
            case 'commands.allow':
                $words = preg_split('/[\s,]+/', $value, -1, PREG_SPLIT_NO_EMPTY);
                foreach (Fields::COMMANDS as $field => $command) {
                    $fields[$field] = in_array($command, $words, true) ? '1' : '0';
                }

                return true;
        }
        $field = Fields::ofSetting($key);
        if ($field === 'more') {
            return false;
        }
        $fields[$field] = $value;

        return true;
    }
}
