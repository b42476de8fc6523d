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

    /** @var string agi1c's own sentence; empty where it was not asked */
    public $detail;

    /**
     * @param string $message a key of Messages/
     */
    public function __construct(string $field, string $message, string $detail = '')
    {
        parent::__construct($message);
        $this->field  = $field;
        $this->detail = $detail;
    }
}
