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
     * @return string what it printed until it ended or its time was over; nothing where it did not start
     */
    public static function run(array $words, array $environment, float $seconds): string
    {
        $pipes   = [];
        $streams = [0 => ['file', '/dev/null', 'r'], 1 => ['pipe', 'w'], 2 => ['file', '/dev/null', 'w']];
        $path    = getenv('PATH');
        $all     = ['PATH' => $path === false ? '/usr/sbin:/usr/bin:/sbin:/bin' : $path] + $environment;
        $process = @proc_open($words, $streams, $pipes, '/', $all);
        if (!is_resource($process)) {
            return '';
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
        proc_close($process);

        return $output;
    }
}
