<?php
/*
 * The file agi1c.conf on the PBX: written whole or not at all, readable for root only from its first byte. A file of
 * somebody else's is taken over and kept beside. It knows nothing of what the lines mean.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

use RuntimeException;

class SettingsFile
{
    /** @var string */
    private $path;

    public function __construct(string $path)
    {
        $this->path = $path;
    }

    public function path(): string
    {
        return $this->path;
    }

    /** Where a file is kept that was here before the module. */
    public function kept(): string
    {
        return $this->path . '.bak';
    }

    /** The text of a file that the module did not write; null where there is none. */
    public function foreign(): ?string
    {
        $text = is_file($this->path) ? (string)file_get_contents($this->path) : null;

        return $text === null || self::isOurs($text) ? null : $text;
    }

    /** Puts the text in place. True where it says something new. */
    public function write(string $text): bool
    {
        if (is_file($this->path) && file_get_contents($this->path) === $text) {
            chmod($this->path, 0600);

            return false;
        }
        $foreign = $this->foreign();
        if ($foreign !== null) {
            self::replace($this->kept(), $foreign);
        }
        self::replace($this->path, $text);

        return true;
    }

    /** Takes the module's file away; what was there before it comes back. */
    public function remove(): void
    {
        if (is_file($this->path) && $this->foreign() === null) {
            unlink($this->path);
            if (is_file($this->kept())) {
                rename($this->kept(), $this->path);
            }
        }
    }

    /** A new file with the text, for its owner only; tempnam() makes it so. Whoever asked deletes it. */
    public static function draft(string $text, string $folder): string
    {
        $path = tempnam($folder, 'agi1c-');
        if ($path === false || file_put_contents($path, $text) !== strlen($text)) {
            throw new RuntimeException("agi1c: cannot write a file in $folder");
        }

        return $path;
    }

    /** A call that reads meanwhile finds the old file or the new one, never half of one. */
    private static function replace(string $path, string $text): void
    {
        $draft = self::draft($text, dirname($path));
        if (!rename($draft, $path)) {
            unlink($draft);
            throw new RuntimeException("agi1c: cannot write $path");
        }
    }

    private static function isOurs(string $text): bool
    {
        return strncmp($text, SettingsText::MARK, strlen(SettingsText::MARK)) === 0;
    }
}
