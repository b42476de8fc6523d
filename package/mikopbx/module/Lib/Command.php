<?php
/*
 * Runs a program without a shell, with an end to its time. No argument is ever built from a password.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class Command
{
    /**
     * @param string[]              $words       the program and its arguments
     * @param array<string, string> $environment beside PATH
     *
     * @return array{0: int, 1: string} its exit status (-1: it did not start, or took too long) and what it printed
     */
    public static function run(array $words, array $environment, float $seconds): array
    {
        $pipes   = [];
        $streams = [0 => ['file', '/dev/null', 'r'], 1 => ['pipe', 'w'], 2 => ['file', '/dev/null', 'w']];
        $path    = getenv('PATH');
        $all     = ['PATH' => $path === false ? '/usr/sbin:/usr/bin:/sbin:/bin' : $path] + $environment;
        $process = @proc_open($words, $streams, $pipes, '/', $all);
        if (!is_resource($process)) {
            return [-1, ''];
        }
        stream_set_blocking($pipes[1], false);
        $until  = microtime(true) + $seconds;
        $output = '';
        while (!feof($pipes[1]) && microtime(true) < $until) {
            $read = [$pipes[1]];
            $none = null;
            if (stream_select($read, $none, $none, 0, 200000) > 0) {
                $output .= (string)fread($pipes[1], 65536);
            }
        }
        $ended = feof($pipes[1]);
        fclose($pipes[1]);
        if (!$ended) {
            proc_terminate($process, 9);
        }
        $status = proc_close($process);

        return [$ended ? $status : -1, $output];
    }
}
