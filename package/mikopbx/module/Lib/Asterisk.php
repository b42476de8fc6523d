<?php
/*
 * Asterisk's console: reading and writing AstDB. Words are quoted here, so that a name stays one word.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class Asterisk
{
    /** @var string[] */
    private $program;

    /** @param string[] $program asterisk, and options that are always given */
    public function __construct(array $program)
    {
        $this->program = $program;
    }

    /**
     * @return array<string, string> what a family of AstDB holds
     */
    public function family(string $family): array
    {
        $held = [];
        foreach (explode("\n", $this->say('database show ' . self::word($family))) as $line) {
            if (preg_match('#^/' . preg_quote($family, '#') . '/(\S+) *: (.*?) *$#D', $line, $pair)) {
                $held[$pair[1]] = $pair[2];
            }
        }

        return $held;
    }

    public function put(string $family, string $key, string $value): void
    {
        $this->say('database put ' . self::word($family) . ' ' . self::word($key) . ' ' . self::word($value));
    }

    public function del(string $family, string $key): void
    {
        $this->say('database del ' . self::word($family) . ' ' . self::word($key));
    }

    private function say(string $command): string
    {
        return Command::run(array_merge($this->program, ['-rx', $command]), [], 5);
    }

    private static function word(string $word): string
    {
        return '"' . str_replace(['\\', '"'], ['\\\\', '\\"'], $word) . '"';
    }
}
