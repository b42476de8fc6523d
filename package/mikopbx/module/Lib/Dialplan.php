<?php
/*
 * The lines of dialplan that ask 1C, and the search for a pasted edition that still asks. It reads the system's
 * dialplan and changes nothing in it.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class Dialplan
{
    /** In this context the system keeps the numbers of applications: a number dialled there is a self-test. */
    private const SELF_TESTS = 'applications';

    /** So much of a script is read to see whose it is. */
    private const HEAD = 4096;

    /** In an incoming route, behind the provider's number rules and before the working hours. */
    public static function incoming(string $program): string
    {
        return "same => n,AGI($program,do=name)\n";
    }

    /**
     * Before an outgoing call is dialled. Three things must come together: the name, a number beside it, and Dial's
     * option I, without which the provider's answer takes the name away again.
     */
    public static function outgoing(string $program): string
    {
        $named = '"${AGI1C_STATUS}" = "found" | "${AGI1C_STATUS}" = "cached" | "${AGI1C_STATUS}" = "stale"';

        return "same => n,AGI($program,do=name,call.direction=out,number=\${number})\n"
            . "same => n,ExecIf(\$[$named]?Set(CONNECTEDLINE(num,i)=\${number}))\n"
            . "same => n,Set(DOPTIONS=\${DOPTIONS}\${IF(\$[$named]?I)})\n";
    }

    /**
     * Lines outside the module that start agi1c in a call: since the module asks, they would ask a second time.
     *
     * @param string $ownDir the module's folder
     * @param string $agiDir where the system keeps AGI scripts
     *
     * @return array<int, array<string, string>> context, line
     */
    public static function stillAsking(string $dialplan, string $ownDir, string $agiDir): array
    {
        $found   = [];
        $context = '';
        foreach (explode("\n", $dialplan) as $line) {
            $line = trim($line);
            if (preg_match('/^\[([^]]+)]/', $line, $name)) {
                $context = $name[1];
            } elseif (preg_match('/^(?:exten|same)\b.*\bAGI\(\s*"?([^,")]+)/i', $line, $script)
                && $context !== self::SELF_TESTS
                && strpos($script[1], $ownDir . '/') !== 0
                && self::isAgi1c($script[1], $agiDir)
            ) {
                $found[] = ['context' => $context, 'line' => $line];
            }
        }

        return $found;
    }

    private static function isAgi1c(string $script, string $agiDir): bool
    {
        if (strpos(basename($script), 'agi1c') === 0) {
            return true;
        }
        $path = $script[0] === '/' ? $script : "$agiDir/$script";

        return is_file($path) && strpos((string)file_get_contents($path, false, null, 0, self::HEAD), 'agi1c') !== false;
    }
}
