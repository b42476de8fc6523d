<?php
// A small AGI class of the kind that lay around in 2013: one command, one line of reply.
class Agi
{
    var $request = array();

    function __construct()
    {
        $this->in = fopen('php://stdin', 'r');
        $this->out = fopen('php://stdout', 'w');
        while (($line = trim(fgets($this->in))) != '') {
            list($key, $value) = explode(':', $line, 2);
            $this->request[$key] = trim($value);
        }
    }

    function command($text)
    {
        fwrite($this->out, $text . "\n");
        fflush($this->out);
        $reply = fgets($this->in);
        return preg_match('/^200 result=(-?\d+)/', $reply, $parts) ? $parts[1] : false;
    }

    function set_variable($name, $value)
    {
        $value = str_replace('"', '\\"', $value);
        return $this->command("SET VARIABLE $name \"$value\"");
    }

    function verbose($text, $level)
    {
        return $this->command("VERBOSE \"$text\" $level");
    }
}
