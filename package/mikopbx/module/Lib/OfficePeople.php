<?php
/*
 * The office's own people in AstDB, where agi1c looks before it asks 1C (`cache.own`). It is told who they are, and
 * writes only what has changed.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class OfficePeople
{
    /** Shorter numbers are the PBX's own extensions: no call from outside has them. */
    private const SHORTEST = 5;

    /** AstDB's values are cut at 255 bytes on old Asterisk. */
    private const LONGEST_NAME = 200;

    /**
     * @param array<int, array{0: string, 1: string}> $people number and name
     */
    public static function fill(Asterisk $asterisk, array $people): void
    {
        $wanted = self::entries($people);
        $held   = $asterisk->family(Fields::OWN_FAMILY);
        foreach (array_diff_key($held, $wanted) as $key => $name) {
            $asterisk->del(Fields::OWN_FAMILY, (string)$key);
        }
        foreach ($wanted as $key => $name) {
            if (($held[$key] ?? null) !== $name) {
                $asterisk->put(Fields::OWN_FAMILY, (string)$key, $name);
            }
        }
    }

    /**
     * @param array<int, array{0: string, 1: string}> $people
     *
     * @return array<int|string, string> key => name
     */
    public static function entries(array $people): array
    {
        $entries = [];
        foreach ($people as [$number, $name]) {
            $digits = (string)preg_replace('/[^0-9]/', '', $number);
            // Asterisk's console and agi1c's reading of AstDB know lines only.
            $name = trim((string)preg_replace('/\s+/u', ' ', (string)preg_replace('/[\p{C}]/u', ' ', $name)));
            if (strlen($digits) < self::SHORTEST || $name === '') {
                continue;
            }
            $entries[self::key($digits)] = self::cut($name);
        }

        return $entries;
    }

    /** At most so many bytes, whole characters. */
    private static function cut(string $name): string
    {
        $name = substr($name, 0, self::LONGEST_NAME);
        while (preg_match('//u', $name) !== 1) {
            $name = substr($name, 0, -1);
        }

        return $name;
    }

    /**
     * A Russian number without its 8 or 7: the national form, which agi1c looks for whatever a provider put before
     * it. Any other number as it is.
     */
    private static function key(string $digits): string
    {
        return preg_match('/^[78]([0-9]{10})$/D', $digits, $national) ? $national[1] : $digits;
    }
}
