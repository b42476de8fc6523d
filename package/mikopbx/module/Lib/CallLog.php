<?php
/*
 * The last calls, as agi1c has left them in AstDB: time, the number's last four digits, status and reason in its own
 * words, milliseconds. The page says them in a person's words.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class CallLog
{
    private const ENTRY = '/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (\S+) ([a-z]+) ([a-z0-9-]+) (\d+) ms$/D';

    /**
     * @param array<string, string> $family what AstDB holds for agi1c
     *
     * @return array<int, array<string, string>> the newest first
     */
    public static function read(array $family): array
    {
        $calls = [];
        $next  = (int)($family['last/next'] ?? 1);
        foreach ($family as $key => $value) {
            if (preg_match('#^last/(\d+)$#D', (string)$key, $place) && preg_match(self::ENTRY, $value, $entry)) {
                $calls[(int)$place[1]] = [
                    'time'   => $entry[1],
                    'digits' => $entry[2],
                    'status' => $entry[3],
                    'reason' => $entry[4],
                    'ms'     => $entry[5],
                ];
            }
        }
        // Written round and round: the newest is the one before the next. Calls of one second, and clocks that were set
        // back, have no other order.
        krsort($calls);
        $newest = static function (int $place) use ($next): bool {
            return $place < $next;
        };
        $before = array_filter($calls, $newest, ARRAY_FILTER_USE_KEY);

        return array_merge($before, array_diff_key($calls, $before));
    }
}
