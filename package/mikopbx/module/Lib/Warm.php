<?php
/*
 * Keeping 1C awake in office hours: a line for the system's cron, and the fields it is made of.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

class Warm
{
    /** Often enough: web servers end idle sessions of 1C after some 20 minutes. */
    private const MINUTES = '*/10';

    private const DAYS = ['1-5', '1-6', '*'];

    /** @throws FieldError */
    public static function verify(array $fields): void
    {
        foreach (['warm_from', 'warm_to'] as $field) {
            if (!preg_match('/^[0-9]{1,2}$/D', $fields[$field]) || (int)$fields[$field] > 24) {
                throw new FieldError($field, 'mod_agi1c_ErrorHour');
            }
        }
        if ((int)$fields['warm_from'] >= (int)$fields['warm_to']) {
            throw new FieldError('warm_to', 'mod_agi1c_ErrorHours');
        }
        if (!in_array($fields['warm_days'], self::DAYS, true)) {
            throw new FieldError('warm_days', 'mod_agi1c_ErrorDays');
        }
    }

    public static function cronLine(string $program, array $fields): string
    {
        if ($program === '' || $fields['warm'] !== '1') {
            return '';
        }
        self::verify($fields);
        $hours = (int)$fields['warm_from'] . '-' . ((int)$fields['warm_to'] - 1);

        return self::MINUTES . " $hours * * {$fields['warm_days']} $program ping > /dev/null 2>&1\n";
    }
}
