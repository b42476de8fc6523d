<?php
/*
 * Between the page and what is saved: secrets go in and never come out, switches become 1 and 0, and nothing is saved
 * that agi1c would refuse.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class Page
{
    /**
     * The fields for the page. Of a password only that there is one.
     *
     * @return array<string, string>
     */
    public static function shown(array $fields): array
    {
        $fields['password_kept'] = $fields['password'] === '' ? '0' : '1';
        $fields['password']      = '';
        $fields['more']          = SettingsReader::masked($fields['more']);

        return $fields;
    }

    /**
     * The fields to save: what came from the page over what is kept.
     *
     * @return array<string, string>
     */
    public static function saved(array $post, array $kept): array
    {
        $fields = Fields::of($post);
        foreach (Fields::FLAGS as $name) {
            $fields[$name] = in_array($post[$name] ?? '', ['1', 'on', 'true'], true) ? '1' : '0';
        }
        if ($fields['password'] === '') {
            $fields['password'] = $kept['password'];
        }
        if (!in_array($fields['auth'], ['none', 'basic', 'token'], true)) {
            throw new FieldError('auth', 'mod_agi1c_ErrorAuth');
        }
        if ($fields['auth'] === 'none') {
            $fields['user'] = $fields['password'] = '';
        }
        $fields['url']  = trim($fields['url']);
        $fields['more'] = SettingsReader::unmasked($fields['more'], $kept['more']);

        return $fields;
    }

    /** @throws FieldError what agi1c, or cron, would refuse */
    public static function verify(array $fields, string $moduleDir): void
    {
        if ($fields['url'] === '') {
            throw new FieldError('url', 'mod_agi1c_ErrorUrl');
        }
        Warm::verify($fields);
        $complaint = Agi1cMain::complaint($moduleDir, new SettingsText($fields));
        if ($complaint !== null) {
            throw new FieldError($complaint['field'], 'mod_agi1c_Wrong_' . $complaint['field'], $complaint['message']);
        }
    }
}
