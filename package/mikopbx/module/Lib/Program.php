<?php
/*
 * The program agi1c in the module's bin/, for this machine's processor. It is asked with --json and its answer is
 * handed on; what the answer means is for the page to say.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class Program
{
    private const MACHINES = ['x86_64' => 'x86_64', 'aarch64' => 'aarch64', 'arm64' => 'aarch64'];

    /** agi1c's reason where it cannot use its settings. */
    private const SETTINGS = 'settings';

    /** A word that is no number: lookup reads the settings, says so, and asks nobody. */
    private const NO_NUMBER = 'x';

    /** @var string */
    private $path;

    /** @var array<string, string> */
    private $environment;

    /**
     * @param string $settings the agi1c.conf it reads
     * @param string $runDir   Asterisk's astrundir; empty = agi1c's own default
     */
    public function __construct(string $path, string $settings, string $runDir = '')
    {
        $this->path        = $path;
        $this->environment = ['AGI1C_CONF' => $settings] + ($runDir === '' ? [] : ['AST_RUN_DIR' => $runDir]);
    }

    /** Its path in a module's folder; empty where there is none for this processor. */
    public static function in(string $moduleDir): string
    {
        $machine = self::MACHINES[php_uname('m')] ?? null;

        return $machine === null ? '' : "$moduleDir/bin/agi1c-$machine";
    }

    /** Every step between here and 1C. It opens the breaker again, which ends a login pause too. */
    public function check(): ?array
    {
        return $this->ask(['check', '--json'], 40);
    }

    /** Who has this number. */
    public function lookup(string $number): ?array
    {
        return $this->ask(['lookup', '--json', $number], 15);
    }

    /** What is wrong with the settings: line, section, key, sentence; null where nothing is. Nobody is asked. */
    public function complaint(): ?array
    {
        $answer = $this->ask(['lookup', '--json', self::NO_NUMBER], 5);

        return $answer !== null && ($answer['reason'] ?? '') === self::SETTINGS ? $answer : null;
    }

    /** @param string[] $words */
    private function ask(array $words, float $seconds): ?array
    {
        $answer = json_decode(Command::run(array_merge([$this->path], $words), $this->environment, $seconds), true);

        return is_array($answer) ? $answer : null;
    }
}
