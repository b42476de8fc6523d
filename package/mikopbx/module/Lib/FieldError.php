<?php
/*
 * A field of the page that cannot be used, and the message that says why.
 */

declare(strict_types=1);

namespace Modules\ModuleAgi1c\Lib;

use RuntimeException;

class FieldError extends RuntimeException
{
    /** @var string */
    public $field;

    /**
     * @param string $message a key of Messages/, or agi1c's own sentence
     */
    public function __construct(string $field, string $message)
    {
        parent::__construct($message);
        $this->field = $field;
    }
}
